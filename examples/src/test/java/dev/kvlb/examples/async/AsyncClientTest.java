package dev.kvlb.examples.async;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.examples.TestCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class AsyncClientTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, UTF_8);

    @Test
    void itStoresAndReads() throws Exception {
        try (TestCluster cluster = new TestCluster(1)) {
            AsyncClient.run("127.0.0.1", cluster.port(), out);
        }

        assertThat(printed.toString(UTF_8)).isEqualTo("stored 1000 squares\ntheir sum is 333833500\n");
    }

    @Test
    void itSaysWhatToDoWhereNoBalancerIs() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        AsyncClient.run("127.0.0.1", port, out);

        assertThat(printed.toString(UTF_8)).startsWith("nothing was done; start a balancer: ");
    }
}
