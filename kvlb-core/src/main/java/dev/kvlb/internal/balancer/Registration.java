package dev.kvlb.internal.balancer;

/** The way of a worker into the cluster, once it has said who it is: whether it is let in, waits, or is refused. */
final class Registration {
    private final Lobby lobby;
    private final Recovery recovery;
    private final Membership membership;
    private final Joins joins;
    private final Refusals refusals;
    private final Namesakes namesakes;
    private final Departures departures;
    private final Quarantine quarantine;
    private long nowNanos;

    Registration(
            Lobby lobby,
            Recovery recovery,
            Membership membership,
            Joins joins,
            Refusals refusals,
            Namesakes namesakes,
            Departures departures,
            Quarantine quarantine) {
        this.lobby = lobby;
        this.recovery = recovery;
        this.membership = membership;
        this.joins = joins;
        this.refusals = refusals;
        this.namesakes = namesakes;
        this.departures = departures;
        this.quarantine = quarantine;
    }

    /** A worker has said who it is and, if it speaks the extensions, what it holds. */
    void register(WorkerSession session) {
        Refusal refusal = refusals.ofAnyCluster(session);
        if (refusal != null) {
            departures.refuse(session, refusal);
            return;
        }
        namesakes.takeFromOlderConnection(session);
        boolean comesLate = session.report().holdsData() && !hasMembers() && !membership.hasBegun();
        if (!recovery.isOver() || (comesLate && recovery.reopen())) {
            lobby.await(session);
            recovery.look(nowNanos);
            return;
        }
        refusal = refusals.ofThisCluster(session);
        if (refusal != null) {
            departures.refuse(session, refusal);
            return;
        }
        Member namesake = membership.members().find(session.workerId());
        if (namesake == null) {
            letInOrWait(session);
        } else if (namesakes.meet(namesake, session, nowNanos)) {
            register(session);
        }
    }

    private void letInOrWait(WorkerSession session) {
        if (membership.views().lists(session.incarnation())) {
            // The view without it is still to come: only who has been gone from a view is awaited anew by coordinators.
            lobby.await(session);
        } else if (membership.mayReplaceLast(session)) {
            joins.replaceLast(session);
        } else if (membership.isSuspended() || !(hasMembers() || joins.mayFound(session))) {
            lobby.await(session);
            if (!hasMembers()) {
                membership.awaitDecision(session
                        + " holds data of an earlier time and waits; kvlb recover --from " + session.workerId()
                        + " starts with it, kvlb reset without, and a new worker makes it give that up");
            }
        } else if (hasMembers() && quarantine.holds(session.incarnation(), nowNanos)) {
            lobby.await(session);
        } else {
            Refusal refusal = refusals.ofOneMore();
            if (refusal != null) {
                departures.refuse(session, refusal);
            } else {
                joins.admit(session);
            }
        }
    }

    private boolean hasMembers() {
        return !membership.members().isEmpty();
    }

    /** Looks again at a worker that waits, if it still does: it may be let in now. */
    void registerAgain(WorkerSession session) {
        if (lobby.waiting().contains(session)) {
            register(session);
        }
    }

    /** A member lives. */
    void onHeartbeatAnswered(Member member, long sentNanos) {
        namesakes.onHeartbeatAnswered(member, sentNanos);
    }

    // Time.

    void onTime(long nowNanos) {
        boolean quarantineEnds = quarantine.nextEndNanos(this.nowNanos) <= nowNanos;
        this.nowNanos = nowNanos;
        membership.learners().onTime(nowNanos);
        recovery.look(nowNanos);
        if (quarantineEnds) {
            membership.welcomeWaiting();
        }
    }

    long nextDeadlineNanos() {
        return Math.min(quarantine.nextEndNanos(nowNanos), recovery.nextDeadlineNanos(nowNanos));
    }
}
