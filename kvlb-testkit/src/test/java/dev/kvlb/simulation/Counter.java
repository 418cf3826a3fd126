package dev.kvlb.simulation;

/** What is counted in a simulation: what happened to requests, and the paths that are seldom taken. */
enum Counter {
    PUTS_DONE,
    DELETES_DONE,
    GETS_DONE,
    GETS_FOUND_NOTHING,
    INVALID_REFUSED,
    /** A request was answered SERVER_BUSY. */
    REFUSED,
    /** A request was answered NETWORK_ERROR: nobody can know. */
    OUTCOME_UNKNOWN,
    /** A request was lost with its connection, or its client did not wait for the answer any longer. */
    LOST_WITH_CONNECTION,
    /** The balancer stopped reading from a client. */
    CLIENT_HELD_BACK,
    /** A client that did not read its replies was disconnected. */
    SLOW_CLIENT_DISCONNECTED,

    VIEWS,
    JOINS,
    IMPORTS,
    /** A worker was removed because it left something unanswered for too long. */
    SILENT_WORKER_REMOVED,
    /** A worker was removed because it and another one can't reach one another. */
    UNREACHABLE_WORKER_REMOVED,
    /** A worker that had not become ready was dropped. */
    LEARNER_DROPPED,
    /** A learner was given another donor. */
    DONOR_REPLACED,
    /** A learner was made ready because nobody was left to import from. */
    PROMOTED_WITHOUT_DONOR,
    /** The last ready worker was lost. */
    ALL_READY_LOST,
    /** A worker came back before it was taken out of the view, and stayed in it. */
    KEPT_ITS_PLACE,
    /** The record of a balancer could not be written. */
    RECORD_FAILED,
    /** A balancer ended while it wrote its record: the new one was kept, or the old one. */
    RECORD_KEPT_IN_CRASH,
    RECORD_LOST_IN_CRASH,
    /** An operator's order was obeyed, or refused. */
    ORDER_OBEYED,
    ORDER_REFUSED,
    /** A worker came back with the data of a cluster that was given up. */
    REFUSED_AS_OF_ANOTHER_CLUSTER,
    /** The data was given up: the cluster began with nothing, or with what one worker kept. */
    BEGUN_EMPTY,
    BEGUN_WITH_LEFTOVERS,
    /** Nothing was served any more, and then again. */
    SUSPENDED,
    RESUMED,
    /** A worker was told that its id is taken. */
    WORKER_REFUSED,
    /** A worker told the balancer that its data uses all the memory that it may. */
    MEMBER_FULL,
    /** An operator decided to go on with what a learner held before it began to import. */
    SET_ASIDE_TAKEN_BACK,

    /** A balancer took the place of another one that lived on. */
    BALANCER_SUPERSEDED,

    /** A write was handed to another worker, or to the same one again, with its version. */
    WRITE_REDRIVEN,
    /** A read found a write that was in flight: its reply waits. */
    READ_HELD,
    /** A write was settled in a view that was not the current one any more. */
    SETTLED_IN_OLD_VIEW,
    /** A notify was sent again on another connection. */
    NOTIFY_RESENT,
    /** A notify came before the view that it names. */
    NOTIFY_EARLY,
    /** An export came before the join that it is for. */
    EXPORT_EARLY,
    /** An export began again on another connection. */
    EXPORT_RESTARTED,
    /** An export to a join that is over. */
    EXPORT_STALE,
    /** A tombstone was part of an export. */
    TOMBSTONE_EXPORTED,
    /** A worker forgot a tombstone that was settled. */
    TOMBSTONE_FORGOTTEN,
    /** A store was given an older version than it had. */
    OLD_VERSION_APPLIED
}
