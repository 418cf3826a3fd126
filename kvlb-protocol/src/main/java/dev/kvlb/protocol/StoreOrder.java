package dev.kvlb.protocol;

/** What becomes of the data that a worker holds, as {@link Message.Join} says it. */
public final class StoreOrder {
    /** Serve with it, or go on with it. */
    public static final int KEEP = 0;

    /** Begin with an empty store; a learner sets its data aside until it is ready. */
    public static final int EMPTY = 1;

    /** Merge back the data that was set aside: an operator's decision. */
    public static final int TAKE_BACK = 2;

    private StoreOrder() {}
}
