package dev.kvlb;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.transport.CoreHost;
import dev.kvlb.internal.transport.EventLoop;
import dev.kvlb.internal.worker.WorkerConfig;
import dev.kvlb.internal.worker.WorkerCore;
import dev.kvlb.internal.worker.WorkerRules;
import dev.kvlb.spi.KeyValueStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the whole data in memory, answers what its load balancer hands it, and tells the other workers of each write.
 *
 * <pre>{@code
 * try (Worker worker = Worker.builder().balancer("127.0.0.1", 5060).build().start()) {
 *     worker.termination().join();
 * }
 * }</pre>
 *
 * <p>A worker that loses its balancer keeps its data and connects again. One event loop, a thread of its own, does all
 * the work. Safe for use by several threads.
 */
public final class Worker implements AutoCloseable {
    private static final long RETRY_FIRST_NANOS = Duration.ofMillis(10).toNanos();
    private static final long RETRY_MAX_NANOS = Duration.ofMillis(500).toNanos();

    /** A peer that connects again may do so before its old connection is known to be lost. */
    private static final int PEER_LINKS_A_PEER = 2;

    private final Builder options;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private @Nullable CoreHost<WorkerCore> host;
    private @Nullable Endpoint peers;

    private Worker(Builder options) {
        this.options = options;
    }

    /** {@return a builder of workers, with its defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Binds the port for peers and begins to connect to the balancer, which need not be there yet.
     *
     * @return this worker
     * @throws IOException if the port can't be bound; the message names it
     * @throws IllegalStateException if it was started before
     */
    public synchronized Worker start() throws IOException {
        if (host != null) {
            throw new IllegalStateException("a worker can be started once");
        }
        CompletableFuture<Void> termination = new CompletableFuture<>();
        EventLoop loop = new EventLoop("kvlb-worker-" + options.id, termination::completeExceptionally);
        try {
            WorkerListener listener = new WorkerEvents(options.id, ready, options.listener);
            WorkerCore core =
                    new WorkerCore(options.config(), loop.connector(), new WorkerRules(), listener, System.nanoTime());
            Endpoint bound = loop.listen(
                    new Endpoint(options.bind, options.peerPort), core.peers(), PEER_LINKS_A_PEER * options.peersMax);
            peers = bound;
            CoreHost<WorkerCore> started = CoreHost.start(core, loop, () -> {}, termination);
            started.tell(worker -> worker.start(bound.port()));
            host = started;
            return this;
        } catch (IOException | RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    /** {@return the id by which the cluster knows this worker, 0..4,294,967,295} */
    public long id() {
        return options.id;
    }

    /**
     * {@return where peers connect, with the port that is bound}
     *
     * @throws IllegalStateException if it was not started
     */
    public synchronized InetSocketAddress peerAddress() {
        started();
        Endpoint bound = Objects.requireNonNull(peers);
        return new InetSocketAddress(bound.host(), bound.port());
    }

    /**
     * Waits until the worker has been in the ring for the first time.
     *
     * @param timeout how long to wait at the most
     * @return whether it has, within this time
     * @throws RefusedException if the balancer refuses this worker for good, such as for an id that is taken
     * @throws ClosedException if the worker is closed, or fails, before it is ready
     * @throws IllegalStateException if it was not started
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        try {
            CompletableFuture.anyOf(ready, termination()).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new ClosedException("the worker has failed", e.getCause());
        }
        if (!ready.isDone()) {
            throw new ClosedException("the worker was closed before it was ready", null);
        }
        return true;
    }

    /**
     * Leaves the ring: the worker gets no requests, but goes on to receive every write.
     *
     * @throws IllegalStateException if it was not started
     */
    public void notReady() {
        started().tell(WorkerCore::notReady);
    }

    /**
     * Enters the ring again after {@link #notReady()}.
     *
     * @throws IllegalStateException if it was not started
     */
    public void ready() {
        started().tell(WorkerCore::ready);
    }

    /**
     * {@return a picture of its state}
     *
     * @throws IllegalStateException if it was not started, or has ended
     */
    public WorkerSnapshot snapshot() {
        return started().ask(WorkerCore::snapshot);
    }

    /**
     * {@return what completes when it has ended: normally after {@link #close()} or where the balancer refuses it for
     * good, exceptionally if it failed}
     *
     * @throws IllegalStateException if it was not started
     */
    public CompletableFuture<Void> termination() {
        return started().termination();
    }

    private synchronized CoreHost<WorkerCore> started() {
        CoreHost<WorkerCore> running = host;
        if (running == null) {
            throw new IllegalStateException("the worker was not started");
        }
        return running;
    }

    /**
     * Ends in order: the worker leaves the ring, waits for its peers to acknowledge what it told them, within the peer
     * timeout, tells the balancer, and closes every connection. Its data is gone. Returns when that is done; does
     * nothing the second time.
     */
    @Override
    public void close() {
        CoreHost<WorkerCore> running;
        synchronized (this) {
            running = host;
        }
        if (running != null) {
            running.close();
        }
    }

    /** Makes workers; each method checks its argument and returns this builder. For one thread. */
    public static final class Builder {
        /** The default store addresses 32 GiB; the mark is before that, since what is under way is still stored. */
        private static final long DEFAULT_DATA_BYTES_MAX = 24L << 30;

        private String balancerHost = "127.0.0.1";
        private int balancerPort = 5060;
        private String bind = "127.0.0.1";
        private int peerPort;
        private long id = new SplittableRandom().nextLong(1L << 32);
        private Supplier<KeyValueStore> store = KeyValueStore::hashMap;
        private Duration peerTimeout = Duration.ofSeconds(1);
        private long maxDataBytes = Math.min(Runtime.getRuntime().maxMemory() / 10 * 6, DEFAULT_DATA_BYTES_MAX);
        private @Nullable Duration drainTimeout;
        private Duration balancerTimeout = Duration.ofSeconds(3);
        private int peersMax = WorkerConfig.PEERS_MAX;
        private int peerUnsentBytesMax = 16 << 20;
        private WorkerListener listener = new WorkerListener() {};

        private Builder() {}

        /**
         * Sets where the balancer takes workers: by default 127.0.0.1, port 5060.
         *
         * @param host a name, looked up whenever the worker connects, or a literal IP address; not blank
         * @param port 1..65,535
         * @return this builder
         * @throws IllegalArgumentException if one is outside its range
         */
        public Builder balancer(String host, int port) {
            balancerHost = Checks.host("balancer", host);
            balancerPort = Checks.range("balancer port", port, 1, 65_535);
            return this;
        }

        /**
         * Sets the local address for peers: by default 127.0.0.1, so that nobody else can connect.
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
         * Sets the port for peers: by default 0.
         *
         * @param port 0..65,535, where 0 is any that is free
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder peerPort(int port) {
            peerPort = Checks.range("peerPort", port, 0, 65_535);
            return this;
        }

        /**
         * Sets by what the cluster knows this worker: by default a random number. No two workers of a cluster may have
         * the same.
         *
         * @param id 0..4,294,967,295
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder id(long id) {
            this.id = Checks.range("id", id, 0, (1L << 32) - 1);
            return this;
        }

        /**
         * Sets what makes an empty store: by default {@link KeyValueStore#hashMap()}. It is called at the start, and
         * again whenever the worker has to import all data.
         *
         * @param store gives another store whenever it is asked
         * @return this builder
         */
        public Builder store(Supplier<KeyValueStore> store) {
            this.store = store;
            return this;
        }

        /**
         * Sets after how long a peer that can't be reached, or does not acknowledge, is reported to the balancer: by
         * default 1 second.
         *
         * @param timeout 1 millisecond..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder peerTimeout(Duration timeout) {
            peerTimeout = Checks.duration("peerTimeout", timeout);
            return this;
        }

        /**
         * Sets how long {@link Worker#close} waits for peers: by default as long as the peer timeout.
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
         * Sets how much memory the data may use before the balancer refuses writes, to all workers: by default 6/10 of
         * what the JVM may use, and 24 GiB at most, for the default store ends the worker at 32. What is under way when
         * the mark is reached is still stored, so leave room.
         *
         * @param bytes at least 1 MiB
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder maxDataBytes(long bytes) {
            maxDataBytes = Checks.range("maxDataBytes", bytes, 1 << 20, Long.MAX_VALUE);
            return this;
        }

        /**
         * Sets after how long without a word from it the balancer is taken for lost, and connected to again: by default
         * 3 seconds. It must be longer than a quarter of the balancer's {@code workerTimeout}, in which it speaks
         * at the latest.
         *
         * @param timeout 1 millisecond..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder balancerTimeout(Duration timeout) {
            balancerTimeout = Checks.duration("balancerTimeout", timeout);
            return this;
        }

        /**
         * Sets how many other workers it may know: by default, and at most, 64.
         *
         * @param peers 1..64
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder peersMax(int peers) {
            peersMax = Checks.range("peersMax", peers, 1, WorkerConfig.PEERS_MAX);
            return this;
        }

        /**
         * Sets how many bytes a peer that speaks only the base protocol may leave unread before its connection is
         * closed: by default 16 MiB. Other peers are bounded by what the balancer lets be under way.
         *
         * @param bytes 64 KiB..1 GiB
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder peerUnsentBytesMax(int bytes) {
            peerUnsentBytesMax = Checks.range("peerUnsentBytesMax", bytes, 1 << 16, 1 << 30);
            return this;
        }

        /**
         * Sets who is told what happens: by default nobody. Life cycle and misbehaviour are logged in any case.
         *
         * @param listener is called by the event loop
         * @return this builder
         */
        public Builder listener(WorkerListener listener) {
            this.listener = listener;
            return this;
        }

        /** {@return a worker, which opens nothing before {@link Worker#start}} */
        public Worker build() {
            return new Worker(this);
        }

        private WorkerConfig config() {
            SplittableRandom random = new SplittableRandom();
            return new WorkerConfig(
                    id,
                    // 0 is the incarnation of a worker that has none to tell.
                    random.nextLong(1, Long.MAX_VALUE),
                    new Endpoint(balancerHost, balancerPort),
                    store,
                    maxDataBytes,
                    peersMax,
                    peerTimeout.toNanos(),
                    (drainTimeout == null ? peerTimeout : drainTimeout).toNanos(),
                    balancerTimeout.toNanos(),
                    peerUnsentBytesMax,
                    RETRY_FIRST_NANOS,
                    RETRY_MAX_NANOS,
                    random.nextLong());
        }
    }
}
