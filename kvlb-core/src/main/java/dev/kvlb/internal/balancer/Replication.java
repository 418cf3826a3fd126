package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import org.jspecify.annotations.Nullable;

/**
 * When a write counts as done and what a read may show: the difference between the consistency modes.
 *
 * <p>A write is stamped with a version before it is first sent, and keeps it however often it is driven. It is in
 * flight until every member of the current view is known to hold it.
 */
interface Replication {
    /** Returns the implementation of a mode. */
    static Replication of(BalancerConfig config, BalancerRules rules, RequestTable table, Answers answers) {
        return switch (config.consistency()) {
            case EVENTUAL -> new EventualReplication(table, answers);
            case LINEARIZABLE -> new LinearizableReplication(rules, table, answers);
        };
    }

    /** Returns how workers are to answer, one of {@link dev.kvlb.protocol.ReplicationMode}. */
    int mode();

    /** Returns why a worker can't take part, or null where it can. */
    @Nullable String refusalOf(WorkerSession worker);

    /** Returns whether a worker owes an answer as soon as it has applied a write. */
    boolean awaitsStored();

    /** Returns whether nothing is served, rather than served without what was lost, when the last worker is lost. */
    boolean outlivesItsWorkers();

    /** An epoch begins: no version that it gives is one of an earlier epoch. */
    void begin(long epoch);

    /** Takes on a write of an earlier epoch, with its version: before any is stamped, and in the order of versions. */
    void adopt(Request write);

    /** Gives a write its version, unless it has one. */
    void stamp(Request write);

    /** Returns the one worker that must get this request, or null where any may. */
    @Nullable WorkerSession coordinatorFor(Request request);

    /** The worker that has the write under way has applied it, or refused it with this result. */
    void onStored(Request write, WorkerSession coordinator, ErrorCode result);

    /** Every member of a view holds the write, or a later one of its key. */
    void onSettled(Request write, WorkerSession coordinator, boolean viewIsCurrent);

    /** The worker that has the read under way answered it, with this version; 0 where it knows none. */
    void onRetrieved(Request read, Frame retrieved, long version);

    /** Returns the largest version such that it and every one before it are settled. */
    long settledVersion();

    /** Returns the version that was given last. */
    long lastVersion();

    /** Returns how many writes every member of the view that was current has held so far. */
    long commits();

    /** Returns by how many versions the settled one is behind the last; no version between two epochs counts. */
    long lag();

    /** Returns the write behind the settled version, or null where all are settled. */
    @Nullable Request oldestInFlight();

    /** Returns how many writes are in flight. */
    int inFlight();

    /** Returns how many keys they are about, where that is known. */
    int dirtyKeys();
}
