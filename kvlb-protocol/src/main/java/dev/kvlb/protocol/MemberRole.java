package dev.kvlb.protocol;

/** What a member of a view is, as {@link Message.ViewMember} and {@link Message.Join} say it. */
public final class MemberRole {
    /** Receives every write and is importing what was there before; not in the ring. */
    public static final int LEARNER = 1;

    /** Holds all data; in the ring unless it has said that it is not ready. */
    public static final int READY = 2;

    private MemberRole() {}
}
