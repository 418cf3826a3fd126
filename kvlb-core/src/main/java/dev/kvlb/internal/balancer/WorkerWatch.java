package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Core;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches whether workers live: asks those that can answer for a heartbeat, and finds those that owe an answer, or their
 * import, for too long.
 *
 * <p>It looks in every turn, so it walks lists by index and uses its own again: an iterator would be garbage of each turn.
 */
final class WorkerWatch {
    private static final int LOOKS_A_TIMEOUT = 4;

    private final BalancerConfig config;
    private final Members members;
    private final Lobby lobby;
    private final Replication replication;
    private final List<WorkerSession> registered = new ArrayList<>();
    private final List<WorkerSession> late = new ArrayList<>();
    private long nowNanos;

    /** Makes a watch over those who are members, or in the lobby, at each moment. */
    WorkerWatch(BalancerConfig config, Members members, Lobby lobby, Replication replication) {
        this.config = config;
        this.members = members;
        this.lobby = lobby;
        this.replication = replication;
    }

    private void findRegistered() {
        registered.clear();
        for (int i = 0; i < lobby.waiting().size(); i++) {
            registered.add(lobby.waiting().get(i));
        }
        for (int i = 0; i < members.size(); i++) {
            WorkerSession session = members.all().get(i).session;
            if (session != null) {
                registered.add(session);
            }
        }
    }

    /** Sends the heartbeats that are due, and returns the workers that are too late, in a list that the next call changes. */
    List<WorkerSession> look(long nowNanos) {
        long gap = nowNanos - this.nowNanos;
        this.nowNanos = nowNanos;
        findRegistered();
        if (gap > config.workerTimeoutNanos() / 2) {
            forgiveSilence(gap);
        }
        late.clear();
        for (int i = 0; i < registered.size(); i++) {
            WorkerSession worker = registered.get(i);
            if (worker.speaksExtensions() && nowNanos - worker.heartbeatNanos >= intervalNanos()) {
                worker.sendHeartbeat(nowNanos, replication.settledVersion());
            }
            if (deadlineNanos(worker) <= nowNanos) {
                late.add(worker);
            }
        }
        for (int i = 0; i < lobby.strangers().size(); i++) {
            WorkerSession stranger = lobby.strangers().get(i);
            if (stranger.deadlineNanos <= nowNanos) {
                late.add(stranger);
            }
        }
        return late;
    }

    /** It was this process that stood still: its workers' answers may lie unread in the sockets' buffers. */
    private void forgiveSilence(long gapNanos) {
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

    /** Returns when to look again at the latest. */
    long nextLookNanos() {
        long next = Core.NO_DEADLINE;
        findRegistered();
        for (int i = 0; i < registered.size(); i++) {
            WorkerSession worker = registered.get(i);
            next = Math.min(next, Math.min(deadlineNanos(worker), nextLookNanos(worker)));
        }
        for (int i = 0; i < lobby.strangers().size(); i++) {
            WorkerSession stranger = lobby.strangers().get(i);
            next = Math.min(next, Math.min(stranger.deadlineNanos, nowNanos + intervalNanos()));
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
        return worker.requests().owesAnswer() ? nowNanos + intervalNanos() : Core.NO_DEADLINE;
    }
}
