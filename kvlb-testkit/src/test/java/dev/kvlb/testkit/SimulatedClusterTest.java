package dev.kvlb.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.BusyException;
import dev.kvlb.ClosedException;
import dev.kvlb.Found;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.RefusedException;
import dev.kvlb.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A cluster on a simulated network, and what can be done to it. */
class SimulatedClusterTest extends TestClusterContract {
    private SimulatedCluster cluster;

    @Override
    TestCluster start(int workers) {
        cluster = SimulatedCluster.builder().workers(workers).start();
        return cluster;
    }

    @Override
    void put(String key, String value) {
        cluster.client().put(key, value);
    }

    @Override
    CompletableFuture<?> putAsync(String key, String value) {
        return cluster.client().putAsync(key, value);
    }

    @Override
    Optional<String> get(String key) {
        return cluster.client().get(key);
    }

    @Override
    long nowNanos() {
        return cluster.now().toNanos();
    }

    @Override
    void awaitDone(CompletableFuture<?> future) {
        while (!future.isDone()) {
            cluster.advance(Duration.ofMillis(1));
        }
    }

    @Nested
    class AClient {
        @Test
        void isToldOfVersionsAndWorkers() {
            Written put = cluster.client().put("k", "w");
            Found<String> found = cluster.client().find("k").orElseThrow();
            assertThat(found.value()).isEqualTo("w");
            assertThat(found.version()).isEqualTo(put.version());
            assertThat(List.of(put.workerId(), found.workerId())).isSubsetOf(1L, 2L, 3L);
            assertThat(cluster.client().delete("k").version()).isGreaterThan(put.version());
            assertThat(cluster.client().find("k")).isEmpty();
        }

        @Test
        void mayAskForMoreThanFitsAtOnce() {
            CompletableFuture<Written> last = null;
            for (int i = 0; i < 600; i++) {
                last = cluster.client().putAsync("k", "v" + i);
            }
            awaitDone(last);
            assertThat(cluster.client().get("k")).contains("v599");
        }

        @Test
        void isRefusedWhatNoServerTakes() {
            assertThatThrownBy(() -> cluster.client().put("k", "v".repeat(70_000)))
                    .isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> cluster.client().get("")).isInstanceOf(RefusedException.class);
        }

        @Test
        void thatIsClosedAnswersNothingMore() {
            SimulatedClient second = cluster.newClient();
            CompletableFuture<Optional<String>> get = second.getAsync("k");
            second.close();
            second.close();
            assertThat(get).isCompletedExceptionally();
            assertThatThrownBy(get::join).hasCauseInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> second.getAsync("k")).isInstanceOf(IllegalStateException.class);
            assertThat(cluster.client().get("k")).contains("v");
        }

        @Test
        void givesUpAConnectionOnWhichNothingIsAnswered() {
            cluster.network().silence(cluster.balancer(), cluster.clients());
            assertThatThrownBy(() -> cluster.client().put("k", "w")).isInstanceOf(OutcomeUnknownException.class);
            cluster.advance(Duration.ofSeconds(30));
            cluster.network().heal();
            assertThat(cluster.client().get("k")).contains("w");
        }
    }

    @Nested
    class Time {
        @Test
        void passesWhereSomethingWaitsAlone() {
            Duration before = cluster.now();
            assertThat(cluster.client().getAsync("k")).isNotDone();
            assertThat(cluster.now()).isEqualTo(before);
            cluster.client().get("k");
            assertThat(cluster.now()).isGreaterThan(before);
        }

        @Test
        void passesByAsMuchAsItIsTold() {
            Duration before = cluster.now();
            cluster.advance(Duration.ofHours(1));
            assertThat(cluster.now()).isEqualTo(before.plusHours(1));
            assertThatThrownBy(() -> cluster.advance(Duration.ofNanos(-1)))
                    .hasMessage("time must be 0..365 days: PT-0.000000001S");
        }

        @Test
        void runsOutWhereSomethingIsAwaitedInVain() {
            assertThatThrownBy(() -> cluster.await(
                            "a fourth worker", snapshot -> snapshot.workers().size() > 3))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("waited 10 simulated minutes in vain for a fourth worker")
                    .hasMessageContaining("seed " + cluster.seed());
        }
    }

    @Nested
    class TheSeed {
        /** Does harm by chance, and returns what tells whether it went the same way. */
        private long run(long seed) {
            try (SimulatedCluster run =
                    SimulatedCluster.builder().workers(3).seed(seed).start()) {
                for (int i = 0; i < 5; i++) {
                    TestWorker victim = run.worker(1 + run.random().nextInt(3));
                    if (run.random().nextBoolean()) {
                        victim.kill();
                    } else {
                        run.network().isolate(victim);
                    }
                    List<CompletableFuture<Written>> puts = new ArrayList<>();
                    for (int put = 0; put < 20; put++) {
                        puts.add(run.client().putAsync("k" + put, "v" + i));
                    }
                    run.restore();
                    run.advance(Duration.ofSeconds(10));
                    assertThat(puts).allMatch(CompletableFuture::isDone);
                }
                return run.fingerprint();
            }
        }

        @Test
        void decidesAllThatHappens() {
            for (long seed = 0; seed < 5; seed++) {
                assertThat(run(seed)).as("seed %d", seed).isEqualTo(run(seed));
            }
            assertThat(run(1)).isNotEqualTo(run(2));
        }
    }

    @Test
    void withoutWorkersItIsBusy() {
        try (SimulatedCluster empty = SimulatedCluster.builder().workers(0).start()) {
            assertThatThrownBy(() -> empty.client().get("k")).isInstanceOf(BusyException.class);
        }
    }

    @Test
    void settingsOutsideTheirRangesAreRefused() {
        SimulatedCluster.Builder builder = SimulatedCluster.builder();
        assertThatThrownBy(() -> builder.workers(-1)).hasMessage("workers must be 0..64: -1");
        assertThatThrownBy(() -> builder.workerTimeout(Duration.ofHours(2)))
                .hasMessage("workerTimeout must be 20 ms..1 hour: PT2H");
    }
}
