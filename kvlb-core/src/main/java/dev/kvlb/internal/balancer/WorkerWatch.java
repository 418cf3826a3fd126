package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Core;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Watches whether workers live: asks those that can answer for a heartbeat, and finds those that owe an answer, or their
 * import, for too long.
 *
 * <p>It looks at all of them only when something may be due. Between two looks deadlines move away, or new ones begin,
 * of which it is told by {@link #expect}; none that begins is over sooner than the longest time between two looks.
 */
final class WorkerWatch {
    private static final int LOOKS_A_TIMEOUT = 4;

    private final BalancerConfig config;
    private final Members members;
    private final Lobby lobby;
    private final Replication replication;
    private final long pauseMaxNanos;
    private long nowNanos;
    private long dueNanos = Core.NO_DEADLINE;

    /** Makes a watch over those who are members, or in the lobby, at each moment. */
    WorkerWatch(BalancerConfig config, Members members, Lobby lobby, Replication replication) {
        this.config = config;
        this.members = members;
        this.lobby = lobby;
        this.replication = replication;
        this.pauseMaxNanos = Math.min(intervalNanos(), config.joinTimeoutNanos());
    }

    private List<WorkerSession> registered() {
        List<WorkerSession> sessions = new ArrayList<>(lobby.waiting());
        for (Member member : members.all()) {
            WorkerSession session = member.session;
            if (session != null) {
                sessions.add(session);
            }
        }
        return sessions;
    }

    /** Sends the heartbeats that are due, and returns the workers that are too late. */
    List<WorkerSession> look(long nowNanos) {
        long gap = nowNanos - this.nowNanos;
        this.nowNanos = nowNanos;
        if (nowNanos < dueNanos) {
            return List.of();
        }
        dueNanos = Core.NO_DEADLINE;
        Collection<WorkerSession> registered = registered();
        if (gap > config.workerTimeoutNanos() / 2) {
            forgiveSilence(registered, gap);
        }
        List<WorkerSession> late = new ArrayList<>();
        for (WorkerSession worker : registered) {
            if (worker.speaksExtensions() && nowNanos - worker.heartbeatNanos >= intervalNanos()) {
                worker.sendHeartbeat(nowNanos, replication.settledVersion());
            }
            takeIfLate(worker, deadlineNanos(worker), late);
            if (worker.speaksExtensions()) {
                dueNanos = Math.min(dueNanos, worker.heartbeatNanos + intervalNanos());
                expect();
            } else if (worker.requests().owesAnswer()) {
                expect();
            }
        }
        for (WorkerSession stranger : lobby.strangers()) {
            takeIfLate(stranger, stranger.deadlineNanos, late);
            expect();
        }
        return late;
    }

    private void takeIfLate(WorkerSession worker, long deadlineNanos, List<WorkerSession> late) {
        if (deadlineNanos <= nowNanos) {
            late.add(worker);
        } else {
            dueNanos = Math.min(dueNanos, deadlineNanos);
        }
    }

    /** It was this process that stood still: its workers' answers may lie unread in the sockets' buffers. */
    private void forgiveSilence(Collection<WorkerSession> registered, long gapNanos) {
        for (WorkerSession worker : registered) {
            worker.forgiveUntilNanos = nowNanos + config.workerTimeoutNanos();
            worker.heardNanos = nowNanos;
            Member member = worker.member();
            if (member != null) {
                member.joinDeadlineNanos += gapNanos;
            }
        }
        for (WorkerSession stranger : lobby.strangers()) {
            stranger.deadlineNanos += gapNanos;
        }
    }

    private long intervalNanos() {
        return config.workerTimeoutNanos() / LOOKS_A_TIMEOUT;
    }

    private long deadlineNanos(WorkerSession worker) {
        long deadline = worker.requests().owesSinceNanos(Long.MAX_VALUE - config.workerTimeoutNanos())
                + config.workerTimeoutNanos();
        deadline = Math.max(deadline, worker.forgiveUntilNanos);
        if (worker.speaksExtensions()) {
            deadline = Math.min(deadline, worker.heardNanos + config.workerTimeoutNanos());
        }
        Member member = worker.member();
        if (member != null && member.isLearner() && !hasNoDonor(member)) {
            deadline = Math.min(deadline, member.joinDeadlineNanos);
        }
        return deadline;
    }

    /** A learner is not late while there is nobody to import from. */
    private static boolean hasNoDonor(Member learner) {
        Member donor = learner.donor;
        return donor != null && donor.session == null;
    }

    /** Returns, for people, why a worker that {@link #look} found is late. */
    String reason(WorkerSession late) {
        Member member = late.member();
        long joinDeadline = member == null ? late.deadlineNanos : member.joinDeadlineNanos;
        boolean joining = (member == null ? !late.isRegistered() : member.isLearner()) && joinDeadline <= nowNanos;
        return joining
                ? "it did not join within " + config.joinTimeoutNanos() / 1_000_000 + " ms"
                : "it left a request or heartbeat unanswered for " + config.workerTimeoutNanos() / 1_000_000 + " ms";
    }

    /**
     * A worker has connected, or owes an answer: from now on it looks again before that can be late, and until then often,
     * since a longer time between two looks is taken for one in which this process stood still.
     */
    void expect() {
        dueNanos = Math.min(dueNanos, nowNanos + pauseMaxNanos);
    }

    /** Returns when to look again at the latest. */
    long nextLookNanos() {
        return members.isEmpty() && lobby.isEmpty() ? Core.NO_DEADLINE : dueNanos;
    }
}
