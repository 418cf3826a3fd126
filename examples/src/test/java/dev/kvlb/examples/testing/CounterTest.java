package dev.kvlb.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import dev.kvlb.testkit.KvlbCluster;
import dev.kvlb.testkit.LoopbackCluster;
import dev.kvlb.testkit.TestWorker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Reads are linearizable: whoever reads sees what was written before, whichever worker answers, and whoever is parted. */
@KvlbCluster(workers = 3)
class CounterTest {
    private static final String KEY = "counter";

    /** The last number whose write has been answered. */
    private final AtomicLong written = new AtomicLong();

    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void nobodyReadsLessThanWasWrittenWhileAWorkerIsParted(LoopbackCluster cluster, Client client) {
        client.put(KEY, "0");
        CompletableFuture<Void> counting = CompletableFuture.runAsync(() -> count(client));
        CompletableFuture<Long> reading = CompletableFuture.supplyAsync(() -> read(cluster));

        TestWorker parted = cluster.worker(2);
        cluster.network().partition(parted, cluster.worker(1));
        cluster.network().partition(parted, cluster.worker(3));
        cluster.await("somebody to go", snapshot -> snapshot.workers().stream().anyMatch(worker -> !worker.inRing()));
        cluster.network().isolate(parted);
        cluster.await(
                "worker 2 to go",
                snapshot -> snapshot.workers().stream()
                        .noneMatch(worker -> worker.workerId() == parted.id() && worker.inRing()));
        cluster.restore();
        enough.set(true);
        counting.join();

        assertThat(reading.join()).isPositive();
        assertThat(client.get(KEY)).contains(Long.toString(written.get()));
    }

    /** Counts up; a number whose write may have been done or not is written again. */
    private void count(Client client) {
        for (long next = 1; !enough.get(); ) {
            try {
                client.put(KEY, Long.toString(next));
                written.set(next++);
            } catch (KvlbException e) {
                // Once more.
            }
        }
    }

    /** Reads on a connection of its own, and checks; returns how often. */
    private long read(LoopbackCluster cluster) {
        long reads = 0;
        try (Client reader = cluster.newClient()) {
            while (!enough.get()) {
                long before = written.get();
                try {
                    long found = Long.parseLong(reader.get(KEY).orElseThrow());
                    assertThat(found).isGreaterThanOrEqualTo(before);
                    reads++;
                } catch (KvlbException e) {
                    // Nobody could answer.
                }
            }
        }
        return reads;
    }
}
