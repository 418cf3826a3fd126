package dev.kvlb;

/**
 * Is told what happens in a load balancer.
 *
 * <p>Called by the balancer's event loop: return soon and do not block. What a method throws is logged and dropped.
 */
public interface LoadBalancerListener {
    /**
     * A client connected from this host.
     *
     * @param host the address from which it connected
     */
    default void onClientConnected(String host) {}

    /**
     * The connection of a client from this host ended.
     *
     * @param host the address from which it connected
     */
    default void onClientDisconnected(String host) {}

    /**
     * A worker registered; it is not in the ring before {@link #onWorkerReady}.
     *
     * @param workerId 0..4,294,967,295
     * @param peerAddress where its peers reach it, as host:port
     */
    default void onWorkerJoined(long workerId, String peerAddress) {}

    /**
     * A worker holds all data and is in the ring from now on.
     *
     * @param workerId 0..4,294,967,295
     */
    default void onWorkerReady(long workerId) {}

    /**
     * A worker asked to leave the ring; it still receives every write.
     *
     * @param workerId 0..4,294,967,295
     */
    default void onWorkerNotReady(long workerId) {}

    /**
     * A worker left the cluster, for this reason.
     *
     * @param workerId 0..4,294,967,295
     * @param reason for people
     */
    default void onWorkerLeft(long workerId, String reason) {}

    /**
     * A worker connected again before it was known to be lost, and keeps its place.
     *
     * @param workerId 0..4,294,967,295
     */
    default void onWorkerReturned(long workerId) {}

    /**
     * Requests are refused, for this reason, which says what is waited for and what to do.
     *
     * @param reason for people
     */
    default void onSuspended(String reason) {}

    /** Requests are answered again after {@link #onSuspended}. */
    default void onResumed() {}

    /**
     * A worker at this host was not let in, for this reason.
     *
     * @param host the address from which it connected
     * @param reason for people
     */
    default void onWorkerRefused(String host, String reason) {}

    /**
     * A peer at this host broke the protocol, or does not read what it asked for; its connection is closed.
     *
     * @param host the address from which it connected
     * @param reason for people
     */
    default void onPeerMisbehaved(String host, String reason) {}
}
