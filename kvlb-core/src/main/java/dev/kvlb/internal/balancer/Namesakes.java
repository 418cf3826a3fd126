package dev.kvlb.internal.balancer;

/**
 * Workers that come with the id of one that is there: the same run of it, on another connection, or another one, which
 * waits until it is known whether the one before it lives.
 */
final class Namesakes {
    private final Lobby lobby;
    private final Joins joins;
    private final Losses losses;
    private final Departures departures;
    private final Replication replication;

    Namesakes(Lobby lobby, Joins joins, Losses losses, Departures departures, Replication replication) {
        this.lobby = lobby;
        this.joins = joins;
        this.losses = losses;
        this.departures = departures;
        this.replication = replication;
    }

    /** Where the same run of a worker waits already, that is on a connection which it has given up. */
    void takeFromOlderConnection(WorkerSession session) {
        WorkerSession older = session.incarnation() == 0 ? null : lobby.waiting(session.incarnation());
        if (older != null && older != session) {
            departures.remove(older, "it connected again");
        }
    }

    /**
     * A member has the id of this worker: it is the same run of it, or lost, or another one.
     *
     * @return whether the member has left, so that the worker may register
     */
    boolean meet(Member namesake, WorkerSession session, long nowNanos) {
        WorkerSession other = namesake.session;
        if (session.incarnation() != 0 && session.incarnation() == namesake.incarnation) {
            if (joins.mustJoinAnew(namesake, session)) {
                joins.dismiss(namesake);
                losses.onLost(namesake, "it is back on another connection, and joins anew", false);
                return true;
            }
            joins.takePlace(namesake, session);
        } else if (other == null) {
            lobby.await(session);
        } else if (!other.speaksExtensions() || !session.speaksExtensions()) {
            departures.refuse(session, takenId(namesake));
        } else {
            // Its connection may be lost and nobody know: who answers to this heartbeat lives.
            lobby.await(session);
            session.challengedNanos = nowNanos;
            other.sendHeartbeat(nowNanos, replication.settledVersion());
        }
        return false;
    }

    /** A member lives: whoever has come with its id since then has an id that is taken. */
    void onHeartbeatAnswered(Member member, long sentNanos) {
        for (WorkerSession waiting : lobby.copyOfWaiting()) {
            if (waiting.workerId() == member.workerId && waiting.challengedNanos <= sentNanos) {
                departures.refuse(waiting, takenId(member));
            }
        }
    }

    private static Refusal takenId(Member member) {
        return Refusal.forGood("worker id " + member.workerId + " is registered already, from " + member.peers
                + "; choose another id");
    }
}
