package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.StoreOrder;
import org.jspecify.annotations.Nullable;

/** A worker that belongs to the cluster: with a connection, or waited for since it was the last that held all data. */
final class Member {
    final long workerId;

    /** Which run of the worker; 0 where it speaks only the base protocol. */
    final long incarnation;

    final Endpoint peers;

    /** Its connection, if it has one. */
    @Nullable WorkerSession session;

    /** Whether it holds all data; else it imports. */
    boolean ready;

    /** Whether it is known to hold all data; of one that speaks only the base protocol nobody knows. */
    boolean complete;

    /** The identity of its join. */
    long join;

    /** Until when a learner must have imported the data. */
    long joinDeadlineNanos;

    /** Who exports to this learner. */
    @Nullable Member donor;

    /** The number of the first view that lists it. */
    long listedSince;

    /** What becomes of the data that it holds when it is let in: one of {@link StoreOrder}. */
    int storeOrder = StoreOrder.KEEP;

    /** Whether it has been told that it is let in. */
    boolean announced;

    Member(WorkerSession session) {
        this.workerId = session.workerId();
        this.incarnation = session.incarnation();
        this.peers = new Endpoint(session.host(), session.peerPort());
        this.session = session;
    }

    boolean speaksExtensions() {
        return incarnation != 0;
    }

    boolean isLearner() {
        return !ready;
    }

    /** Returns its role as the protocol says it. */
    int role() {
        return ready ? MemberRole.READY : MemberRole.LEARNER;
    }

    View.Member inView() {
        return new View.Member(workerId, incarnation, peers, ready);
    }

    @Override
    public String toString() {
        return "worker " + workerId;
    }
}
