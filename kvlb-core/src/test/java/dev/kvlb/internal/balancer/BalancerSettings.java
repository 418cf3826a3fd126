package dev.kvlb.internal.balancer;

import dev.kvlb.Consistency;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.Entries;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What a test changes of a balancer's configuration before it starts; the rest is as the product has it. */
final class BalancerSettings {
    /** The epoch of the first run, in a cluster that it founds. */
    static final long EPOCH = 1;

    static final long INCARNATION = 77;
    static final long SEED = 42;

    /** The cluster that is founded where there is none. */
    static final long CLUSTER = new SplittableRandom(SEED).nextLong(1, Long.MAX_VALUE);

    int queue = RequestQueue.DEFAULT_CAPACITY;
    int replies = ReplyQueue.DEFAULT_CAPACITY;
    WorkerRing ring = WorkerRing.roundRobin();
    Duration requestTimeout = Duration.ofSeconds(3);
    Duration workerTimeout = Duration.ofSeconds(1);
    Duration joinTimeout = Duration.ofSeconds(60);
    Duration slowClientTimeout = Duration.ofSeconds(10);
    Duration drainTimeout = Duration.ofSeconds(3);
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

    /** What an earlier run recorded. */
    @Nullable RecordedState recorded;

    /** Where this run records. */
    @Nullable RecordingStateStore store;

    BalancerConfig toConfig() {
        return new BalancerConfig(
                RequestQueue.bounded(queue),
                () -> ReplyQueue.bounded(replies),
                ring,
                requestTimeout.toNanos(),
                workerTimeout.toNanos(),
                joinTimeout.toNanos(),
                slowClientTimeout.toNanos(),
                drainTimeout.toNanos(),
                window,
                workersMax,
                keyBytesMax,
                valueBytesMax,
                unsentBytesMax,
                bufferedBytesMax,
                openingGrace.toNanos(),
                recoveryGrace.toNanos(),
                onTotalLoss,
                INCARNATION,
                SEED,
                consistency);
    }
}
