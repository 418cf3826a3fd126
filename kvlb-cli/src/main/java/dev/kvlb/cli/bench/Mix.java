package dev.kvlb.cli.bench;

/** A sequence of requests, of which one is looked at at a time. For one thread. */
interface Mix {
    /** Moves to the next request; to the first at the first call. */
    void next();

    /** Returns whether it is a get; else it is a put. */
    boolean isGet();

    /** Returns the number of its key. */
    int key();

    /** Returns the length of the value that it puts, in bytes. */
    int valueLength();
}
