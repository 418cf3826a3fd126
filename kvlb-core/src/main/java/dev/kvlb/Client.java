package dev.kvlb;

import dev.kvlb.internal.client.ClientOptions;
import dev.kvlb.internal.client.FutureAnswer;
import dev.kvlb.internal.client.RequestChannel;
import dev.kvlb.internal.link.Entries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client of the store: puts values under keys, gets them back and deletes them.
 *
 * <pre>{@code
 * try (Client client = Client.builder().balancer("127.0.0.1", 5059).build().start()) {
 *     client.put("Pulau Ubin", "1020 hectares");
 *     client.get("Pulau Ubin").ifPresent(System.out::println);
 * }
 * }</pre>
 *
 * <p>All requests of a client share one connection and do not wait for each other's answers. The first request opens
 * it, and whichever request finds it broken opens a new one: at once, then after pauses that grow to half a second or so.
 * So a client may be started before its balancer, and outlives it. A get whose connection breaks is sent again in its
 * time; a put or a delete is sent once, since it may have been done.
 *
 * <p>Every method that asks something throws a {@link KvlbException} (or completes its future with one) whose class says
 * what to do next, and:
 *
 * <ul>
 *   <li>{@link UnreachableException} where there is no connection within {@code connectTimeout};
 *   <li>{@link BusyException} where the server is busy, or {@code requestTimeout} passed, or the thread was interrupted,
 *       before the request was sent;
 *   <li>{@link RefusedException} where the server refuses the key or the value, or no server would take them: a key has at
 *       least 1 byte, key and value together have at most {@value #ENTRY_BYTES_MAX}, and a server may be set to fewer; also
 *       where the balancer speaks only the base protocol, for all but put and get;
 *   <li>{@link OutcomeUnknownException} where {@code requestTimeout} passed, the connection broke, or the thread was
 *       interrupted, after the request was sent;
 *   <li>{@link ClosedException} where this client is closed;
 *   <li>{@link IllegalStateException} where it was not started.
 * </ul>
 *
 * <p>An interrupted thread stays interrupted. Safe for use by several threads.
 *
 * <h2>Versions</h2>
 *
 * <p>A balancer that speaks the protocol's extensions tells of each write its place in the order of all writes, and of
 * each value that of the write that stored it, and which worker answered: see {@link Written} and {@link Found}. One that
 * speaks only the base protocol does not, and has put and get alone.
 *
 * <h2>Futures</h2>
 *
 * <p>A method that returns a future waits for one thing only: a place among the {@code inFlightMax} requests under way,
 * for up to {@code requestTimeout}. The future is complete {@code requestTimeout} after that at the latest. A thread of
 * the client completes it, in the order of the answers: what hangs on it must not take long (or use
 * {@code thenApplyAsync} and the like), may ask for more with the methods that return a future, which don't wait there
 * (so the limit is twice as high there), and gets an {@link IllegalStateException} from those that wait for an answer.
 * Cancelling a future changes nothing about its request.
 */
public final class Client implements AutoCloseable {
    /** The most that a key and its value may have together, in bytes. */
    public static final int ENTRY_BYTES_MAX = Entries.ENTRY_BYTES_MAX;

    private final RequestChannel channel;

    private Client(ClientOptions options) {
        this.channel = new RequestChannel(options);
    }

    /** {@return a builder of clients, with its defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Lets requests in. Connects to nothing yet, so it does not fail where no balancer is to be reached.
     *
     * @return this client
     * @throws IllegalStateException if it was started before, or is closed
     */
    public Client start() {
        channel.start();
        return this;
    }

    /**
     * Stores a value under a key, both as UTF-8, and waits until that is done.
     *
     * @param key the key
     * @param value the value
     * @return its place in the order of all writes, and who has done it
     * @throws KvlbException if it is not done in time
     */
    public Written put(String key, String value) {
        return channel.put(utf8(key), utf8(value));
    }

    /**
     * Stores a value under a key, and waits until that is done.
     *
     * @param key the bytes of the key
     * @param value the bytes of the value
     * @return its place in the order of all writes, and who has done it
     * @throws KvlbException if it is not done in time
     */
    public Written put(byte[] key, byte[] value) {
        return channel.put(key, value);
    }

    /**
     * {@return the value of a key, or empty where there is none; the key as UTF-8, the value read as UTF-8}
     *
     * @param key the key
     * @throws KvlbException if there is no answer in time
     */
    public Optional<String> get(String key) {
        return textIfAny(channel.get(utf8(key)));
    }

    /**
     * {@return the value of a key, or empty where there is none}
     *
     * @param key the bytes of the key
     * @throws KvlbException if there is no answer in time
     */
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(channel.get(key));
    }

    /**
     * {@return the value of a key with its version and who answered, or empty where there is none; the key as UTF-8, the
     * value read as UTF-8}
     *
     * @param key the key
     * @throws KvlbException if there is no answer in time
     */
    public Optional<Found<String>> find(String key) {
        return find(utf8(key)).map(found -> new Found<>(text(found.value()), found.version(), found.workerId()));
    }

    /**
     * {@return the value of a key with its version and who answered, or empty where there is none}
     *
     * @param key the bytes of the key
     * @throws KvlbException if there is no answer in time
     */
    public Optional<Found<byte[]>> find(byte[] key) {
        return Optional.ofNullable(channel.find(key));
    }

    /**
     * Deletes what is stored under a key, read as UTF-8, and waits until that is done; also where nothing is stored.
     *
     * @param key the key
     * @return its place in the order of all writes, and who has done it
     * @throws KvlbException if it is not done in time
     */
    public Written delete(String key) {
        return channel.delete(utf8(key));
    }

    /**
     * Deletes what is stored under a key, and waits until that is done; also where nothing is stored.
     *
     * @param key the bytes of the key
     * @return its place in the order of all writes, and who has done it
     * @throws KvlbException if it is not done in time
     */
    public Written delete(byte[] key) {
        return channel.delete(key);
    }

    /**
     * Stores a value under a key, both as UTF-8; the future is complete when that is done.
     *
     * @param key the key
     * @param value the value
     * @return a future of its place in the order of all writes, and of who has done it
     */
    public CompletableFuture<Written> putAsync(String key, String value) {
        return putAsync(utf8(key), utf8(value));
    }

    /**
     * Stores a value under a key, of which it keeps copies; the future is complete when that is done.
     *
     * @param key the bytes of the key
     * @param value the bytes of the value
     * @return a future of its place in the order of all writes, and of who has done it
     */
    public CompletableFuture<Written> putAsync(byte[] key, byte[] value) {
        FutureAnswer<Written> answer = new FutureAnswer<>((none, version, worker) -> new Written(version, worker));
        channel.put(key, value, answer);
        return answer.future();
    }

    /**
     * Brings the value of a key, or empty where there is none; the key as UTF-8, the value read as UTF-8.
     *
     * @param key the key
     * @return a future of the value
     */
    public CompletableFuture<Optional<String>> getAsync(String key) {
        FutureAnswer<Optional<String>> answer = new FutureAnswer<>((value, version, worker) -> textIfAny(value));
        channel.get(utf8(key), answer);
        return answer.future();
    }

    /**
     * Brings the value of a key, or empty where there is none.
     *
     * @param key the bytes of the key
     * @return a future of the value
     */
    public CompletableFuture<Optional<byte[]>> getAsync(byte[] key) {
        FutureAnswer<Optional<byte[]>> answer =
                new FutureAnswer<>((value, version, worker) -> Optional.ofNullable(value));
        channel.get(key, answer);
        return answer.future();
    }

    /**
     * Brings the value of a key with its version and who answered, or empty where there is none; the key as UTF-8, the
     * value read as UTF-8.
     *
     * @param key the key
     * @return a future of what was found
     */
    public CompletableFuture<Optional<Found<String>>> findAsync(String key) {
        FutureAnswer<Optional<Found<String>>> answer = new FutureAnswer<>(
                (value, version, worker) -> textIfAny(value).map(text -> new Found<>(text, version, worker)));
        channel.get(utf8(key), answer);
        return answer.future();
    }

    /**
     * Brings the value of a key with its version and who answered, or empty where there is none.
     *
     * @param key the bytes of the key
     * @return a future of what was found
     */
    public CompletableFuture<Optional<Found<byte[]>>> findAsync(byte[] key) {
        FutureAnswer<Optional<Found<byte[]>>> answer = new FutureAnswer<>((value, version, worker) ->
                Optional.ofNullable(value).map(bytes -> new Found<>(bytes, version, worker)));
        channel.get(key, answer);
        return answer.future();
    }

    /**
     * Deletes what is stored under a key, read as UTF-8; the future is complete when that is done.
     *
     * @param key the key
     * @return a future of its place in the order of all writes, and of who has done it
     */
    public CompletableFuture<Written> deleteAsync(String key) {
        return deleteAsync(utf8(key));
    }

    /**
     * Deletes what is stored under a key, of which it keeps a copy; the future is complete when that is done.
     *
     * @param key the bytes of the key
     * @return a future of its place in the order of all writes, and of who has done it
     */
    public CompletableFuture<Written> deleteAsync(byte[] key) {
        FutureAnswer<Written> answer = new FutureAnswer<>((none, version, worker) -> new Written(version, worker));
        channel.delete(key, answer);
        return answer.future();
    }

    /**
     * {@return how the cluster is} The balancer answers it also where it refuses everything else.
     *
     * @throws KvlbException if there is no answer in time
     */
    public ClusterStatus status() {
        return channel.status();
    }

    /**
     * {@return what the balancer has counted and measured since it began: what came of requests, how long they took, and
     * how far replication is behind} The balancer answers it also where it refuses everything else.
     *
     * @throws KvlbException if there is no answer in time
     */
    public ClusterMetrics metrics() {
        return channel.metrics();
    }

    /**
     * Orders a cluster that does not serve to start empty: all data is lost for good, also that of workers which are still
     * to come back. Where it serves, or begins with nothing anyway, the order is refused.
     *
     * @throws KvlbException if it is not done in time
     */
    public void reset() {
        channel.reset();
    }

    /**
     * Orders a cluster that does not serve to start with what this worker holds, or held and set aside: what only others
     * hold is lost for good. The worker must be connected. Where the cluster serves the order is refused.
     *
     * @param workerId 0..4,294,967,295
     * @throws IllegalArgumentException if it is outside its range
     * @throws KvlbException if it is not done in time
     */
    public void recover(long workerId) {
        channel.recover(Checks.range("workerId", workerId, 0, (1L << 32) - 1));
    }

    /**
     * Ends the connection and the threads of this client.
     *
     * <p>What is under way fails: a put or a delete that was sent with {@link OutcomeUnknownException}, all else with
     * {@link ClosedException}. Never waits for the balancer. Closing again does nothing.
     */
    @Override
    public void close() {
        channel.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    private static Optional<String> textIfAny(byte @Nullable [] value) {
        return value == null ? Optional.empty() : Optional.of(text(value));
    }

    /** Makes clients; each method checks its argument and returns this builder. For one thread. */
    public static final class Builder {
        private static final int IN_FLIGHT_MAX = 65_536;

        private String host = "127.0.0.1";
        private int port = 5059;
        private Duration connectTimeout = Duration.ofNanos(ClientOptions.CONNECT_TIMEOUT_NANOS);
        private Duration requestTimeout = Duration.ofNanos(ClientOptions.REQUEST_TIMEOUT_NANOS);
        private int inFlightMax = ClientOptions.IN_FLIGHT_MAX;

        private Builder() {}

        /**
         * Says where the balancer takes clients: by default 127.0.0.1, port 5059.
         *
         * @param host a name, looked up whenever the client connects, or a literal IP address; not empty
         * @param port 1..65,535
         * @return this builder
         * @throws IllegalArgumentException if one is outside its range
         */
        public Builder balancer(String host, int port) {
            this.host = Checks.host("host", host);
            this.port = Checks.range("port", port, 1, 65_535);
            return this;
        }

        /**
         * Says how long an attempt to connect may take, and how long a request waits for a connection: by default 1
         * second. Where it is more than the request timeout, that counts.
         *
         * @param connectTimeout 1 millisecond..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = Checks.duration("connectTimeout", connectTimeout);
            return this;
        }

        /**
         * Says how long a request may take, from the call to the answer: by default 5 seconds, which is more than the
         * balancer's own 3, so that its answer comes first and says more.
         *
         * @param requestTimeout 1 millisecond..1 day
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = Checks.duration("requestTimeout", requestTimeout);
            return this;
        }

        /**
         * Says how many requests may be under way; callers beyond that wait, in the order in which they came: by default
         * 256, as many as the balancer takes from one client at once.
         *
         * @param inFlightMax 1..65,536
         * @return this builder
         * @throws IllegalArgumentException if it is outside its range
         */
        public Builder inFlightMax(int inFlightMax) {
            this.inFlightMax = Checks.range("inFlightMax", inFlightMax, 1, IN_FLIGHT_MAX);
            return this;
        }

        /** {@return a client, which opens nothing and starts nothing} */
        public Client build() {
            long requestNanos = requestTimeout.toNanos();
            long connectNanos = Math.min(connectTimeout.toNanos(), requestNanos);
            return new Client(new ClientOptions(host, port, connectNanos, requestNanos, inFlightMax));
        }
    }
}
