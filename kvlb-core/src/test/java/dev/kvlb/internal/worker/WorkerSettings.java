package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.hello;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Message;
import dev.kvlb.spi.KeyValueStore;
import java.time.Duration;
import java.util.function.Supplier;

/** What a test changes of a worker's configuration before it starts; the rest is as the product has it. */
final class WorkerSettings {
    static final long ID = 1;
    static final long INCARNATION = 5_001;
    static final Endpoint BALANCER = new Endpoint("127.0.0.1", 5060);
    static final int PEER_PORT = 6_001;

    /** What a worker says first to its balancer. */
    static final Message HELLO = hello(Handshake.WORKER, INCARNATION);

    /** What it says next, and first to a balancer that speaks only the base protocol. */
    static final Message WORKER_READY = new Message.WorkerReady(ID, PEER_PORT);

    long dataBytesMax = 1L << 30;
    int peersMax = WorkerConfig.PEERS_MAX;
    int peerUnsentBytesMax = 1 << 20;
    Duration peerTimeout = Duration.ofSeconds(1);
    Duration drainTimeout = Duration.ofSeconds(1);
    Duration balancerTimeout = Duration.ofSeconds(3);
    Duration retryFirst = Duration.ofMillis(100);
    Duration retryMax = Duration.ofMillis(1_600);

    WorkerConfig toConfig(Supplier<KeyValueStore> stores) {
        return new WorkerConfig(
                ID,
                INCARNATION,
                BALANCER,
                stores,
                dataBytesMax,
                peersMax,
                peerTimeout.toNanos(),
                drainTimeout.toNanos(),
                balancerTimeout.toNanos(),
                peerUnsentBytesMax,
                retryFirst.toNanos(),
                retryMax.toNanos(),
                42);
    }
}
