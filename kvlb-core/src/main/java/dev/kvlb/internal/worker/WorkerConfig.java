package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.spi.KeyValueStore;
import java.util.function.Supplier;

/**
 * Everything that a worker is told before it starts.
 *
 * @param workerId what the cluster knows it by, 0..4,294,967,295
 * @param incarnation the identity of this run of the process, not 0
 * @param balancer where its balancer takes workers
 * @param stores makes an empty store
 * @param dataBytesMax bytes of memory that the data may use before writes are refused
 * @param peersMax other members that it can know, 1..64
 * @param peerTimeoutNanos after which a peer that can't be reached, or does not acknowledge, is reported
 * @param drainTimeoutNanos after which an orderly end waits for no peer any more
 * @param balancerTimeoutNanos after which a balancer of which nothing is heard is lost
 * @param peerUnsentBytesMax bytes that a peer of the base protocol may leave unread before its connection is closed
 * @param retryFirstNanos the second wait before connecting again; the first is none
 * @param retryMaxNanos the longest wait before connecting again
 * @param seed of the chance in those waits
 */
public record WorkerConfig(
        long workerId,
        long incarnation,
        Endpoint balancer,
        Supplier<KeyValueStore> stores,
        long dataBytesMax,
        int peersMax,
        long peerTimeoutNanos,
        long drainTimeoutNanos,
        long balancerTimeoutNanos,
        int peerUnsentBytesMax,
        long retryFirstNanos,
        long retryMaxNanos,
        long seed) {
    /** How many peers fit the set of those that a write waits for. */
    public static final int PEERS_MAX = 64;
}
