package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Core;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Watches whether workers live: asks those that can answer for a heartbeat, and finds those that owe an answer, or their
 * import, for too long.
 */
final class WorkerWatch {
    private static final int LOOKS_A_TIMEOUT = 4;

    private final BalancerConfig config;
    private final Collection<WorkerSession> members;
    private final Collection<WorkerSession> strangers;
    private long nowNanos;

    /** Makes a watch over those who are in these collections at each moment. */
    WorkerWatch(BalancerConfig config, Collection<WorkerSession> members, Collection<WorkerSession> strangers) {
        this.config = config;
        this.members = members;
        this.strangers = strangers;
    }

    /** Sends the heartbeats that are due, and returns the workers that are too late. */
    List<WorkerSession> look(long nowNanos) {
        long gap = nowNanos - this.nowNanos;
        this.nowNanos = nowNanos;
        if (gap > config.workerTimeoutNanos() / 2) {
            forgiveSilence(gap);
        }
        List<WorkerSession> late = new ArrayList<>();
        for (WorkerSession worker : members) {
            if (worker.speaksExtensions() && nowNanos - worker.heartbeatNanos >= intervalNanos()) {
                worker.sendHeartbeat(nowNanos);
            }
            if (deadlineNanos(worker) <= nowNanos) {
                late.add(worker);
            }
        }
        for (WorkerSession stranger : strangers) {
            if (stranger.joinDeadlineNanos <= nowNanos) {
                late.add(stranger);
            }
        }
        return late;
    }

    /** It was this process that stood still: its workers' answers may lie unread in the sockets' buffers. */
    private void forgiveSilence(long gapNanos) {
        for (WorkerSession worker : members) {
            worker.forgiveUntilNanos = nowNanos + config.workerTimeoutNanos();
            worker.heardNanos = nowNanos;
            worker.joinDeadlineNanos += gapNanos;
        }
        for (WorkerSession stranger : strangers) {
            stranger.joinDeadlineNanos += gapNanos;
        }
    }

    private long intervalNanos() {
        return config.workerTimeoutNanos() / LOOKS_A_TIMEOUT;
    }

    private long deadlineNanos(WorkerSession worker) {
        long deadline =
                worker.owesSinceNanos(Long.MAX_VALUE - config.workerTimeoutNanos()) + config.workerTimeoutNanos();
        deadline = Math.max(deadline, worker.forgiveUntilNanos);
        if (worker.speaksExtensions()) {
            deadline = Math.min(deadline, worker.heardNanos + config.workerTimeoutNanos());
        }
        if (worker.stage == WorkerSession.Stage.LEARNER) {
            deadline = Math.min(deadline, worker.joinDeadlineNanos);
        }
        return deadline;
    }

    /** Returns, for people, why a worker that {@link #look} found is late. */
    String reason(WorkerSession late) {
        boolean joining = !late.isReady() && late.joinDeadlineNanos <= nowNanos;
        return joining
                ? "it did not join within " + config.joinTimeoutNanos() / 1_000_000 + " ms"
                : "it left a request or heartbeat unanswered for " + config.workerTimeoutNanos() / 1_000_000 + " ms";
    }

    /** Returns when to look again at the latest. */
    long nextLookNanos() {
        long next = Core.NO_DEADLINE;
        for (WorkerSession worker : members) {
            next = Math.min(next, Math.min(deadlineNanos(worker), nextLookNanos(worker)));
        }
        for (WorkerSession stranger : strangers) {
            next = Math.min(next, Math.min(stranger.joinDeadlineNanos, nowNanos + intervalNanos()));
        }
        return next;
    }

    /**
     * Returns when to look at a worker again, late or not: when its next heartbeat is due, and as often while it owes an
     * answer, since a longer time between two looks is taken for one in which this process stood still.
     */
    private long nextLookNanos(WorkerSession worker) {
        if (worker.speaksExtensions()) {
            return worker.heartbeatNanos + intervalNanos();
        }
        return worker.owesAnswer() ? nowNanos + intervalNanos() : Core.NO_DEADLINE;
    }
}
