package dev.kvlb.simulation;

/** What can go wrong, or change, in a simulated cluster. */
enum FaultKind {
    /** What one host sends another takes many times as long. */
    SLOW_LINK,
    /** What two workers send one another takes many times as long. */
    SLOW_PEERS,
    /** Nothing gets through from one host to another; the way back is open. */
    CUT_ONE_WAY,
    /** Nothing gets through between two hosts. */
    CUT_BOTH_WAYS,
    /** Nothing gets through between two workers; the balancer reaches both. */
    CUT_PEERS,
    /** Nothing gets through between one worker and all others. */
    ISOLATE_WORKER,
    /** One connection breaks. */
    BREAK_CONNECTION,
    /** A process stands still for a while. */
    PAUSE_WORKER,
    PAUSE_BALANCER,
    /** A client does not read what it asked for. */
    PAUSE_CLIENT,
    /** A process ends at once; another one takes its place, or does not. */
    KILL_WORKER,
    /** The worker that exports to another one is killed while it does. */
    KILL_DONOR,
    /** What a worker exports to another one takes many times as long. */
    SLOW_EXPORT,
    /** A worker that imports loses its connection to the balancer, and what that or the donor sends takes long. */
    RECONNECT_LEARNER,
    /**
     * A worker that has just been let in loses its connection to the balancer, which does not notice for a while; what
     * both the balancer and the donor send it takes long.
     */
    LEARNER_NOT_MISSED,
    /**
     * Two workers do not reach one another, so that their writes wait while those of others overtake them; a worker joins
     * meanwhile, and its donor does not reach it for longer.
     */
    OVERTAKEN_WRITE,
    /**
     * The balancer does not reach the worker that exports; later it is killed, and the next one does, but not the worker
     * that imported, and may have served alone.
     */
    SUCCESSOR_UNHEARD,
    /** Every worker that holds all data is killed. */
    KILL_ALL_READY,
    KILL_BALANCER,
    /** The balancer is killed, and its record is gone. */
    LOSE_RECORD,
    /** The balancer is killed, and those who hold all data reach the next one later than others do. */
    STRANGERS_FIRST,
    /**
     * The balancer stands still and another one takes its place; then it wakes up, and goes on with a worker that has not
     * noticed. Clients reach it no more, and it can't write the record. What that worker writes reaches another one at
     * some time, mostly when that has just said to the next balancer what it holds; and one that has found the next balancer
     * may lose it and find this one.
     */
    TWO_BALANCERS,
    /** To write the record takes long. */
    SLOW_RECORD,
    /** The record can't be written. */
    FAIL_RECORD,
    /** A process ends in order, and comes back. */
    DRAIN_WORKER,
    DRAIN_BALANCER,
    /** A worker joins that was not there before. */
    ADD_WORKER,
    /** A worker leaves the ring for a while and stays a member. */
    REST_WORKER,
    /** Somebody looks at the cluster, and where it does not serve decides to begin anew. */
    OPERATE,
    /** A client sends more at once than the balancer takes. */
    BURST
}
