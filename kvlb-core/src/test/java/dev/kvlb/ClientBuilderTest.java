package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientBuilderTest {
    private final Client.Builder builder = Client.builder();

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void portMustBeOne(int port) {
        assertThatThrownBy(() -> builder.balancer("localhost", port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port must be 1..65535: " + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void hostMustSaySomething(String host) {
        assertThatThrownBy(() -> builder.balancer(host, 5059))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("host must be a name or an address: \"" + host + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT24H0.001S"})
    void timesMustBeWithinADay(String text) {
        Duration time = Duration.parse(text);
        assertThatThrownBy(() -> builder.connectTimeout(time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connectTimeout must be 1 ms..1 day: " + time);
        assertThatThrownBy(() -> builder.requestTimeout(time))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("requestTimeout must be 1 ms..1 day: " + time);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_537})
    void inFlightMaxMustBeAtLeastOneAndBounded(int max) {
        assertThatThrownBy(() -> builder.inFlightMax(max))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inFlightMax must be 1..65536: " + max);
    }

    @Test
    void extremesAreTaken() {
        builder.balancer("h", 1)
                .balancer("h", 65_535)
                .connectTimeout(Duration.ofMillis(1))
                .connectTimeout(Duration.ofDays(1))
                .requestTimeout(Duration.ofMillis(1))
                .requestTimeout(Duration.ofDays(1))
                .inFlightMax(1)
                .inFlightMax(65_536)
                .build()
                .close();
    }

    @Test
    void startReturnsTheClientAndNeedsNoBalancer() {
        try (Client client = builder.balancer("127.0.0.1", 1).build()) {
            assertThat(client.start()).isSameAs(client);
        }
    }

    @Test
    void clientIsStartedOnce() {
        try (Client client = builder.build().start()) {
            assertThatThrownBy(client::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the client was started before");
        }
    }

    @Test
    void clientThatWasNotStartedTakesNoRequests() {
        try (Client client = builder.build()) {
            assertThatThrownBy(() -> client.get("k"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the client has not been started");
            assertThatThrownBy(() -> client.putAsync("k", "v")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void closedClientIsNotStarted() {
        Client client = builder.build();
        client.close();
        assertThatThrownBy(client::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the client is closed");
    }
}
