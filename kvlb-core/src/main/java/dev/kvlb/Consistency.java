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
     * answered before the read was sent. Where the last worker is lost, nothing is served until that very worker is
     * back. All workers must speak the extensions.
     *
     * <p>Not complete yet: a balancer that is started anew does not ask its workers what was in flight in the run before,
     * and takes the first that comes for complete. So the promise holds for as long as one balancer lives, and the
     * command line does not offer this mode.
     */
    LINEARIZABLE
}
