package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvlb.BalancerSnapshot.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load balancer that records who holds all data, restarted under workers that live on. */
class RestartTest {
    /** Nobody is to be taken for lost, and no request given up, because a machine is busy. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);

    @TempDir
    private Path state;

    private final List<Worker> workers = new ArrayList<>();
    private LoadBalancer balancer;

    @AfterEach
    void closeAll() {
        workers.forEach(Worker::close);
        if (balancer != null) {
            balancer.close();
        }
    }

    private LoadBalancer.Builder builder(int workerPort) {
        return LoadBalancer.builder()
                .stateDirectory(state)
                .workerTimeout(LONG)
                .requestTimeout(LONG)
                .drainTimeout(DRAIN_TIMEOUT)
                .recoveryGrace(LONG)
                .clientPort(0)
                .workerPort(workerPort);
    }

    private void start() throws IOException {
        balancer = builder(0).build().start();
    }

    private void restart() throws IOException {
        int workerPort = balancer.workerAddress().getPort();
        balancer.close();
        balancer = builder(workerPort).build().start();
    }

    private Worker join(Worker.Builder worker) throws Exception {
        Worker started = worker.balancer("127.0.0.1", balancer.workerAddress().getPort())
                .peerTimeout(LONG)
                .balancerTimeout(LONG)
                .drainTimeout(DRAIN_TIMEOUT)
                .build()
                .start();
        workers.add(started);
        assertThat(started.awaitReady(LONG)).isTrue();
        return started;
    }

    private Client client() {
        return Client.builder()
                .balancer("127.0.0.1", balancer.clientAddress().getPort())
                .connectTimeout(LONG)
                .requestTimeout(LONG)
                .build()
                .start();
    }

    private void awaitPhase(Phase phase) {
        await().atMost(LONG).until(() -> balancer.snapshot().phase() == phase);
    }

    @Nested
    class WithTheWorkersItHad {
        @Test
        void itServesWhatTheyHold() throws Exception {
            start();
            join(Worker.builder());
            join(Worker.builder());
            try (Client client = client()) {
                client.put("kept", "1");
                client.put("deleted", "2");
                client.delete("deleted");
            }
            long cluster = balancer.snapshot().cluster();

            restart();
            awaitPhase(Phase.SERVING);

            assertThat(balancer.snapshot().cluster()).isEqualTo(cluster);
            assertThat(balancer.snapshot().epoch()).isEqualTo(2);
            try (Client client = client()) {
                for (int i = 0; i < 4; i++) {
                    assertThat(client.get("kept")).contains("1");
                    assertThat(client.get("deleted")).isEmpty();
                }
                client.put("kept", "3");
                assertThat(client.get("kept")).contains("3");
            }
        }

        @Test
        void itGivesGreaterVersionsThanBefore() throws Exception {
            start();
            join(Worker.builder());
            Written before;
            try (Client client = client()) {
                before = client.put("k", "1");
            }

            restart();
            awaitPhase(Phase.SERVING);

            try (Client client = client()) {
                assertThat(client.put("k", "2").version()).isGreaterThan(before.version());
            }
        }

        @Test
        void itRecoversOverAndOver() throws Exception {
            start();
            join(Worker.builder());
            for (int run = 1; run <= 4; run++) {
                try (Client client = client()) {
                    client.put("k", "run " + run);
                }
                restart();
                awaitPhase(Phase.SERVING);
                assertThat(balancer.snapshot().epoch()).isEqualTo(run + 1);
                try (Client client = client()) {
                    assertThat(client.get("k")).contains("run " + run);
                }
            }
        }
    }

    @Nested
    class WithoutThem {
        @Test
        void itWaitsAndNamesThemUntilSomebodyDecides() throws Exception {
            start();
            Worker lost = join(Worker.builder().id(7));
            int workerPort = balancer.workerAddress().getPort();
            balancer.close();
            lost.close();
            balancer = builder(workerPort).build().start();
            assertThat(balancer.snapshot().reason()).startsWith("waits for worker 7 of the record");

            try (Client client = client()) {
                assertThatThrownBy(() -> client.get("k"))
                        .isInstanceOf(BusyException.class)
                        .hasMessageContaining("waits for worker 7 of the record");
                client.reset();
                join(Worker.builder());
                assertThat(client.get("k")).isEmpty();
            }
        }

        @Test
        void itBeginsAnewWhereTheLastEndedInOrder() throws Exception {
            start();
            join(Worker.builder()).close();
            awaitPhase(Phase.EMPTY);

            restart();

            assertThat(balancer.snapshot().phase()).isEqualTo(Phase.EMPTY);
            join(Worker.builder());
            assertThat(balancer.snapshot().phase()).isEqualTo(Phase.SERVING);
        }
    }

    @Nested
    class TheStateDirectory {
        @Test
        void belongsToOneBalancer() throws Exception {
            start();

            assertThatThrownBy(() -> builder(0).build().start())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("another balancer uses the state directory " + state);
        }

        @Test
        void isFreeOnceThatOneHasEnded() throws Exception {
            start();
            balancer.close();

            start();

            assertThat(balancer.snapshot().phase()).isEqualTo(Phase.EMPTY);
        }

        @Test
        void isFreeWhereThePortWasTaken() throws Exception {
            LoadBalancer other =
                    LoadBalancer.builder().clientPort(0).workerPort(0).build().start();
            try {
                int taken = other.workerAddress().getPort();
                assertThatThrownBy(() -> builder(taken).build().start()).isInstanceOf(IOException.class);

                start();

                assertThat(balancer.snapshot().phase()).isEqualTo(Phase.EMPTY);
            } finally {
                other.close();
            }
        }

        @Test
        void thatIsDamagedKeepsItFromStarting() throws IOException {
            Files.writeString(state.resolve("state"), "kvlb-state 1\n");

            assertThatThrownBy(() -> builder(0).build().start())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("holds no state that a balancer recorded");
        }
    }

    @Nested
    class AFullWorker {
        @Test
        void hasPutsRefusedUntilSomethingIsDeleted() throws Exception {
            start();
            join(Worker.builder().maxDataBytes(1 << 20));
            String value = "v".repeat(50_000);
            try (Client client = client()) {
                List<String> keys = new ArrayList<>();
                await().atMost(LONG)
                        .untilAsserted(() -> assertThatThrownBy(() -> {
                                    String key = "k" + keys.size();
                                    client.put(key, value);
                                    keys.add(key);
                                })
                                .isInstanceOf(BusyException.class)
                                .hasMessageContaining("is full"));
                assertThat(client.get(keys.get(0))).contains(value);

                keys.forEach(client::delete);

                await().atMost(LONG)
                        .ignoreExceptionsInstanceOf(BusyException.class)
                        .until(() -> {
                            client.put("k", "v");
                            return true;
                        });
            }
        }
    }
}
