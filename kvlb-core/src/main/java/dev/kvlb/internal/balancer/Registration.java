package dev.kvlb.internal.balancer;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.LoadBalancerListener;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way of a worker's connection into the cluster and out of it: who may be let in, who waits, who is refused. */
final class Registration implements LinkAcceptor {
    private final BalancerConfig config;
    private final RequestTable table;
    private final Replication replication;
    private final Availability availability;
    private final Lobby lobby;
    private final Recovery recovery;
    private final Membership membership;
    private final Joins joins;
    private final Losses losses;
    private final LoadBalancerListener listener;
    private final WorkerWatch watch;
    private final Complaints complaints;
    private final Quarantine quarantine;
    private int openLinks;
    private boolean shutDown;
    private long nowNanos;

    Registration(
            BalancerConfig config,
            RequestTable table,
            Replication replication,
            Availability availability,
            Lobby lobby,
            Recovery recovery,
            Membership membership,
            Joins joins,
            Losses losses,
            LoadBalancerListener listener) {
        this.config = config;
        this.table = table;
        this.replication = replication;
        this.availability = availability;
        this.lobby = lobby;
        this.recovery = recovery;
        this.membership = membership;
        this.joins = joins;
        this.losses = losses;
        this.listener = listener;
        this.watch = new WorkerWatch(config, membership.members(), lobby, replication);
        this.complaints = new Complaints(membership.views(), config.workerTimeoutNanos() / 4);
        this.quarantine = new Quarantine(config.workerTimeoutNanos());
    }

    @Override
    public LinkHandler onAccepted(Link link) {
        WorkerSession session =
                new WorkerSession(this, membership, recovery, replication, table, config, listener, link);
        session.deadlineNanos = nowNanos + config.joinTimeoutNanos();
        session.heartbeatNanos = nowNanos;
        openLinks++;
        watch.expect();
        if (shutDown) {
            shutDown(session);
        } else {
            lobby.addStranger(session);
        }
        return session;
    }

    /** A worker has said who it is and, if it speaks the extensions, what it holds. */
    void register(WorkerSession session) {
        String refusal = refusalForGood(session);
        if (refusal != null) {
            refuse(session, ErrorCode.PROTOCOL_ERROR, refusal);
            return;
        }
        String noneFollows = Epochs.refusalOf(session, epochKnown());
        if (noneFollows != null) {
            refuse(session, ErrorCode.SERVER_BUSY, noneFollows);
            return;
        }
        takeFromOlderConnection(session);
        boolean comesLate = session.report().holdsData() && !hasMembers() && !membership.hasBegun();
        if (!recovery.isOver() || (comesLate && recovery.reopen())) {
            lobby.await(session);
            recovery.look(nowNanos);
            return;
        }
        String notNow = refusalForNow(session);
        if (notNow != null) {
            refuse(session, ErrorCode.SERVER_BUSY, notNow);
            return;
        }
        if (isOfUnknownRun(session.report())) {
            membership.views().passOver(session.report().epochSeen());
        }
        Member namesake = membership.members().find(session.workerId());
        if (namesake != null) {
            meet(namesake, session);
        } else if (membership.views().lists(session.incarnation())) {
            // The view without it is still to come: only who has been gone from a view is awaited anew by coordinators.
            lobby.await(session);
        } else if (membership.mayReplaceLast(session)) {
            joins.replaceLast(session);
        } else if (membership.isSuspended() || !(hasMembers() || joins.mayFound(session))) {
            lobby.await(session);
            if (!hasMembers()) {
                availability.become(
                        Phase.EMPTY,
                        session + " holds data of an earlier time and waits; kvlb recover --from " + session.workerId()
                                + " starts with it, kvlb reset without, and a new worker makes it give that up");
            }
        } else if (hasMembers() && quarantine.holds(session.incarnation(), nowNanos)) {
            lobby.await(session);
        } else if (membership.members().size() >= config.workersMax()) {
            refuse(
                    session,
                    ErrorCode.SERVER_BUSY,
                    "the cluster has its " + config.workersMax() + " workers; try again when one has left");
        } else {
            joins.admit(session);
        }
    }

    /** Looks again at a worker that waits, if it still does: it may be let in now. */
    void registerAgain(WorkerSession session) {
        if (lobby.waiting().contains(session)) {
            register(session);
        }
    }

    private boolean hasMembers() {
        return !membership.members().isEmpty();
    }

    /** Returns the greatest epoch that this balancer knows, whatever workers report; 0 where it knows of no run before. */
    private long epochKnown() {
        return Math.max(membership.hasBegun() ? membership.views().epoch() : 0, recovery.epochKnown());
    }

    private @Nullable String refusalForGood(WorkerSession session) {
        if (session.peerPort() == 0) {
            return "peerPort must be 1..65535: 0; tell the port that is bound";
        }
        return replication.refusalOf(session);
    }

    /** Returns whether a worker has seen versions, views or an epoch that this run has not made, of an earlier one. */
    private boolean isOfUnknownRun(Report report) {
        View current = membership.views().current();
        boolean seesLaterView =
                report.holdsData() && report.view().isAfter(membership.views().epoch(), current.number());
        return seesLaterView
                || report.lastVersion() > replication.lastVersion()
                || report.epoch() > membership.views().epoch();
    }

    private @Nullable String refusalForNow(WorkerSession session) {
        Report report = session.report();
        if (report.holdsData() && report.cluster() != membership.views().cluster()) {
            return session + " holds data of cluster " + Long.toHexString(report.cluster()) + ", and this is cluster "
                    + Long.toHexString(membership.views().cluster()) + ": it keeps them; restart it to join empty";
        }
        if (report.epoch() > membership.views().epoch() && !mayHaveMissedRuns()) {
            return session + " obeys epoch " + report.epoch() + " of a newer balancer, and this one has epoch "
                    + membership.views().epoch() + ": stop one of the two";
        }
        return null;
    }

    /**
     * Returns whether there may have been a run before this one of which nobody told it: without a record, where a cluster
     * begins empty rather than wait for those who know. Everywhere else a later epoch is that of a newer balancer.
     */
    private boolean mayHaveMissedRuns() {
        return config.onTotalLoss() == TotalLoss.RESET && !recovery.isRecorded();
    }

    /** The same run of a worker waits already, on a connection that it has given up. */
    private void takeFromOlderConnection(WorkerSession session) {
        WorkerSession older = session.incarnation() == 0 ? null : lobby.waiting(session.incarnation());
        if (older != null && older != session) {
            remove(older, "it connected again");
        }
    }

    /** A member has the id of this worker: it is the same run of it, or lost, or another one. */
    private void meet(Member namesake, WorkerSession session) {
        WorkerSession other = namesake.session;
        if (session.incarnation() != 0 && session.incarnation() == namesake.incarnation) {
            if (joins.mustJoinAnew(namesake, session)) {
                joins.dismiss(namesake);
                losses.onLost(namesake, "it is back on another connection, and joins anew", false);
                register(session);
            } else {
                joins.takePlace(namesake, session);
            }
        } else if (other == null) {
            lobby.await(session);
        } else if (!other.speaksExtensions() || !session.speaksExtensions()) {
            refuse(session, ErrorCode.PROTOCOL_ERROR, takenId(namesake));
        } else {
            // Its connection may be lost and nobody know: who answers to this heartbeat lives.
            lobby.await(session);
            session.challengedNanos = nowNanos;
            other.sendHeartbeat(nowNanos, replication.settledVersion());
        }
    }

    /** A member lives: whoever has come with its id since then has an id that is taken. */
    void onHeartbeatAnswered(Member member, long sentNanos) {
        for (WorkerSession waiting : lobby.copyOfWaiting()) {
            if (waiting.workerId() == member.workerId && waiting.challengedNanos <= sentNanos) {
                refuse(waiting, ErrorCode.PROTOCOL_ERROR, takenId(member));
            }
        }
    }

    private static String takenId(Member member) {
        return "worker id " + member.workerId + " is registered already, from " + member.peers + "; choose another id";
    }

    private void refuse(WorkerSession session, ErrorCode code, String reason) {
        listener.onWorkerRefused(session.host(), reason);
        session.sendError(code, reason);
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

    /** A worker has a request under way from now on, and had none before. */
    void onBusy() {
        watch.expect();
    }

    /** A member can't reach another one. */
    void onPeerUnreachable(Member reporter, long workerId) {
        complaints.add(reporter, workerId, nowNanos);
    }

    void onClosed() {
        openLinks--;
    }

    // Time.

    void onTime(long nowNanos) {
        boolean quarantineEnds = quarantine.nextEndNanos(this.nowNanos) <= nowNanos;
        this.nowNanos = nowNanos;
        membership.learners().onTime(nowNanos);
        recovery.look(nowNanos);
        List<WorkerSession> late = watch.look(nowNanos);
        for (int i = 0; i < late.size(); i++) {
            remove(late.get(i), watch.reason(late.get(i)));
        }
        if (quarantineEnds) {
            membership.welcomeWaiting();
        }
        WorkerSession unreachable = complaints.unreachable(nowNanos);
        if (unreachable != null) {
            quarantine.add(unreachable.incarnation(), nowNanos);
            remove(unreachable, "others and it can't reach one another");
        }
    }

    long nextDeadlineNanos() {
        long next = Math.min(watch.nextLookNanos(), complaints.decisionNanos());
        next = Math.min(next, quarantine.nextEndNanos(nowNanos));
        return Math.min(next, recovery.nextDeadlineNanos(nowNanos));
    }

    long nowNanos() {
        return nowNanos;
    }

    // The end.

    /** Tells every worker that the balancer ends, also those that come back at once, and closes their connections. */
    void shutDown() {
        shutDown = true;
        recovery.end();
        membership.giveUp(false);
        for (WorkerSession stranger : List.copyOf(lobby.strangers())) {
            lobby.await(stranger);
        }
        for (WorkerSession session : lobby.copyOfWaiting()) {
            lobby.remove(session);
            shutDown(session);
        }
    }

    private void shutDown(WorkerSession session) {
        session.sendShutdown();
        membership.ring().dismiss(session);
    }

    boolean hasOpenLinks() {
        return openLinks > 0;
    }
}
