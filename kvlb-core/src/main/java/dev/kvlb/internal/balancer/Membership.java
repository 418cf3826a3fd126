package dev.kvlb.internal.balancer;

import dev.kvlb.BalancerSnapshot.Phase;

/**
 * Who belongs to the cluster, and what follows from it: who serves, who learns, and whether anybody can. Only the balancer
 * changes the members. How they come is up to {@link Joins}, and how they go to {@link Losses}; {@link Views} tells them.
 */
final class Membership {
    private final Views views;
    private final Members members;
    private final Learners learners;
    private final ServingRing ring;
    private final Departed departed;
    private final Availability availability;
    private final Lobby lobby;
    private boolean mayBeginEmpty;
    private boolean begun;

    Membership(
            Views views,
            Learners learners,
            ServingRing ring,
            Departed departed,
            Availability availability,
            Lobby lobby) {
        this.views = views;
        this.members = views.members();
        this.learners = learners;
        this.ring = ring;
        this.departed = departed;
        this.availability = availability;
        this.lobby = lobby;
    }

    // Who belongs to it.

    void add(Member member) {
        begun = true;
        mayBeginEmpty = false;
        members.add(member);
    }

    void remove(Member member) {
        members.remove(member);
        if (member.ready) {
            departed.add(member);
        }
        if (members.isEmpty()) {
            availability.become(Phase.EMPTY, "");
        }
    }

    /** Gives up who the members were; an operator decided so, or there are none. Their connections wait again. */
    void giveUp(boolean mayBeginEmpty) {
        this.mayBeginEmpty = mayBeginEmpty;
        if (mayBeginEmpty) {
            views.giveUpData();
        }
        departed.clear();
        for (Member member : members.copy()) {
            WorkerSession session = member.session;
            if (session != null) {
                ring.remove(session);
                session.becomeMember(null);
                lobby.await(session);
            }
        }
        members.clear();
        availability.become(Phase.EMPTY, "");
    }

    /** Returns whether the data is given up: the first worker begins empty, whatever it holds. */
    boolean mayBeginEmpty() {
        return mayBeginEmpty;
    }

    /** Returns whether a worker has ever been let in. */
    boolean hasBegun() {
        return begun;
    }

    /** Returns whether a worker that waits may take the place of the last that held all data, which is lost. */
    boolean mayReplaceLast(WorkerSession session) {
        return isSuspended() && departed.mayReplaceLast(session);
    }

    // What follows.

    /** What the next view rests on is recorded: it takes effect. */
    void publish() {
        onCapacity();
        availability.onBaseMember(members.all().stream().anyMatch(member -> !member.speaksExtensions()));
        views.publish();
        resume();
    }

    /**
     * Has every member do its part, and looks again at those that wait: for the cluster to serve, or, also where it does
     * not, for a view without them.
     */
    void resume() {
        members.copy().forEach(this::findWork);
        if (!isSuspended() && !members.isEmpty()) {
            availability.become(Phase.SERVING, "");
        }
        welcomeWaiting();
    }

    /** Has a ready member serve, and a learner learn. */
    private void findWork(Member member) {
        WorkerSession session = member.session;
        if (session != null && member.ready) {
            ring.enter(session);
        } else {
            learners.teach(member);
        }
    }

    /** Looks again at those that wait: they may be let in now. */
    void welcomeWaiting() {
        lobby.copyOfWaiting().forEach(WorkerSession::registerAgain);
    }

    /** Returns whether there are members, and none of those that hold all data is connected. */
    boolean isSuspended() {
        for (Member member : members.all()) {
            if (member.ready && member.session != null) {
                return false;
            }
        }
        return !members.isEmpty();
    }

    /** Nothing is served until what {@code reason} tells has happened. */
    void suspend(String reason) {
        availability.become(Phase.SUSPENDED, reason);
    }

    /** There are no members, and nobody is let in until what {@code reason} tells has happened. */
    void awaitDecision(String reason) {
        availability.become(Phase.EMPTY, reason);
    }

    /** A member says again that it is ready: it wants back into the ring. */
    void onReadyAgain(Member member, WorkerSession session) {
        views.acknowledge(member);
        boolean rested = session.isResting();
        session.rest(false);
        if (rested && member.ready && member.announced) {
            ring.enter(session);
        }
    }

    /** A member has said how much memory its data uses. */
    void onCapacity() {
        availability.onFullness(members.fullness());
    }

    // Its parts.

    Members members() {
        return members;
    }

    Views views() {
        return views;
    }

    Learners learners() {
        return learners;
    }

    ServingRing ring() {
        return ring;
    }
}
