package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;

/**
 * When a write counts as done and what a read may show: the difference between the consistency modes.
 *
 * <p>A write is stamped with a version before it is first sent, and keeps it however often it is driven. It is in
 * flight until every member of the current view is known to hold it.
 */
interface Replication {
    /** Gives a write its version, unless it has one. */
    void stamp(Request write);

    /** The worker that has the write under way has applied it, or refused it with this result. */
    void onStored(Request write, WorkerSession coordinator, ErrorCode result);

    /** Every member of a view holds the write, or a later one of its key. */
    void onSettled(Request write, WorkerSession coordinator, boolean viewIsCurrent);

    /** The worker that has the read under way answered it. */
    void onRetrieved(Request read, Frame retrieved);

    /** Returns the largest version such that it and every one before it are settled. */
    long settledVersion();

    /** Returns how many writes are in flight. */
    int inFlight();
}
