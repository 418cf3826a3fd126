package dev.kvlb.internal.balancer;

import dev.kvlb.Consistency;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.Entries;
import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;
import java.time.Duration;

/** What a test changes of a balancer's configuration before it starts; the rest is as the product has it. */
final class BalancerSettings {
    static final long EPOCH = 1_000;
    static final long INCARNATION = 77;

    int queue = RequestQueue.DEFAULT_CAPACITY;
    int replies = ReplyQueue.DEFAULT_CAPACITY;
    WorkerRing ring = WorkerRing.roundRobin();
    Duration requestTimeout = Duration.ofSeconds(3);
    Duration workerTimeout = Duration.ofSeconds(1);
    Duration joinTimeout = Duration.ofSeconds(60);
    Duration slowClientTimeout = Duration.ofSeconds(10);
    int window = 128;
    int workersMax = 64;
    int keyBytesMax = Entries.ENTRY_BYTES_MAX;
    int valueBytesMax = Entries.ENTRY_BYTES_MAX;
    int unsentBytesMax = 1 << 20;
    long bufferedBytesMax = 64L << 20;
    Duration openingGrace = Duration.ZERO;
    Duration recoveryGrace = Duration.ofSeconds(5);
    TotalLoss onTotalLoss = TotalLoss.SUSPEND;
    Consistency consistency = Consistency.EVENTUAL;

    BalancerConfig toConfig() {
        return new BalancerConfig(
                RequestQueue.bounded(queue),
                () -> ReplyQueue.bounded(replies),
                ring,
                requestTimeout.toNanos(),
                workerTimeout.toNanos(),
                joinTimeout.toNanos(),
                slowClientTimeout.toNanos(),
                window,
                workersMax,
                keyBytesMax,
                valueBytesMax,
                unsentBytesMax,
                bufferedBytesMax,
                openingGrace.toNanos(),
                recoveryGrace.toNanos(),
                onTotalLoss,
                EPOCH,
                INCARNATION,
                consistency);
    }
}
