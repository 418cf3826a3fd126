package dev.kvlb;

/** What the store promises. */
public enum Consistency {
    /**
     * A write is answered once one worker has applied it; a read shows what its worker has, which may be older. All
     * workers end with the same data. Programs that speak only the base protocol may be workers.
     */
    EVENTUAL,

    /**
     * A write is answered once every worker has it, and a read, from whichever worker, shows every write that was
     * answered before the read was sent; what was answered survives the loss of all workers but one, and a restart of the
     * balancer. Where the last worker is lost, nothing is served until that very worker is back, or an operator decides.
     * All workers must speak the extensions.
     */
    LINEARIZABLE
}
