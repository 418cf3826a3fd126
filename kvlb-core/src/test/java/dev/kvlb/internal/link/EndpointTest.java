package dev.kvlb.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts and ports as people read them. */
class EndpointTest {
    @ParameterizedTest
    @CsvSource({"localhost, localhost:5060", "127.0.0.1, 127.0.0.1:5060", "::1, [::1]:5060"})
    void anEndpointReadsAsAnAddress(String host, String text) {
        assertThat(new Endpoint(host, 5060)).hasToString(text);
    }
}
