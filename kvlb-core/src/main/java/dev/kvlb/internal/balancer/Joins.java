package dev.kvlb.internal.balancer;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.StoreOrder;
import java.util.List;

/**
 * How a worker becomes a member, once {@link Registration} has found that it may.
 *
 * <p>A join goes so: the worker registers; a view that lists it as a learner reaches every member, so that from then on
 * it is told of every write; one complete member exports to it what was there before; it says that the import is done;
 * a view lists it as ready, and it is in the ring. Where the worker or its donor speaks only the base protocol nobody
 * says when an import is done: such a worker is in the ring at once.
 */
final class Joins {
    private final Membership membership;
    private final Members members;
    private final Views views;
    private final Learners learners;
    private final Replication replication;
    private final Lobby lobby;
    private final LoadBalancerListener listener;

    Joins(Membership membership, Replication replication, Lobby lobby, LoadBalancerListener listener) {
        this.membership = membership;
        this.members = membership.members();
        this.views = membership.views();
        this.learners = membership.learners();
        this.replication = replication;
        this.lobby = lobby;
        this.listener = listener;
    }

    /** These workers hold all data of an earlier run, and are the members of this one's first view. */
    void open(List<WorkerSession> ready) {
        for (WorkerSession session : ready) {
            Member member = newMember(session);
            member.ready = true;
            member.complete = true;
            membership.add(member);
        }
        views.change();
    }

    /** Returns whether a worker would be the first, and whether it may: old data is given up only if others have newer. */
    boolean mayFound(WorkerSession worker) {
        return !replication.outlivesItsWorkers() || membership.mayBeginEmpty() || !views.holdsData(worker.report());
    }

    /** Lets a worker in that has registered. */
    void admit(WorkerSession session) {
        Member member = newMember(session);
        Member donor = members.donorFor(member);
        boolean learns = donor != null && donor.speaksExtensions() && member.speaksExtensions();
        member.ready = !learns;
        member.complete = donor == null;
        boolean holdsNothing = replication.outlivesItsWorkers() && !views.holdsData(session.report());
        if (learns || membership.mayBeginEmpty() || holdsNothing) {
            member.storeOrder = StoreOrder.EMPTY;
        }
        letIn(member);
    }

    /** Lets a worker in that still holds all that is committed, in place of the last, which is lost. */
    void replaceLast(WorkerSession session) {
        Member member = newMember(session);
        member.complete = true;
        learners.promote(member);
        letIn(member);
    }

    /** Lets a worker in as the first, with all that it ever had: an operator decided so. */
    void admitWithAllItHas(WorkerSession session) {
        Member member = newMember(session);
        member.ready = true;
        member.complete = true;
        member.storeOrder = StoreOrder.TAKE_BACK;
        letIn(member);
    }

    private Member newMember(WorkerSession session) {
        lobby.remove(session);
        Member member = new Member(session);
        learners.nameJoin(member);
        session.becomeMember(member);
        return member;
    }

    private void letIn(Member member) {
        membership.add(member);
        listener.onWorkerJoined(member.workerId, member.peers.toString());
        views.change();
    }

    /**
     * A member has connected again, the same run of it, before it was taken out of the view: it has acknowledged whatever
     * was committed meanwhile, so one that is ready keeps its place, and a learner that had imported all is ready.
     */
    void takePlace(Member member, WorkerSession session) {
        lobby.remove(session);
        dismiss(member);
        member.session = session;
        session.becomeMember(member);
        listener.onWorkerReturned(member.workerId);
        if (!member.announced) {
            views.change();
            return;
        }
        if (member.isLearner() && hasImportedAll(member, session.report())) {
            // This connection has been told nothing yet.
            member.announced = false;
            learners.complete(member);
            return;
        }
        // An order that was lost with the connection is given again; once obeyed, the store holds what came since.
        if (member.storeOrder == StoreOrder.EMPTY && hasHeardOfJoin(member, session.report())) {
            member.storeOrder = StoreOrder.KEEP;
        }
        views.sendJoin(member);
        views.sendCurrent(member);
        learners.forgetDonor(member);
        membership.resume();
    }

    /** The connection that a member had is none of a member's any more. */
    void dismiss(Member member) {
        WorkerSession before = member.session;
        if (before != null) {
            before.becomeMember(null);
            membership.ring().dismiss(before);
        }
    }

    /**
     * Returns whether a member that has connected again is a learner that has to import from the beginning. It loses what
     * it has acknowledged, so it must leave the view and come back in a later one: in one and the same view coordinators
     * would go on counting those acknowledgements.
     */
    boolean mustJoinAnew(Member member, WorkerSession session) {
        return member.isLearner() && member.announced && !hasImportedAll(member, session.report());
    }

    private static boolean hasHeardOfJoin(Member member, Report report) {
        return report.epoch() >= Versions.epochOf(member.join);
    }

    /** Returns whether a learner that was lost had imported all, as a member of the very views that list it. */
    private boolean hasImportedAll(Member learner, Report report) {
        View told = report.view();
        return report.isComplete() && told.epoch() == views.epoch() && told.number() >= learner.listedSince;
    }
}
