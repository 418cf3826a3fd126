package dev.kvlb.protocol;

/** What a worker is in a view, as {@link Message.ViewMember}, {@link Message.Join} and others say it. */
public final class MemberRole {
    /** No member. In {@link Message.Report} and {@link Message.StatusWorker} alone. */
    public static final int NONE = 0;

    /** Receives every write and is importing what was there before; not in the ring. */
    public static final int LEARNER = 1;

    /** Holds all data; in the ring unless it has said that it is not ready. */
    public static final int READY = 2;

    private MemberRole() {}
}
