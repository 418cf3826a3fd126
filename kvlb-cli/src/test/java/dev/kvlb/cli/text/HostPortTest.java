package dev.kvlb.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:5059, localhost, 5059",
        "127.0.0.1:1, 127.0.0.1, 1",
        "[::1]:5059, ::1, 5059",
        "[fe80::1%eth0]:65535, fe80::1%eth0, 65535",
        "a.b-c.example:05059, a.b-c.example, 5059",
    })
    void isAHostAndAPort(String text, String host, int port) {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:5059", "[::1]:5059"})
    void isWrittenAsItIsRead(String text) {
        assertThat(HostPort.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "empty",
            value = {
                "localhost, the port is missing",
                "localhost:, the port is missing",
                "[::1], the port is missing",
                "[::1]:, the port is missing",
                "'', the port is missing",
                ":5059, the host is missing",
                "[]:5059, only an IPv6 address stands in brackets",
                "[localhost]:5059, only an IPv6 address stands in brackets",
                "::1:5059, an IPv6 address must stand in brackets",
                "http://localhost:5059, an IPv6 address must stand in brackets",
                "a/b:5059, the host is no name and no address",
                "a b:5059, the host is no name and no address",
                "a]:5059, the host is no name and no address",
                "[::1:5059, the closing bracket is missing",
                "localhost:0, the port must be a number from 1 to 65535",
                "localhost:65536, the port must be a number from 1 to 65535",
                "localhost:-1, the port must be a number from 1 to 65535",
                "localhost:99999999999, the port must be a number from 1 to 65535",
                "localhost:http, the port must be a number from 1 to 65535",
                "localhost:٥, the port must be a number from 1 to 65535",
            })
    void anythingElseIsRefusedWithWhatIsWrongAndHowToWriteIt(String text, String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostPort.parse(text))
                .withMessage(wrong + ": \"" + text + "\" (write HOST:PORT, for example localhost:5059 or [::1]:5059)");
    }

    @Test
    void namesTheAddressOfASocket() throws Exception {
        byte[] ipv6 = new byte[16];
        ipv6[15] = 1;

        assertThat(HostPort.of(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 5059)))
                .hasToString("127.0.0.1:5059");
        assertThat(HostPort.of(new InetSocketAddress(InetAddress.getByAddress(ipv6), 5059)))
                .hasToString("[0:0:0:0:0:0:0:1]:5059");
    }
}
