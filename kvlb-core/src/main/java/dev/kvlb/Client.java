package dev.kvlb;

import dev.kvlb.internal.client.ClientOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A client of the store: puts values under keys and gets them back.
 *
 * <pre>{@code
 * try (Client client = Client.builder().balancer("127.0.0.1", 5059).build().start()) {
 *     client.put("Pulau Ubin", "1020 hectares");
 *     client.get("Pulau Ubin").ifPresent(System.out::println);
 * }
 * }</pre>
 *
 * <p>All requests of a client share one connection and do not wait for each other's answers. Safe for use by several
 * threads.
 */
public final class Client implements AutoCloseable {
    private final ClientOptions options;

    private Client(ClientOptions options) {
        this.options = options;
    }

    /** Returns a builder of clients, with its defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Lets requests in.
     *
     * @return this client
     */
    public Client start() {
        return this;
    }

    /** Stores a value under a key, both as UTF-8. */
    public void put(String key, String value) {
        throw new UnsupportedOperationException(options.toString());
    }

    /** Stores a value under a key. */
    public void put(byte[] key, byte[] value) {
        throw new UnsupportedOperationException(options.toString());
    }

    /** Returns the value of a key, read as UTF-8, or empty where there is none. */
    public Optional<String> get(String key) {
        throw new UnsupportedOperationException(options.toString());
    }

    /** Returns the value of a key, or empty where there is none. */
    public Optional<byte[]> get(byte[] key) {
        throw new UnsupportedOperationException(options.toString());
    }

    /** Stores a value under a key, both as UTF-8. */
    public CompletableFuture<Void> putAsync(String key, String value) {
        throw new UnsupportedOperationException(options.toString());
    }

    /** Stores a value under a key. */
    public CompletableFuture<Void> putAsync(byte[] key, byte[] value) {
        throw new UnsupportedOperationException(options.toString());
    }

    /** Returns the value of a key, read as UTF-8, or empty where there is none. */
    public CompletableFuture<Optional<String>> getAsync(String key) {
        throw new UnsupportedOperationException(options.toString());
    }

    /** Returns the value of a key, or empty where there is none. */
    public CompletableFuture<Optional<byte[]>> getAsync(byte[] key) {
        throw new UnsupportedOperationException(options.toString());
    }

    /** Ends the connection and the client's threads. */
    @Override
    public void close() {}

    /** Makes clients; each method checks its argument and returns this builder. For one thread. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port = 5059;
        private Duration connectTimeout = Duration.ofSeconds(1);
        private Duration requestTimeout = Duration.ofSeconds(5);
        private int inFlightMax = 256;

        private Builder() {}

        /**
         * Sets where the balancer takes clients: by default 127.0.0.1, port 5059.
         *
         * @param host a name or a literal IP address, not empty
         * @param port 1..65,535
         */
        public Builder balancer(String host, int port) {
            if (host.isEmpty()) {
                throw new IllegalArgumentException("host must not be empty");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port must be 1..65535: " + port);
            }
            this.host = host;
            this.port = port;
            return this;
        }

        /** Sets how long a request waits for a connection: by default 1 second, more than zero. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = checked("connectTimeout", connectTimeout);
            return this;
        }

        /** Sets how long a request may take, from the call to the answer: by default 5 seconds, more than zero. */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = checked("requestTimeout", requestTimeout);
            return this;
        }

        /** Sets how many requests may be under way; callers beyond wait within their time: by default 256, 1..65,536. */
        public Builder inFlightMax(int inFlightMax) {
            if (inFlightMax < 1 || inFlightMax > 65_536) {
                throw new IllegalArgumentException("inFlightMax must be 1..65536: " + inFlightMax);
            }
            this.inFlightMax = inFlightMax;
            return this;
        }

        /** Returns a client, which opens nothing before {@link Client#start}. */
        public Client build() {
            return new Client(
                    new ClientOptions(host, port, connectTimeout.toNanos(), requestTimeout.toNanos(), inFlightMax));
        }

        private static Duration checked(String name, Duration duration) {
            if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(name + " must be 1 ms..1 day: " + duration);
            }
            return duration;
        }
    }
}
