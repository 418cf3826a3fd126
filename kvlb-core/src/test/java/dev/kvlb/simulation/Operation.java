package dev.kvlb.simulation;

/**
 * One request of a client, and what became of it.
 *
 * <p>When it began and ended is counted in events, not in time: of two that happen in one nanosecond one is first.
 */
final class Operation {
    /** What {@link #value} is where nothing was found. */
    static final int NOTHING = 0;

    /** What {@link #end} is of one that has not ended. */
    static final long NEVER = Long.MAX_VALUE;

    /** What became of a request. */
    enum Outcome {
        /** The client waits. */
        PENDING,
        /** A write was acknowledged, a read answered. */
        DONE,
        /** It was not done, and has no effect, ever. */
        REFUSED,
        /** It may have been done, or may yet be. */
        UNKNOWN
    }

    final int client;
    final String key;
    final boolean write;
    final long start;

    /** The number of the value that it writes, or has read. */
    int value;

    Outcome outcome = Outcome.PENDING;
    long end = NEVER;

    /** Whether a read has found the value that this wrote. */
    boolean seen;

    Operation(int client, String key, boolean write, int value, long start) {
        this.client = client;
        this.key = key;
        this.write = write;
        this.value = value;
        this.start = start;
    }

    void end(Outcome outcome, long at) {
        this.outcome = outcome;
        this.end = at;
    }

    @Override
    public String toString() {
        return (write ? "put " : "get ") + key + " = " + (value == NOTHING ? "nothing" : value) + " by client " + client
                + " [" + start + ".." + (end == NEVER ? "" : end) + "] " + outcome;
    }
}
