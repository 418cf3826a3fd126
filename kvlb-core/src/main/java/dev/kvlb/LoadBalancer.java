package dev.kvlb;

import dev.kvlb.internal.balancer.BalancerConfig;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.Entries;
import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests of clients and hands them round robin to the workers that have registered with it.
 *
 * <pre>{@code
 * try (LoadBalancer balancer = LoadBalancer.builder().clientPort(5059).workerPort(5060).build().start()) {
 *     balancer.termination().join();
 * }
 * }</pre>
 *
 * <p>One event loop, a thread of its own, does all the work. Safe for use by several threads.
 */
public final class LoadBalancer implements AutoCloseable {
    private static final Duration OPENING_GRACE = Duration.ofSeconds(1);

    private final BalancerOptions options;
    private @Nullable RunningBalancer running;

    private LoadBalancer(BalancerOptions options) {
        this.options = options;
    }

    /** {@return a builder of load balancers, with its defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Binds both ports and begins to serve.
     *
     * @return this load balancer
     * @throws IOException if a port can't be bound, or the state directory can't be used; the message names it
     * @throws IllegalStateException if it was started before
     */
    public synchronized LoadBalancer start() throws IOException {
        if (running != null) {
            throw new IllegalStateException("a load balancer can be started once");
        }
        running = RunningBalancer.start(options);
        return this;
    }

    /**
     * {@return where clients connect, with the port that is bound}
     *
     * @throws IllegalStateException if it was not started
     */
    public InetSocketAddress clientAddress() {
        return started().clientAddress();
    }

    /**
     * {@return where workers connect, with the port that is bound}
     *
     * @throws IllegalStateException if it was not started
     */
    public InetSocketAddress workerAddress() {
        return started().workerAddress();
    }

    /**
     * {@return a picture of its state}
     *
     * @throws IllegalStateException if it was not started, or has ended
     */
    public BalancerSnapshot snapshot() {
        return started().snapshot();
    }

    /**
     * {@return what completes when it has ended: normally after {@link #close()}, exceptionally if it failed}
     *
     * @throws IllegalStateException if it was not started
     */
    public CompletableFuture<Void> termination() {
        return started().termination();
    }

    private synchronized RunningBalancer started() {
        RunningBalancer started = running;
        if (started == null) {
            throw new IllegalStateException("the load balancer was not started");
        }
        return started;
    }

    /**
     * Ends in order: no more requests are taken, those under way are answered, within the drain timeout; then clients
     * and workers are told, and every connection is closed. Returns when that is done; does nothing the second time.
     */
    @Override
    public void close() {
        RunningBalancer started;
        synchronized (this) {
            started = running;
        }
        if (started != null) {
            started.close();
        }
    }

    /** Makes load balancers; each method checks its argument and returns this builder. For one thread. */
    public static final class Builder {
        private String bind = "127.0.0.1";
        private int clientPort = 5059;
        private int workerPort = 5060;
        private RequestQueue requestQueue = RequestQueue.bounded(RequestQueue.DEFAULT_CAPACITY);
        private Supplier<ReplyQueue> replyQueue = () -> ReplyQueue.bounded(ReplyQueue.DEFAULT_CAPACITY);
        private WorkerRing workerRing = WorkerRing.roundRobin();
        private Duration requestTimeout = Duration.ofSeconds(3);
        private Duration workerTimeout = Duration.ofSeconds(1);
        private Duration joinTimeout = Duration.ofSeconds(60);
        private Duration slowClientTimeout = Duration.ofSeconds(5);
        private @Nullable Duration drainTimeout;
        private int workerWindow = 1_024;
        private int workersMax = 64;
        private int keyBytesMax = Entries.ENTRY_BYTES_MAX;
        private int valueBytesMax = Entries.ENTRY_BYTES_MAX;
        private int clientsMax = 10_000;
        private int unsentBytesMax = 1 << 20;
        private long bufferedBytesMax = 256L << 20;
        private Consistency consistency = Consistency.LINEARIZABLE;
        private @Nullable Path stateDirectory;
        private @Nullable Duration openingGrace;
        private Duration recoveryGrace = Duration.ofSeconds(5);
        private TotalLoss onTotalLoss = TotalLoss.SUSPEND;
        private LoadBalancerListener listener = new LoadBalancerListener() {};

        private Builder() {}

        /**
         * Sets the local address for both ports: by default 127.0.0.1, so that nobody else can connect.
         *
         * @param host a name or a literal IP address; not blank
         * @return this builder
         * @throws IllegalArgumentException if it is blank
         */
        public Builder bind(String host) {
            bind = Checks.host("bind", host);
            return this;
        }

        /**
         * Sets the port for clients: by default 5059.
         *
         * @param port 0..65,535, where 0 is any that is free
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder clientPort(int port) {
            clientPort = Checks.range("clientPort", port, 0, 65_535);
            return this;
        }

        /**
         * Sets the port for workers: by default 5060.
         *
         * @param port 0..65,535, where 0 is any that is free
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder workerPort(int port) {
            workerPort = Checks.range("workerPort", port, 0, 65_535);
            return this;
        }

        /**
         * Sets where requests wait for a worker: by default a bounded queue of 1,024.
         *
         * @param queue one for this balancer alone
         * @return this builder
         */
        public Builder requestQueue(RequestQueue queue) {
            requestQueue = queue;
            return this;
        }

        /**
         * Sets what makes the queue of replies of each client: by default bounded queues of 256.
         *
         * @param queues gives another queue whenever it is asked
         * @return this builder
         */
        public Builder replyQueue(Supplier<ReplyQueue> queues) {
            replyQueue = queues;
            return this;
        }

        /**
         * Sets how the worker for a request is chosen: by default round robin.
         *
         * @param ring one for this balancer alone
         * @return this builder
         */
        public Builder workerRing(WorkerRing ring) {
            workerRing = ring;
            return this;
        }

        /**
         * Sets after how long a client is told that its request was not done, or that nobody can know: by default 3
         * seconds.
         *
         * @param timeout 1 millisecond..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder requestTimeout(Duration timeout) {
            requestTimeout = Checks.duration("requestTimeout", timeout);
            return this;
        }

        /**
         * Sets for how long a worker may leave a request or a heartbeat unanswered before it is removed: by default 1
         * second.
         *
         * @param timeout 1 millisecond..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder workerTimeout(Duration timeout) {
            workerTimeout = Checks.duration("workerTimeout", timeout);
            return this;
        }

        /**
         * Sets within which time a new worker must have imported the data: by default 60 seconds.
         *
         * @param timeout 1 millisecond..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder joinTimeout(Duration timeout) {
            joinTimeout = Checks.duration("joinTimeout", timeout);
            return this;
        }

        /**
         * Sets for how long a client may leave more replies unread than {@link #unsentBytesMax} before it is
         * disconnected: by default 5 seconds.
         *
         * @param timeout 1 millisecond..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder slowClientTimeout(Duration timeout) {
            slowClientTimeout = Checks.duration("slowClientTimeout", timeout);
            return this;
        }

        /**
         * Sets how long {@link LoadBalancer#close} waits for requests under way: by default as long as the request
         * timeout. What has no answer then is answered as not done, or as not known.
         *
         * @param timeout 0..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder drainTimeout(Duration timeout) {
            drainTimeout = Checks.durationOrZero("drainTimeout", timeout);
            return this;
        }

        /**
         * Sets how many requests one worker may have under way: by default 1,024.
         *
         * @param requests 1..65,536
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder workerWindow(int requests) {
            workerWindow = Checks.range("workerWindow", requests, 1, 65_536);
            return this;
        }

        /**
         * Sets how many workers the cluster may have: by default, and at most, 64.
         *
         * @param workers 1..64
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder workersMax(int workers) {
            workersMax = Checks.range("workersMax", workers, 1, 64);
            return this;
        }

        /**
         * Sets the longest key: by default 65,500 bytes. A key and its value have at most 65,500 together.
         *
         * @param bytes 1..65,500
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder keyBytesMax(int bytes) {
            keyBytesMax = Checks.range("keyBytesMax", bytes, 1, Entries.ENTRY_BYTES_MAX);
            return this;
        }

        /**
         * Sets the longest value: by default 65,500 bytes. A key and its value have at most 65,500 together.
         *
         * @param bytes 0..65,500
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder valueBytesMax(int bytes) {
            valueBytesMax = Checks.range("valueBytesMax", bytes, 0, Entries.ENTRY_BYTES_MAX);
            return this;
        }

        /**
         * Sets how many clients may be connected: by default 10,000.
         *
         * @param clients 1..1,000,000
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder clientsMax(int clients) {
            clientsMax = Checks.range("clientsMax", clients, 1, 1_000_000);
            return this;
        }

        /**
         * Sets how many bytes of replies a client may leave unread before its requests are not read any more: by
         * default 1 MiB.
         *
         * @param bytes 64 KiB..1 GiB
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder unsentBytesMax(int bytes) {
            unsentBytesMax = Checks.range("unsentBytesMax", bytes, 1 << 16, 1 << 30);
            return this;
        }

        /**
         * Sets how many bytes of requests and replies of all clients may be kept before no request is read any more: by
         * default 256 MiB.
         *
         * @param bytes at least 1 MiB
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder bufferedBytesMax(long bytes) {
            bufferedBytesMax = Checks.range("bufferedBytesMax", bytes, 1 << 20, Long.MAX_VALUE);
            return this;
        }

        /**
         * Sets where the balancer records which workers hold all data, so that after a restart it knows for whom to wait:
         * by default nowhere. The directory is made where it is missing, and locked: no two balancers can have the same.
         *
         * @param directory for this balancer alone
         * @return this builder
         */
        public Builder stateDirectory(Path directory) {
            stateDirectory = directory;
            return this;
        }

        /**
         * Sets for how long a balancer that has no record listens whether workers of an earlier run report, before it
         * founds a new cluster: by default 1 second, which is longer than a worker waits before it connects again,
         * and nothing where {@link #workerPort} is 0, since no worker can have known that port.
         *
         * @param grace 0..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder openingGrace(Duration grace) {
            openingGrace = Checks.durationOrZero("openingGrace", grace);
            return this;
        }

        /**
         * Sets for how long a balancer that has a record waits for all workers in it before it goes on with those that
         * have come, one at least: by default 5 seconds.
         *
         * @param grace 0..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder recoveryGrace(Duration grace) {
            recoveryGrace = Checks.durationOrZero("recoveryGrace", grace);
            return this;
        }

        /**
         * Sets what happens when the last worker that holds all data is lost: by default {@link TotalLoss#SUSPEND}.
         *
         * @param decision what happens then
         * @return this builder
         */
        public Builder onTotalLoss(TotalLoss decision) {
            onTotalLoss = decision;
            return this;
        }

        /**
         * Sets what the store promises: by default {@link Consistency#LINEARIZABLE}.
         *
         * @param consistency the promise, which workers learn from their balancer
         * @return this builder
         */
        public Builder consistency(Consistency consistency) {
            this.consistency = consistency;
            return this;
        }

        /**
         * Sets who is told what happens: by default nobody. Life cycle and misbehaviour are logged in any case.
         *
         * @param listener is called by the event loop
         * @return this builder
         */
        public Builder listener(LoadBalancerListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * {@return a load balancer, which opens nothing before {@link LoadBalancer#start}}
         *
         * @throws IllegalArgumentException if both ports are the same one
         */
        public LoadBalancer build() {
            if (clientPort == workerPort && clientPort != 0) {
                throw new IllegalArgumentException("clientPort and workerPort must differ: " + clientPort);
            }
            return new LoadBalancer(new BalancerOptions(
                    new Endpoint(bind, clientPort),
                    new Endpoint(bind, workerPort),
                    clientsMax,
                    stateDirectory,
                    listener,
                    config()));
        }

        private BalancerConfig config() {
            Duration opening = openingGrace;
            if (opening == null) {
                opening = workerPort == 0 ? Duration.ZERO : OPENING_GRACE;
            }
            return new BalancerConfig(
                    requestQueue,
                    replyQueue,
                    workerRing,
                    requestTimeout.toNanos(),
                    workerTimeout.toNanos(),
                    joinTimeout.toNanos(),
                    slowClientTimeout.toNanos(),
                    (drainTimeout == null ? requestTimeout : drainTimeout).toNanos(),
                    workerWindow,
                    workersMax,
                    keyBytesMax,
                    valueBytesMax,
                    unsentBytesMax,
                    bufferedBytesMax,
                    opening.toNanos(),
                    recoveryGrace.toNanos(),
                    onTotalLoss,
                    new SplittableRandom().nextLong(),
                    new SplittableRandom().nextLong(),
                    consistency);
        }
    }
}
