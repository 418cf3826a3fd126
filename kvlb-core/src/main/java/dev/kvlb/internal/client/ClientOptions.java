package dev.kvlb.internal.client;

/**
 * What a client was built with, checked by its builder.
 *
 * @param host the balancer's host: a name or a literal IP address
 * @param port the balancer's port for clients, 1..65,535
 * @param connectTimeoutNanos how long one attempt to connect may take, and how long a request waits for a connection;
 *     not more than the next
 * @param requestTimeoutNanos how long a request may take
 * @param inFlightMax how many requests may be under way, at least 1
 */
public record ClientOptions(
        String host, int port, long connectTimeoutNanos, long requestTimeoutNanos, int inFlightMax) {
    /** How long an attempt to connect may take unless somebody says otherwise. */
    public static final long CONNECT_TIMEOUT_NANOS = 1_000_000_000L;

    /** How long a request may take unless somebody says otherwise. */
    public static final long REQUEST_TIMEOUT_NANOS = 5_000_000_000L;

    /** How many requests may be under way unless somebody says otherwise. */
    public static final int IN_FLIGHT_MAX = 256;

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Returns those of a client for which nobody has said anything but where the balancer is. */
    static ClientOptions defaults(String host, int port) {
        return new ClientOptions(host, port, CONNECT_TIMEOUT_NANOS, REQUEST_TIMEOUT_NANOS, IN_FLIGHT_MAX);
    }

    /** Returns where the balancer is, for people. */
    String address() {
        return host + ":" + port;
    }

    long connectTimeoutMillis() {
        return connectTimeoutNanos / NANOS_PER_MILLI;
    }

    long requestTimeoutMillis() {
        return requestTimeoutNanos / NANOS_PER_MILLI;
    }
}
