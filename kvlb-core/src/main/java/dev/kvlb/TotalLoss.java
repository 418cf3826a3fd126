package dev.kvlb;

/** What a balancer of the {@link Consistency#LINEARIZABLE} mode does when the last worker that holds all data is lost. */
public enum TotalLoss {
    /**
     * It refuses requests until that very worker is back, or an operator decides: nothing that was acknowledged is
     * answered with "not found".
     */
    SUSPEND,

    /** It begins empty with the next worker: for a cache, whose data can be had again from elsewhere. */
    RESET
}
