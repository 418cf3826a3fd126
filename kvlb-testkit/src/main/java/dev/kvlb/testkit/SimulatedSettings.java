package dev.kvlb.testkit;

import dev.kvlb.Consistency;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.balancer.BalancerConfig;
import dev.kvlb.internal.client.ClientOptions;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.Entries;
import dev.kvlb.internal.worker.WorkerConfig;
import dev.kvlb.simulation.Chance;
import dev.kvlb.spi.KeyValueStore;
import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;
import java.time.Duration;

/** What a simulated cluster was built with, and what follows from that for its parts: else they are as by default. */
record SimulatedSettings(Consistency consistency, Duration workerTimeout, long seed) {
    private static final int WORKER_WINDOW = 1_024;
    private static final int UNSENT_BYTES_MAX = 1 << 20;
    private static final int PEER_UNSENT_BYTES_MAX = 16 << 20;
    private static final long BUFFERED_BYTES_MAX = 256L << 20;
    private static final long DATA_BYTES_MAX = 1L << 30;

    private static final long REQUEST_TIMEOUT_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long JOIN_TIMEOUT_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long SLOW_CLIENT_TIMEOUT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long OPENING_GRACE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long RECOVERY_GRACE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long RETRY_FIRST_NANOS = Duration.ofMillis(10).toNanos();
    private static final long RETRY_MAX_NANOS = Duration.ofMillis(500).toNanos();

    BalancerConfig balancer(Chance chance, boolean first) {
        return new BalancerConfig(
                RequestQueue.bounded(RequestQueue.DEFAULT_CAPACITY),
                () -> ReplyQueue.bounded(ReplyQueue.DEFAULT_CAPACITY),
                WorkerRing.roundRobin(),
                REQUEST_TIMEOUT_NANOS,
                workerTimeout.toNanos(),
                JOIN_TIMEOUT_NANOS,
                SLOW_CLIENT_TIMEOUT_NANOS,
                REQUEST_TIMEOUT_NANOS,
                WORKER_WINDOW,
                ClusterBuilder.WORKERS_MAX,
                Entries.ENTRY_BYTES_MAX,
                Entries.ENTRY_BYTES_MAX,
                UNSENT_BYTES_MAX,
                BUFFERED_BYTES_MAX,
                first ? 0 : OPENING_GRACE_NANOS,
                RECOVERY_GRACE_NANOS,
                TotalLoss.SUSPEND,
                chance.any(),
                chance.any(),
                consistency);
    }

    WorkerConfig worker(long id, Endpoint balancer, Chance chance) {
        return new WorkerConfig(
                id,
                // 0 is the incarnation of a worker that has none to tell.
                chance.any() | 1,
                balancer,
                () -> KeyValueStore.hashMap(chance.any()),
                DATA_BYTES_MAX,
                WorkerConfig.PEERS_MAX,
                workerTimeout.toNanos(),
                workerTimeout.toNanos(),
                ClusterBuilder.balancerTimeout(workerTimeout).toNanos(),
                PEER_UNSENT_BYTES_MAX,
                RETRY_FIRST_NANOS,
                RETRY_MAX_NANOS,
                chance.any());
    }

    static ClientOptions client(Endpoint balancer) {
        return new ClientOptions(
                balancer.host(),
                balancer.port(),
                ClientOptions.CONNECT_TIMEOUT_NANOS,
                ClientOptions.REQUEST_TIMEOUT_NANOS,
                ClientOptions.IN_FLIGHT_MAX);
    }
}
