package dev.kvlb.simulation;

/**
 * One request of a client, and what became of it.
 *
 * <p>When it began and ended is counted in events, not in time: of two that happen in one nanosecond one is first.
 */
public final class Operation {
    /** What {@link #value} is where nothing was found. */
    static final int NOTHING = 0;

    /** What {@link #end} is of one that has not ended. */
    static final long NEVER = Long.MAX_VALUE;

    /** What a client asks for. */
    public enum Kind {
        PUT,
        DELETE,
        GET
    }

    /** What became of a request. */
    public enum Outcome {
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
    final SimKey key;
    final Kind kind;
    final long start;

    /**
     * The number of the value that it writes, or has read: that of a delete is one of its own, though what it leaves is
     * nothing. A read that found nothing has {@link #NOTHING} unless it is known whose delete it has seen.
     */
    int value;

    Outcome outcome = Outcome.PENDING;
    long end = NEVER;

    /** Whether a read has found the value that this wrote. */
    boolean seen;

    /** When the balancer read it: how often the data had been given up. */
    int beginning;

    /** When the balancer read it: the newest version of its key that was committed, and the newest that it had given. */
    long committedBefore;

    long stampedBefore;

    Operation(int client, SimKey key, Kind kind, int value, long start) {
        this.client = client;
        this.key = key;
        this.kind = kind;
        this.value = value;
        this.start = start;
    }

    /** Returns a write of which it is not known whether it happened, with the value of this one. */
    Operation asUnknown() {
        return new Operation(client, key, kind, value, start);
    }

    boolean isWrite() {
        return kind != Kind.GET;
    }

    void end(Outcome outcome, long at) {
        this.outcome = outcome;
        this.end = at;
    }

    @Override
    public String toString() {
        return kind + " " + key + " = " + (value == NOTHING ? "nothing" : value) + " by client " + client + " [" + start
                + ".." + (end == NEVER ? "" : end) + "] " + outcome;
    }
}
