package dev.kvlb.internal.balancer;

import dev.kvlb.LoadBalancerListener;
import java.util.List;

/**
 * The way of workers out of the cluster: those whose connections end, that are refused, that are late with an answer, or
 * that others can't reach.
 */
final class Departures {
    private final Lobby lobby;
    private final Recovery recovery;
    private final Membership membership;
    private final Losses losses;
    private final WorkerWatch watch;
    private final Complaints complaints;
    private final Quarantine quarantine;
    private final LoadBalancerListener listener;
    private long nowNanos;

    Departures(
            Lobby lobby,
            Recovery recovery,
            Membership membership,
            Losses losses,
            WorkerWatch watch,
            Complaints complaints,
            Quarantine quarantine,
            LoadBalancerListener listener) {
        this.lobby = lobby;
        this.recovery = recovery;
        this.membership = membership;
        this.losses = losses;
        this.watch = watch;
        this.complaints = complaints;
        this.quarantine = quarantine;
        this.listener = listener;
    }

    /** Ends the connection of a worker that is not let in, and tells it why. */
    void refuse(WorkerSession session, Refusal refusal) {
        listener.onWorkerRefused(session.host(), refusal.reason());
        session.sendError(refusal.code(), refusal.reason());
        lobby.remove(session);
        membership.ring().dismiss(session);
    }

    /** Ends the connection of a worker, for this reason. */
    void remove(WorkerSession session, String reason) {
        remove(session, reason, false);
    }

    /** The worker says that it ends. */
    void onShutDown(WorkerSession session) {
        remove(session, "it shut down", true);
    }

    private void remove(WorkerSession session, String reason, boolean inOrder) {
        if (session.isGone()) {
            return;
        }
        Member member = session.member();
        lobby.remove(session);
        membership.ring().dismiss(session);
        if (member != null) {
            session.becomeMember(null);
            losses.onLost(member, reason, inOrder);
            membership.welcomeWaiting();
        } else if (!recovery.isOver()) {
            recovery.onGone(session, nowNanos);
        }
    }

    /** A worker has connected, or owes an answer and owed none before: it may be late one day. */
    void expect() {
        watch.expect();
    }

    /** A member can't reach another one. */
    void onPeerUnreachable(Member reporter, long workerId) {
        complaints.add(reporter, workerId, nowNanos);
    }

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        List<WorkerSession> late = watch.look(nowNanos);
        if (!late.isEmpty()) { // asked in every turn, and an iterator would be garbage of each
            late.forEach(worker -> remove(worker, watch.reason(worker)));
        }
        WorkerSession unreachable = complaints.unreachable(nowNanos);
        if (unreachable != null) {
            quarantine.add(unreachable.incarnation(), nowNanos);
            remove(unreachable, "others and it can't reach one another");
        }
    }

    long nextDeadlineNanos() {
        return Math.min(watch.nextLookNanos(), complaints.decisionNanos());
    }
}
