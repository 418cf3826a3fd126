package dev.kvlb.internal.balancer;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.spi.WorkerRing;

/** The workers that requests go to: who comes in, who is left out for a while, and who leaves. */
final class ServingRing {
    private final WorkerRing ring;
    private final Dispatcher dispatcher;
    private final LoadBalancerListener listener;

    ServingRing(WorkerRing ring, Dispatcher dispatcher, LoadBalancerListener listener) {
        this.ring = ring;
        this.dispatcher = dispatcher;
        this.listener = listener;
    }

    /** Lets a worker in, unless it is there or wants to be left out. */
    void enter(WorkerSession session) {
        if (session.enterRing()) {
            ring.add(session);
            listener.onWorkerReady(session.workerId());
        }
    }

    /** Takes a worker out; its connection and what it has under way stay. */
    void remove(WorkerSession session) {
        ring.remove(session);
    }

    /** A worker wants to be left out; it stays a member. */
    void onNotReady(WorkerSession session) {
        if (!session.isResting()) {
            session.rest(true);
            ring.remove(session);
            if (session.member() != null) {
                listener.onWorkerNotReady(session.workerId());
            }
        }
    }

    /** Takes a worker out for good: its connection is closed, and what it had under way is driven again elsewhere. */
    void dismiss(WorkerSession session) {
        ring.remove(session);
        session.leave(dispatcher);
    }
}
