package dev.kvlb.protocol;

/** When a worker is to answer writes, as {@link Message.Join} says it. */
public final class ReplicationMode {
    /** A write is answered when it is applied, and again when it is settled. */
    public static final int EVENTUAL = 1;

    /** A write is answered when it is settled. */
    public static final int LINEARIZABLE = 2;

    private ReplicationMode() {}
}
