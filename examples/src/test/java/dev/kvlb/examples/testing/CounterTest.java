package dev.kvlb.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import dev.kvlb.testkit.KvlbCluster;
import dev.kvlb.testkit.LoopbackCluster;
import dev.kvlb.testkit.TestWorker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Reads are linearizable: whoever reads sees what was written before, whichever worker answers, and whoever is parted. */
@KvlbCluster(workers = 3, workerTimeoutMillis = 2_000) // Long for a busy machine.
class CounterTest {
    private static final String KEY = "counter";

    /** A thread for each task: those that a JVM shares may be too few for two that go on at the same time. */
    private static final Executor THREADS = task -> new Thread(task).start();

    /** The last number whose write has been answered. */
    private final AtomicLong written = new AtomicLong();

    /** How many reads have shown what they had to. */
    private final AtomicLong read = new AtomicLong();

    private final CountDownLatch firstRead = new CountDownLatch(1);
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void nobodyReadsLessThanWasWrittenWhileAWorkerIsParted(LoopbackCluster cluster, Client client)
            throws InterruptedException {
        client.put(KEY, "0");
        CompletableFuture<Void> counting = CompletableFuture.runAsync(() -> count(client), THREADS);
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> read(cluster), THREADS);
        firstRead.await();

        long readBefore = read.get();
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
        reading.join();

        assertThat(read).hasValueGreaterThan(readBefore);
        assertThat(client.get(KEY)).contains(Long.toString(written.get()));
    }

    /** Counts up; a number whose write may have been done or not is written again, at the latest when all are back. */
    private void count(Client client) {
        long next = 1;
        while (!enough.get()) {
            try {
                write(client, next);
                next++;
            } catch (KvlbException e) {
                // Once more.
            }
        }
        write(client, next);
    }

    private void write(Client client, long number) {
        client.put(KEY, Long.toString(number));
        written.set(number);
    }

    /** Reads on a connection of its own, and checks; the last time when all are back. */
    private void read(LoopbackCluster cluster) {
        try (Client reader = cluster.newClient()) {
            while (!enough.get()) {
                long before = written.get();
                try {
                    read(reader, before);
                    firstRead.countDown();
                } catch (KvlbException e) {
                    // Nobody could answer.
                }
            }
            read(reader, written.get());
        }
    }

    private void read(Client reader, long before) {
        long found = Long.parseLong(reader.get(KEY).orElseThrow());
        assertThat(found).isGreaterThanOrEqualTo(before);
        read.incrementAndGet();
    }
}
