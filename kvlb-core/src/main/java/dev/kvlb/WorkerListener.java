package dev.kvlb;

/**
 * Is told what happens in a worker.
 *
 * <p>Called by the worker's event loop: return soon and do not block. What a method throws is logged and dropped.
 */
public interface WorkerListener {
    /**
     * The worker is connected to its balancer and has registered.
     *
     * @param balancer its address, as host:port
     */
    default void onConnected(String balancer) {}

    /**
     * The balancer has heard what the worker holds, and does not let it in yet: it listens for other workers, or waits for
     * one that holds all data; its status says which. Told once a connection.
     *
     * @param balancer its address, as host:port
     */
    default void onWaiting(String balancer) {}

    /** The worker holds all data and gets requests from now on. */
    default void onReady() {}

    /** The worker imports the data of the cluster before it gets requests. */
    default void onImportStarted() {}

    /**
     * The import is complete; the store holds so many entries.
     *
     * @param entries at least 0
     */
    default void onImported(long entries) {}

    /**
     * The worker lost its balancer, or could not reach it, for this reason; it tries again.
     *
     * @param balancer its address, as host:port
     * @param reason for people
     */
    default void onDisconnected(String balancer, String reason) {}

    /**
     * The balancer refuses this worker for good, for this reason; the worker ends.
     *
     * @param reason for people
     */
    default void onRefused(String reason) {}

    /**
     * A peer at this host broke the protocol or said that we did; its connection is closed.
     *
     * @param host where it is
     * @param reason for people
     */
    default void onPeerMisbehaved(String host, String reason) {}
}
