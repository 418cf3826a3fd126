package dev.kvlb.internal.balancer;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to the cluster: registration, joins, views and removals. Only the balancer changes the view.
 *
 * <p>A join goes so: the worker registers; a view that lists it as a learner reaches every member, so that from then on
 * it is told of every write; one complete member exports to it what was there before; it says that the import is done;
 * a view lists it as ready, and it is in the ring. Where the worker or its donor speaks only the base protocol nobody
 * says when an import is done: such a worker is in the ring at once.
 */
final class Membership implements LinkAcceptor {
    private final BalancerConfig config;
    private final RequestTable table;
    private final Replication replication;
    private final Dispatcher dispatcher;
    private final LoadBalancerListener listener;
    private final Announcements announcements;

    private final Map<Long, WorkerSession> members = new LinkedHashMap<>();
    private final Set<WorkerSession> strangers = new LinkedHashSet<>();
    private final Set<WorkerSession> awaitingReturn = new LinkedHashSet<>();
    private final WorkerWatch watch;
    private int openLinks;
    private boolean shutDown;
    private boolean suspended;
    private long lastIncarnation;
    private long view;
    private long joins;
    private long nowNanos;

    Membership(
            BalancerConfig config,
            RequestTable table,
            Replication replication,
            Dispatcher dispatcher,
            LoadBalancerListener listener) {
        this.config = config;
        this.table = table;
        this.replication = replication;
        this.dispatcher = dispatcher;
        this.listener = listener;
        this.announcements = new Announcements(config.epoch(), replication.mode());
        this.watch = new WorkerWatch(config, members.values(), strangers);
        this.joins = Versions.first(config.epoch());
    }

    @Override
    public LinkHandler onAccepted(Link link) {
        WorkerSession session = new WorkerSession(this, replication, table, config, link);
        session.joinDeadlineNanos = nowNanos + config.joinTimeoutNanos();
        openLinks++;
        if (shutDown) {
            shutDown(session);
        } else {
            strangers.add(session);
        }
        return session;
    }

    // Registration.

    /** A worker registers, or wants back into the ring. */
    void onReady(WorkerSession worker, long workerId, int peerPort) {
        if (worker.isMember()) {
            onReadyAgain(worker, workerId);
            return;
        }
        String refusal = refusal(worker, workerId, peerPort);
        if (refusal != null) {
            listener.onWorkerRefused(worker.host(), refusal);
            strangers.remove(worker);
            worker.leave(dispatcher);
            return;
        }
        strangers.remove(worker);
        worker.register(workerId, peerPort);
        if (suspended && worker.incarnation() != lastIncarnation) {
            awaitingReturn.add(worker);
            return;
        }
        admit(worker);
    }

    /** Lets a worker in that has registered. */
    private void admit(WorkerSession worker) {
        long workerId = worker.workerId();
        boolean returned = suspended;
        worker.join = ++joins;
        worker.joinDeadlineNanos = nowNanos + config.joinTimeoutNanos();
        worker.heartbeatNanos = nowNanos;
        WorkerSession donor = donorFor(worker);
        WorkerSession teacher = donor != null && donor.speaksExtensions() && worker.speaksExtensions() ? donor : null;
        boolean learns = teacher != null;
        worker.stage = learns ? WorkerSession.Stage.LEARNER : WorkerSession.Stage.READY;
        worker.complete = donor == null;
        members.put(workerId, worker);
        dispatcher.onMembers(true);
        listener.onWorkerJoined(workerId, worker.host() + ":" + worker.peerPort());
        if (worker.speaksExtensions()) {
            announcements.sendJoin(worker, learns ? MemberRole.LEARNER : MemberRole.READY);
        }
        changeView();
        announcements.announce(worker, members.values(), learns ? null : donor);
        if (teacher != null) {
            orderExport(worker, teacher);
        } else {
            enterRing(worker);
        }
        if (returned) {
            resume();
        }
    }

    /** Refuses a worker that can't be let in, by telling it why; returns the reason, or null where it may come in. */
    private @Nullable String refusal(WorkerSession worker, long workerId, int peerPort) {
        String cannotTakePart = replication.refusalOf(worker);
        if (cannotTakePart != null) {
            worker.sendError(ErrorCode.PROTOCOL_ERROR, cannotTakePart);
            return cannotTakePart;
        }
        if (peerPort == 0) {
            String reason = "peerPort must be 1..65535: 0; tell the port that is bound";
            worker.sendError(ErrorCode.PROTOCOL_ERROR, reason);
            return reason;
        }
        WorkerSession namesake = members.get(workerId);
        if (namesake != null) {
            boolean sameProcess = worker.incarnation() != 0 && worker.incarnation() == namesake.incarnation();
            if (!sameProcess) {
                String reason = "worker id " + workerId + " is registered already, from " + namesake.host() + ":"
                        + namesake.peerPort() + "; choose another id";
                worker.sendError(ErrorCode.PROTOCOL_ERROR, reason);
                return reason;
            }
            remove(namesake, "it connected again");
        }
        if (members.size() >= config.workersMax()) {
            String reason = "the cluster has its " + config.workersMax() + " workers; try again when one has left";
            worker.sendError(ErrorCode.SERVER_BUSY, reason);
            return reason;
        }
        return null;
    }

    private void onReadyAgain(WorkerSession worker, long workerId) {
        if (isAnother(worker, workerId)) {
            return;
        }
        announcements.acknowledge(worker, members.values());
        if (worker.resting) {
            worker.resting = false;
            if (worker.isReady()) {
                enterRing(worker);
            }
        }
    }

    /** A worker wants to be left out of the ring; it stays a member. */
    void onNotReady(WorkerSession worker, long workerId) {
        if (!worker.isMember() || isAnother(worker, workerId) || worker.resting) {
            return;
        }
        worker.resting = true;
        config.ring().remove(worker);
        listener.onWorkerNotReady(workerId);
    }

    private boolean isAnother(WorkerSession worker, long workerId) {
        if (worker.workerId() == workerId) {
            return false;
        }
        worker.sendError(
                ErrorCode.PROTOCOL_ERROR,
                "this connection is worker " + worker.workerId() + "'s, not " + workerId + "'s");
        return true;
    }

    private void enterRing(WorkerSession worker) {
        if (!worker.resting) {
            config.ring().add(worker);
            listener.onWorkerReady(worker.workerId());
        }
    }

    // Joins.

    private @Nullable WorkerSession donorFor(WorkerSession joiner) {
        return Donors.choose(members.values(), joiner);
    }

    private void orderExport(WorkerSession learner, WorkerSession donor) {
        learner.donor = donor;
        announcements.sendExportOrder(donor, learner);
    }

    void onImportDone(WorkerSession worker, long join) {
        if (worker.stage == WorkerSession.Stage.LEARNER && worker.join == join) {
            promote(worker);
            worker.complete = true;
        }
    }

    private void promote(WorkerSession learner) {
        learner.stage = WorkerSession.Stage.READY;
        learner.donor = null;
        changeView();
        enterRing(learner);
        if (suspended) {
            resume();
        }
    }

    // The loss of the last worker that was ready.

    /**
     * Nothing is served until the last worker that was ready is back, the very same run of it, or a learner turns out
     * to have been complete: any other would serve without what was acknowledged.
     */
    private void suspend(WorkerSession last) {
        suspended = true;
        lastIncarnation = last.incarnation();
        listener.onSuspended("worker " + last.workerId() + " is lost");
    }

    /** A worker is ready again: the learners get it as their donor, and those that have waited may join. */
    private void resume() {
        suspended = false;
        listener.onResumed();
        for (WorkerSession member : new ArrayList<>(members.values())) {
            WorkerSession donor = donorFor(member);
            if (member.stage == WorkerSession.Stage.LEARNER && donor != null) {
                orderExport(member, donor);
            }
        }
        List<WorkerSession> waiting = new ArrayList<>(awaitingReturn);
        awaitingReturn.clear();
        waiting.forEach(worker -> onReady(worker, worker.workerId(), worker.peerPort()));
    }

    // Views and removals.

    boolean isCurrent(long epoch, long view) {
        return epoch == config.epoch() && view == this.view;
    }

    private void changeView() {
        view++;
        for (WorkerSession member : members.values()) {
            member.complaints = 0;
        }
        announcements.sendView(view, replication.settledVersion(), members.values());
    }

    /**
     * A member can't reach another one: one of the two has to go, the one about which more members complain. Where that
     * does not decide, a learner goes before a worker that is ready, and who was complained of before who complains.
     */
    void onPeerUnreachable(WorkerSession reporter, long workerId) {
        WorkerSession accused = members.get(workerId);
        if (accused == null || accused == reporter || !reporter.isMember()) {
            return;
        }
        accused.complaints++;
        boolean reporterGoes = (accused.isReady() && !reporter.isReady()) || reporter.complaints > accused.complaints;
        WorkerSession leaver = reporterGoes ? reporter : accused;
        WorkerSession other = reporterGoes ? accused : reporter;
        remove(leaver, other + " and it can't reach one another");
    }

    /** Takes a worker out of the cluster, if it is in it, and closes its connection. */
    void remove(WorkerSession worker, String reason) {
        strangers.remove(worker);
        awaitingReturn.remove(worker);
        boolean wasReady = worker.isReady();
        boolean wasMember = worker.isMember();
        if (worker.stage == WorkerSession.Stage.GONE) {
            return;
        }
        config.ring().remove(worker);
        worker.leave(dispatcher);
        if (wasMember) {
            members.remove(worker.workerId());
            dispatcher.onMembers(!members.isEmpty());
            listener.onWorkerLeft(worker.workerId(), reason);
            if (wasReady && replication.outlivesItsWorkers() && donorFor(worker) == null) {
                suspend(worker);
            } else {
                findDonorsAgain(worker);
            }
            changeView();
        }
    }

    /** Gives the learners of a lost donor another one; where none is left, what the learners have is all there is. */
    private void findDonorsAgain(WorkerSession lost) {
        for (WorkerSession learner : new ArrayList<>(members.values())) {
            if (learner.stage != WorkerSession.Stage.LEARNER || learner.donor != lost) {
                continue;
            }
            WorkerSession donor = donorFor(learner);
            if (donor != null && donor.speaksExtensions()) {
                if (!donor.complete) {
                    beginAgain(learner);
                }
                orderExport(learner, donor);
                continue;
            }
            if (donor != null) {
                announcements.orderBaseExport(donor, learner, members.size());
            }
            announcements.sendJoin(learner, MemberRole.READY);
            promote(learner);
        }
    }

    /** What this learner holds may be more than its new donor does, and is to be the same: it begins with nothing. */
    private void beginAgain(WorkerSession learner) {
        learner.join = ++joins;
        learner.joinDeadlineNanos = nowNanos + config.joinTimeoutNanos();
        announcements.sendJoin(learner, MemberRole.LEARNER);
    }

    void onClosed(WorkerSession worker) {
        openLinks--;
    }

    // Time.

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        for (WorkerSession late : watch.look(nowNanos)) {
            remove(late, watch.reason(late));
        }
    }

    long nextDeadlineNanos() {
        return watch.nextLookNanos();
    }

    long nowNanos() {
        return nowNanos;
    }

    // The end.

    /** Tells every worker that the balancer ends, also those that come back at once, and closes their connections. */
    void shutDown() {
        List<WorkerSession> all = new ArrayList<>(members.values());
        all.addAll(strangers);
        all.addAll(awaitingReturn);
        members.clear();
        dispatcher.onMembers(false);
        strangers.clear();
        awaitingReturn.clear();
        shutDown = true;
        for (WorkerSession worker : all) {
            config.ring().remove(worker);
            shutDown(worker);
        }
    }

    private void shutDown(WorkerSession worker) {
        worker.out().begin(MessageType.SHUTDOWN).end();
        worker.leave(dispatcher);
    }

    boolean hasOpenLinks() {
        return openLinks > 0;
    }

    LoadBalancerListener listener() {
        return listener;
    }

    Iterable<WorkerSession> members() {
        return members.values();
    }

    long view() {
        return view;
    }
}
