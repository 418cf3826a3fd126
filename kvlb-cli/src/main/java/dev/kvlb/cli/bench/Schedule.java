package dev.kvlb.cli.bench;

/** Says when each request is due. Times are nanoseconds since some beginning. For one thread. */
interface Schedule {
    /** The time of a request that is not to come. */
    long NEVER = Long.MAX_VALUE;

    /** Returns when the next request is due: it may be sent if that is not after {@code now}. */
    long nextDue(long now);

    /** Takes the next request, which is sent; the one behind it is the next from now on. */
    void take();

    /** Returns how many requests were due before {@code now} and have not been taken. */
    long overdue(long now);
}
