package dev.kvlb.protocol;

/** How a worker is to answer writes and reads, as {@link Message.Join} says it. */
public final class ReplicationMode {
    /** A write is answered when it is applied, and again when it is settled; a read is answered without its version. */
    public static final int EVENTUAL = 1;

    /** A write is answered when it is settled; a read is answered with its version. */
    public static final int LINEARIZABLE = 2;

    private ReplicationMode() {}
}
