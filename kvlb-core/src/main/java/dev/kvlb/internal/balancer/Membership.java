package dev.kvlb.internal.balancer;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.LoadBalancerListener;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.StoreOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to the cluster: joins, views and removals. Only the balancer changes the view.
 *
 * <p>A join goes so: the worker registers; a view that lists it as a learner reaches every member, so that from then on
 * it is told of every write; one complete member exports to it what was there before; it says that the import is done;
 * a view lists it as ready, and it is in the ring. Where the worker or its donor speaks only the base protocol nobody
 * says when an import is done: such a worker is in the ring at once.
 *
 * <p>The members change at once, and a view is published when what it rests on is recorded. Until then the view before
 * it holds: writes wait for its members.
 */
final class Membership {
    private final BalancerConfig config;
    private final BalancerRules rules;
    private final Replication replication;
    private final Dispatcher dispatcher;
    private final Availability availability;
    private final LoadBalancerListener listener;
    private final Views views;
    private final Recorder recorder;
    private final Lobby lobby;
    private final Complaints complaints;
    private final Members members = new Members();
    private final Departed departed;
    private final Learners learners;
    private long nowNanos;
    private boolean mayBeginEmpty;
    private boolean begun;

    Membership(
            BalancerConfig config,
            BalancerRules rules,
            Replication replication,
            Dispatcher dispatcher,
            Availability availability,
            Recorder recorder,
            Lobby lobby,
            LoadBalancerListener listener) {
        this.config = config;
        this.rules = rules;
        this.replication = replication;
        this.dispatcher = dispatcher;
        this.availability = availability;
        this.recorder = recorder;
        this.lobby = lobby;
        this.listener = listener;
        this.views = new Views(rules, replication, members);
        this.learners = new Learners(config, members, views);
        this.departed = new Departed(replication);
        this.complaints = new Complaints(config.workerTimeoutNanos() / 4);
    }

    // A cluster begins.

    /** From here on the cluster and the epoch are these. */
    void begin(long cluster, long epoch) {
        views.begin(cluster, epoch);
        learners.begin(epoch);
        replication.begin(epoch);
    }

    /** These workers hold all data of an earlier run, and are the members of this one's first view. */
    void open(List<WorkerSession> ready) {
        for (WorkerSession session : ready) {
            lobby.remove(session);
            Member member = newMember(session);
            member.ready = true;
            member.complete = true;
            members.add(member);
        }
        begun = true;
        dispatcher.onMembers(!members.isEmpty());
        changeView();
    }

    /**
     * A worker has seen versions that this run has yet to give: an earlier run gave them, of which nobody told, where a
     * cluster begins empty rather than wait for everybody. This run goes on behind them.
     */
    void passOverVersions(long seen) {
        long epoch = rules.epochAfter(Math.max(views.epoch(), Versions.epochOf(seen)));
        if (members.isEmpty()) {
            begin(views.cluster(), epoch);
            return;
        }
        views.raise(epoch);
        learners.begin(epoch);
        replication.begin(epoch);
        changeView();
    }

    /** Gives up who the members were; an operator decided so, or there are none. Their connections wait again. */
    void giveUp(boolean mayBeginEmpty) {
        this.mayBeginEmpty = mayBeginEmpty;
        departed.clear();
        for (Member member : members.copy()) {
            WorkerSession session = member.session;
            if (session != null) {
                config.ring().remove(session);
                session.becomeMember(null);
                lobby.await(session);
            }
        }
        members.clear();
        dispatcher.onMembers(false);
        availability.become(Phase.EMPTY, "");
    }

    // Joins.

    /** Returns whether a worker would be the first, and whether it may: old data is given up only if others have newer. */
    boolean mayFound(WorkerSession worker) {
        return !replication.outlivesItsWorkers()
                || mayBeginEmpty
                || !worker.report().holdsData();
    }

    /** Returns whether a worker has ever been let in. */
    boolean hasBegun() {
        return begun;
    }

    /** Lets a worker in that has registered. */
    void admit(WorkerSession session) {
        lobby.remove(session);
        Member member = newMember(session);
        Member donor = members.donorFor(member);
        boolean learns = donor != null && donor.speaksExtensions() && member.speaksExtensions();
        member.ready = !learns;
        member.complete = donor == null;
        boolean holdsNothing =
                replication.outlivesItsWorkers() && !session.report().holdsData();
        if (learns || mayBeginEmpty || holdsNothing) {
            member.storeOrder = StoreOrder.EMPTY;
        }
        letIn(member);
    }

    /**
     * Returns whether a worker may take the place of the last that held all data, which is lost: it does so itself. Only
     * where that is recorded: else no member of the view before would know of the one that follows.
     */
    boolean mayReplaceLast(WorkerSession session) {
        return recorder.records() && departed.holdsAll(session);
    }

    /** Lets a worker in that still holds all that is committed, in place of the last, which is lost. */
    void replaceLast(WorkerSession session) {
        lobby.remove(session);
        Member member = newMember(session);
        member.complete = true;
        promote(member);
        letIn(member);
    }

    /** Lets a worker in as the first, with all that it ever had: an operator decided so. */
    void admitWithAllItHas(WorkerSession session) {
        lobby.remove(session);
        Member member = newMember(session);
        member.ready = true;
        member.complete = true;
        member.storeOrder = StoreOrder.TAKE_BACK;
        letIn(member);
    }

    private void letIn(Member member) {
        begun = true;
        mayBeginEmpty = false;
        members.add(member);
        dispatcher.onMembers(true);
        listener.onWorkerJoined(member.workerId, member.peers.toString());
        changeView();
    }

    private Member newMember(WorkerSession session) {
        Member member = new Member(session);
        learners.nameJoin(member);
        session.becomeMember(member);
        session.heartbeatNanos = nowNanos;
        return member;
    }

    /**
     * A member has connected again, the same run of it, before it was taken out of the view: it has acknowledged whatever
     * was committed meanwhile, so one that is ready keeps its place. A learner begins its import anew.
     */
    void takePlace(Member member, WorkerSession session) {
        lobby.remove(session);
        WorkerSession before = member.session;
        if (before != null) {
            before.becomeMember(null);
            config.ring().remove(before);
            before.leave(dispatcher);
        }
        member.session = session;
        session.becomeMember(member);
        session.heartbeatNanos = nowNanos;
        listener.onWorkerReturned(member.workerId);
        if (!member.announced) {
            changeView();
            return;
        }
        if (member.isLearner() && hasImportedAll(member, session.report())) {
            // This connection has been told nothing yet.
            member.announced = false;
            completeImport(member);
            return;
        }
        if (member.isLearner()) {
            learners.beginAgain(member);
        } else {
            member.storeOrder = StoreOrder.KEEP;
            views.sendJoin(member);
        }
        views.sendCurrent(member);
        learners.forgetDonor(member);
        members.copy().forEach(this::findWork);
        serveIfPossible();
    }

    /** A member has said how much memory its data uses. */
    void onCapacity() {
        availability.onFullness(members.fullness());
    }

    /** Returns whether a learner that was lost had imported all, as a member of the very views that list it. */
    private boolean hasImportedAll(Member learner, Report report) {
        View told = report.view();
        return report.isComplete() && told.epoch() == views.epoch() && told.number() >= learner.listedSince;
    }

    void onImportDone(Member learner, long join) {
        if (learner.isLearner() && rules.isImported(join, learner.join)) {
            completeImport(learner);
        }
    }

    private void completeImport(Member learner) {
        learner.complete = true;
        learner.storeOrder = StoreOrder.KEEP;
        promote(learner);
        changeView();
    }

    private void promote(Member learner) {
        learner.ready = true;
        learner.donor = null;
        for (Member lost : members.copy()) {
            if (lost.session == null) {
                members.remove(lost);
                learners.forgetDonor(lost);
                listener.onWorkerLeft(lost.workerId, learner + " holds all data and takes its place");
            }
        }
    }

    // Views.

    /** The members have changed: a view follows as soon as it may. */
    private void changeView() {
        recorder.require(views.toRecord());
    }

    /** What the next view rests on is recorded: it takes effect. */
    void publish() {
        complaints.clear();
        onCapacity();
        availability.onBaseMember(members.all().stream().anyMatch(member -> !member.speaksExtensions()));
        views.publish();
        members.copy().forEach(this::findWork);
        serveIfPossible();
    }

    /** Has a ready member serve, and a learner learn. */
    private void findWork(Member member) {
        WorkerSession session = member.session;
        if (session != null && member.ready) {
            enterRing(session);
        } else {
            learners.teach(member);
        }
    }

    private void enterRing(WorkerSession session) {
        if (session.enterRing()) {
            config.ring().add(session);
            listener.onWorkerReady(session.workerId());
        }
    }

    private void serveIfPossible() {
        if (isSuspended() || members.isEmpty()) {
            return;
        }
        availability.become(Phase.SERVING, "");
        for (WorkerSession waiting : lobby.copyOfWaiting()) {
            waiting.registerAgain();
        }
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

    // The ring.

    /** A member says again that it is ready: it wants back into the ring. */
    void onReadyAgain(Member member, WorkerSession session) {
        views.acknowledge(member);
        boolean rested = session.isResting();
        session.rest(false);
        if (rested && member.ready && member.announced) {
            enterRing(session);
        }
    }

    /** A worker wants to be left out of the ring; it stays a member. */
    void onNotReady(WorkerSession session) {
        if (!session.isResting()) {
            session.rest(true);
            config.ring().remove(session);
            if (session.member() != null) {
                listener.onWorkerNotReady(session.workerId());
            }
        }
    }

    // Removals.

    /** A member can't reach another one: one of the two has to go, which the complaints of others may tell. */
    void onPeerUnreachable(Member reporter, long workerId) {
        Member accused = members.find(workerId);
        if (accused != null && accused != reporter && accused.session != null) {
            complaints.add(reporter, accused, nowNanos);
        }
    }

    /** The connection of a member is lost, and with it its place, unless it is the last that holds all data. */
    void onLost(Member member, String reason, boolean inOrder) {
        member.session = null;
        boolean wasLast = member.ready && members.isLastReady(member);
        if (!wasLast || !replication.outlivesItsWorkers() || !rules.keepsLastReady()) {
            members.remove(member);
            if (member.ready) {
                departed.add(member);
            }
            dispatcher.onMembers(!members.isEmpty());
            listener.onWorkerLeft(member.workerId, reason);
            findDonorsAgain(member);
            changeView();
            if (members.isEmpty()) {
                availability.become(Phase.EMPTY, "");
            }
            return;
        }
        listener.onWorkerLeft(member.workerId, reason);
        if (inOrder && members.size() == 1) {
            giveUp(false);
            changeView();
        } else if (config.onTotalLoss() == TotalLoss.RESET) {
            begin(views.cluster(), rules.epochAfter(views.epoch()));
            giveUp(true);
            lobby.copyOfWaiting().forEach(WorkerSession::registerAgain);
        } else {
            availability.become(
                    Phase.SUSPENDED,
                    member
                            + ", the last that held all data, is lost; waits until that very process is back, or a learner"
                            + " has imported all; if it is gone for good, kvlb reset starts empty, kvlb recover --from ID"
                            + " with what a worker kept");
        }
    }

    /** Gives the learners of a lost donor another one; where none is left, what the learners have is all there is. */
    private void findDonorsAgain(Member lost) {
        for (Member learner = learners.teachAnew(lost); learner != null; learner = learners.teachAnew(lost)) {
            Member donor = learner.donor;
            if (donor != null) {
                views.orderExport(donor, learner);
            }
            learner.ready = true;
            learner.storeOrder = StoreOrder.TAKE_BACK;
            views.sendJoin(learner);
            promote(learner);
            changeView();
        }
    }

    // Time.

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        learners.onTime(nowNanos);
    }

    /** Returns the connection of who has to go since it can't reach others, once that is due, or null. */
    @Nullable WorkerSession unreachable() {
        if (!complaints.isDue(nowNanos)) {
            return null;
        }
        Member leaver = complaints.leaver(members);
        complaints.clear();
        return leaver == null ? null : leaver.session;
    }

    long nextDeadlineNanos() {
        return complaints.decisionNanos();
    }

    // What is known.

    Members members() {
        return members;
    }

    Views views() {
        return views;
    }
}
