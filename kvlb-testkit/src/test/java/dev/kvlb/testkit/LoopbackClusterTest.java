package dev.kvlb.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.BusyException;
import dev.kvlb.Client;
import dev.kvlb.spi.KeyValueStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** A cluster on real sockets, and what can be done to it. */
class LoopbackClusterTest extends TestClusterContract {
    /** Longer than a node that lives is silent, on a busy machine too. */
    private static final Duration WORKER_TIMEOUT = Duration.ofMillis(1_500);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(60);

    private LoopbackCluster cluster;

    @Override
    TestCluster start(int workers) {
        cluster = LoopbackCluster.builder()
                .workers(workers)
                .workerTimeout(WORKER_TIMEOUT)
                .balancer(builder -> builder.requestTimeout(LONG))
                .client(builder -> builder.requestTimeout(LONG).connectTimeout(CONNECT_TIMEOUT))
                .start();
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
        return System.nanoTime();
    }

    @Override
    void awaitDone(CompletableFuture<?> future) {
        future.exceptionally(failure -> null).join();
    }

    @Test
    void aSecondClientHasAConnectionOfItsOwn() {
        Client first = cluster.client();
        try (Client second = cluster.newClient()) {
            second.put("k", "w");
            assertThat(first.get("k")).contains("w");
            assertThat(cluster.balancer().snapshot().clients()).isEqualTo(2);
        }
        assertThat(cluster.client()).isSameAs(first);
    }

    @Test
    void withoutWorkersItIsBusy() {
        try (LoopbackCluster empty = LoopbackCluster.builder().workers(0).start()) {
            assertThatThrownBy(() -> empty.client().get("k")).isInstanceOf(BusyException.class);
        }
    }

    @Test
    void aWorkerWhoseStoreWasSetElsewhereCannotBePaused() {
        try (LoopbackCluster other = LoopbackCluster.builder()
                .workers(1)
                .worker(builder -> builder.store(KeyValueStore::hashMap))
                .start()) {
            assertThatThrownBy(other.worker(1)::pause)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("set those by the builder of the cluster");
            assertThat(other.worker(1).isPaused()).isFalse();
        }
    }

    @Test
    void whatWasSetOfItsPartsIsSo() {
        try (LoopbackCluster other = LoopbackCluster.builder()
                .workers(1)
                .worker(builder -> builder.maxDataBytes(1 << 20))
                .balancer(builder -> builder.keyBytesMax(3))
                .start()) {
            assertThat(other.worker(1).snapshot().dataBytesMax()).isEqualTo(1 << 20);
            assertThatThrownBy(() -> other.client().put("long", "v")).hasMessageContaining("INVALID_KEY");
        }
    }

    @Test
    void itsReportNeedsNoneOfTheThreadsThatTheTestsShare() {
        CountDownLatch done = new CountDownLatch(1);
        try (LoopbackCluster other = LoopbackCluster.builder().workers(1).start()) {
            for (int i = 0; i < Math.max(1, ForkJoinPool.getCommonPoolParallelism()); i++) {
                ForkJoinPool.commonPool().execute(() -> await(done));
            }

            assertThat(other.report()).contains("SERVING").doesNotContain("does not answer");
        } finally {
            done.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void settingsOutsideTheirRangesAreRefused() {
        LoopbackCluster.Builder builder = LoopbackCluster.builder();
        assertThatThrownBy(() -> builder.workers(65)).hasMessage("workers must be 0..64: 65");
        assertThatThrownBy(() -> builder.workerTimeout(Duration.ofMillis(1)))
                .hasMessage("workerTimeout must be 20 ms..1 hour: PT0.001S");
    }
}
