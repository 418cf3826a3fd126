package dev.kvlb.simulation;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.WorkerListener;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the listeners of the cores are told: counted, and among our own programs nobody ever misbehaves. */
final class Listeners {
    private final Trace trace;
    private final Counters counters;
    private @Nullable BalancerEvents current;
    private boolean suspended;

    Listeners(Trace trace, Counters counters) {
        this.trace = trace;
        this.counters = counters;
    }

    /** Returns whether the balancer has said that it serves nothing any more, and has not said since that it does. */
    boolean isSuspended() {
        return suspended;
    }

    /** Returns the listener of a balancer. */
    LoadBalancerListener ofBalancer() {
        suspended = false;
        BalancerEvents events = new BalancerEvents();
        current = events;
        return events;
    }

    private final class BalancerEvents implements LoadBalancerListener {
        private final Set<Long> ready = new HashSet<>();

        /** Returns whether another balancer has taken the place of this one, which lives on. */
        private boolean isSuperseded() {
            return current != this;
        }

        @Override
        public void onWorkerJoined(long workerId, String peerAddress) {
            if (isSuperseded()) {
                return;
            }
            counters.add(Counter.JOINS);
        }

        @Override
        public void onWorkerReady(long workerId) {
            if (isSuperseded()) {
                return;
            }
            ready.add(workerId);
        }

        @Override
        public void onWorkerLeft(long workerId, String reason) {
            if (isSuperseded()) {
                return;
            }
            trace.note("worker " + workerId + " left: " + reason);
            if (!ready.remove(workerId)) {
                counters.add(Counter.LEARNER_DROPPED);
            } else if (ready.isEmpty()) {
                counters.add(Counter.ALL_READY_LOST);
            }
            if (reason.contains("unanswered")) {
                counters.add(Counter.SILENT_WORKER_REMOVED);
            } else if (reason.contains("reach one another")) {
                counters.add(Counter.UNREACHABLE_WORKER_REMOVED);
            }
        }

        @Override
        public void onWorkerReturned(long workerId) {
            if (isSuperseded()) {
                return;
            }
            trace.note("worker " + workerId + " is back");
            counters.add(Counter.KEPT_ITS_PLACE);
        }

        @Override
        public void onSuspended(String reason) {
            if (isSuperseded()) {
                return;
            }
            trace.note("suspended: " + reason);
            counters.add(Counter.SUSPENDED);
            suspended = true;
        }

        @Override
        public void onResumed() {
            if (isSuperseded()) {
                return;
            }
            trace.note("resumed");
            counters.add(Counter.RESUMED);
            suspended = false;
        }

        @Override
        public void onWorkerRefused(String host, String reason) {
            if (isSuperseded()) {
                return;
            }
            trace.note("refused " + host + ": " + reason);
            counters.add(Counter.WORKER_REFUSED);
        }

        @Override
        public void onPeerMisbehaved(String host, String reason) {
            if (reason.startsWith("did not read its replies")) {
                counters.add(Counter.SLOW_CLIENT_DISCONNECTED);
            } else {
                throw new Violation("the balancer says that " + host + " misbehaved: " + reason);
            }
        }
    }

    /** Returns the listener of a worker; {@code restart} is done where it says that somebody has to restart it. */
    WorkerListener ofWorker(SimProcess process, Runnable restart) {
        return new WorkerListener() {
            @Override
            public void onPeerMisbehaved(String host, String reason) {
                if (reason.contains("restart it to join empty")) {
                    counters.add(Counter.REFUSED_AS_OF_ANOTHER_CLUSTER);
                    restart.run();
                } else if (!reason.contains("is registered already") && !reason.contains("of a newer balancer")) {
                    throw new Violation(process + " says that " + host + " misbehaved: " + reason);
                }
            }
        };
    }
}
