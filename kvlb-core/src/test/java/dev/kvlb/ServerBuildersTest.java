package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the builders of load balancer and worker refuse, and what both refuse at the wrong time. */
class ServerBuildersTest {
    private static void assertRefused(Supplier<?> call, String message) {
        assertThatThrownBy(call::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Nested
    class ALoadBalancer {
        @ParameterizedTest
        @ValueSource(ints = {-1, 65_536})
        void hasPortsOfTwoBytes(int port) {
            assertRefused(() -> LoadBalancer.builder().clientPort(port), "clientPort must be 0..65535: " + port);
            assertRefused(() -> LoadBalancer.builder().workerPort(port), "workerPort must be 0..65535: " + port);
        }

        @Test
        void hasTwoPorts() {
            assertRefused(
                    () -> LoadBalancer.builder()
                            .clientPort(5060)
                            .workerPort(5060)
                            .build(),
                    "clientPort and workerPort must differ: 5060");
        }

        @Test
        void staysAsItWasBuilt() throws IOException {
            LoadBalancer.Builder builder = LoadBalancer.builder().clientPort(0).workerPort(0);
            LoadBalancer built = builder.build();
            builder.bind("no host of this name.invalid");

            try (LoadBalancer started = built.start()) {
                assertThat(started.clientAddress().getPort()).isPositive();
            }
        }

        @Test
        void hasLimitsThatItsProtocolCanKeep() {
            assertRefused(() -> LoadBalancer.builder().keyBytesMax(0), "keyBytesMax must be 1..65500: 0");
            assertRefused(() -> LoadBalancer.builder().valueBytesMax(65_501), "valueBytesMax must be 0..65500: 65501");
            assertRefused(() -> LoadBalancer.builder().workersMax(65), "workersMax must be 1..64: 65");
            assertRefused(() -> LoadBalancer.builder().workerWindow(0), "workerWindow must be 1..65536: 0");
            assertRefused(() -> LoadBalancer.builder().clientsMax(0), "clientsMax must be 1..1000000: 0");
            assertRefused(
                    () -> LoadBalancer.builder().requestTimeout(Duration.ZERO),
                    "requestTimeout must be 1 ms..1 day: PT0S");
            assertRefused(
                    () -> LoadBalancer.builder().openingGrace(Duration.ofMillis(-1)),
                    "openingGrace must be 0..1 day: PT-0.001S");
            assertRefused(
                    () -> LoadBalancer.builder().recoveryGrace(Duration.ofDays(2)),
                    "recoveryGrace must be 0..1 day: PT48H");
            assertRefused(() -> LoadBalancer.builder().bind(" "), "bind must be a name or an address: \" \"");
        }

        @Test
        void listensForWorkersOfAnEarlierRunWhereTheyCanKnowItsPort() throws IOException {
            try (LoadBalancer onAnyPort = LoadBalancer.builder()
                            .clientPort(0)
                            .workerPort(0)
                            .build()
                            .start();
                    LoadBalancer patient = LoadBalancer.builder()
                            .clientPort(0)
                            .workerPort(0)
                            .openingGrace(Duration.ofHours(1))
                            .build()
                            .start()) {
                assertThat(onAnyPort.snapshot().phase()).isEqualTo(BalancerSnapshot.Phase.EMPTY);
                assertThat(patient.snapshot().phase()).isEqualTo(BalancerSnapshot.Phase.OPENING);
            }
        }

        @Test
        void saysWhichPortIsTaken() throws IOException {
            try (ServerSocket taken = RawConnection.listen()) {
                int port = taken.getLocalPort();
                LoadBalancer balancer =
                        LoadBalancer.builder().clientPort(port).workerPort(0).build();
                assertThatThrownBy(balancer::start)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("127.0.0.1:" + port)
                        .hasMessageContaining("Address already in use");
            }
        }

        @Test
        void isStartedOnceAndAnswersNothingBeforeOrAfter() throws IOException {
            LoadBalancer balancer =
                    LoadBalancer.builder().clientPort(0).workerPort(0).build();
            assertThatThrownBy(balancer::snapshot).hasMessage("the load balancer was not started");
            assertThatThrownBy(balancer::clientAddress).hasMessage("the load balancer was not started");
            balancer.start();
            assertThatThrownBy(balancer::start).hasMessage("a load balancer can be started once");
            balancer.close();
            balancer.close();
            assertThat(balancer.termination()).isCompleted();
            assertThatThrownBy(balancer::snapshot).isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class AWorker {
        @Test
        void hasLimitsThatItsProtocolCanKeep() {
            assertRefused(() -> Worker.builder().id(-1), "id must be 0..4294967295: -1");
            assertRefused(() -> Worker.builder().id(1L << 32), "id must be 0..4294967295: 4294967296");
            assertRefused(() -> Worker.builder().balancer("127.0.0.1", 0), "balancer port must be 1..65535: 0");
            assertRefused(() -> Worker.builder().peerPort(65_536), "peerPort must be 0..65535: 65536");
            assertRefused(() -> Worker.builder().peersMax(65), "peersMax must be 1..64: 65");
            assertRefused(
                    () -> Worker.builder().peerUnsentBytesMax(1), "peerUnsentBytesMax must be 65536..1073741824: 1");
            assertRefused(
                    () -> Worker.builder().peerTimeout(Duration.ofDays(2)), "peerTimeout must be 1 ms..1 day: PT48H");
            assertRefused(
                    () -> Worker.builder().balancerTimeout(Duration.ZERO), "balancerTimeout must be 1 ms..1 day: PT0S");
            assertRefused(
                    () -> Worker.builder().maxDataBytes(1), "maxDataBytes must be 1048576..9223372036854775807: 1");
        }

        @Test
        void thatIsClosedBeforeItIsReadySaysSo() throws Exception {
            try (ServerSocket silent = RawConnection.listen()) {
                Worker worker = Worker.builder()
                        .balancer("127.0.0.1", silent.getLocalPort())
                        .build();
                assertThatThrownBy(worker::snapshot).hasMessage("the worker was not started");
                worker.start();
                assertThat(worker.awaitReady(Duration.ofMillis(1))).isFalse();
                worker.close();
                assertThatThrownBy(() -> worker.awaitReady(Duration.ofSeconds(10)))
                        .isInstanceOf(ClosedException.class);
                assertThatThrownBy(worker::start).hasMessage("a worker can be started once");
            }
        }
    }
}
