package dev.kvlb.protocol;

/** What a cluster is doing, as {@link Message.StatusResponse} says it. */
public final class ClusterState {
    /** The balancer has begun, and listens whether workers of an earlier run report. */
    public static final int OPENING = 1;

    /** The balancer settles what the workers of an earlier run hold. */
    public static final int RECOVERING = 2;

    /** Requests are answered. */
    public static final int SERVING = 3;

    /** No ready worker is left; the cluster waits for one to come back, or for an operator's order. */
    public static final int SUSPENDED = 4;

    /** No worker has come yet. */
    public static final int EMPTY = 5;

    private ClusterState() {}
}
