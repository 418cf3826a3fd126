package dev.kvlb.internal.balancer;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.LoadBalancerListener;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The balancer as a state machine for one thread: it takes the requests of clients, hands them to workers, and gives
 * the answers back.
 *
 * <p>This class only puts the parts together and passes time on. A request goes {@link ClientSession} →
 * {@link Dispatcher} → {@link WorkerSession} → {@link Replication} → {@link Answers} → {@link ClientSession};
 * {@link WorkerSessions} takes the connections of workers, {@link Registration} decides who may come in and
 * {@link Departures} who must go, {@link Joins} and {@link Losses} change the {@link Membership}.
 */
public final class BalancerCore implements Core {
    private static final String THE_END = "the balancer ends";

    private final BalancerConfig config;
    private final RequestTable table = new RequestTable();
    private final RequestMeter meter = new RequestMeter();
    private final Lobby lobby = new Lobby();
    private final Availability availability;
    private final Answers answers;
    private final Replication replication;
    private final Dispatcher dispatcher;
    private final Recorder recorder;
    private final ClusterOperator operator;
    private final Membership membership;
    private final Joins joins;
    private final Recovery recovery;
    private final WorkerSessions workers;
    private final ClientSessions clients;
    private final long newCluster;
    private long nowNanos;
    private boolean draining;
    private long drainDeadlineNanos = NO_DEADLINE;
    private boolean workersToldToGo;

    /**
     * Makes a balancer that has seen nothing yet.
     *
     * @param recorded what an earlier run recorded, or null
     * @param store where this run records, or null
     * @param nowNanos the time from which it counts
     * @throws IllegalStateException if no epoch can follow that of the record
     */
    public BalancerCore(
            BalancerConfig config,
            BalancerRules rules,
            @Nullable RecordedState recorded,
            @Nullable StateStore store,
            LoadBalancerListener listener,
            long nowNanos) {
        if (recorded != null && Epochs.isLast(recorded.epoch())) {
            throw new IllegalStateException(Epochs.NONE_FOLLOWS);
        }
        this.config = config;
        this.newCluster = new SplittableRandom(config.seed()).nextLong(1, Long.MAX_VALUE);
        this.availability = new Availability(listener);
        this.answers = new Answers(config, rules, table);
        this.replication = Replication.of(config, rules, table, answers);
        Members members = new Members();
        this.dispatcher = new Dispatcher(config, rules, table, answers, replication, availability, members);
        this.recorder = new Recorder(store, availability, this::onRecorded);
        Views views = new Views(rules, replication, members, recorder);
        this.membership = new Membership(
                views,
                new Learners(config, rules, views, listener),
                new ServingRing(config.ring(), dispatcher, listener),
                new Departed(replication, recorder),
                availability,
                lobby);
        this.joins = new Joins(membership, replication, lobby, listener);
        Losses losses = new Losses(config.onTotalLoss(), rules, replication, membership, listener);
        this.recovery = new Recovery(
                config,
                rules,
                lobby,
                availability,
                recorded,
                replication.outlivesItsWorkers(),
                newCluster,
                new Recovered(),
                nowNanos);
        Quarantine quarantine = new Quarantine(config.workerTimeoutNanos());
        Departures departures = new Departures(
                lobby,
                recovery,
                membership,
                losses,
                new WorkerWatch(config, members, lobby, replication),
                new Complaints(views, config.workerTimeoutNanos() / 4),
                quarantine,
                listener);
        Registration registration = new Registration(
                lobby,
                recovery,
                membership,
                joins,
                new Refusals(config, replication, membership, recovery),
                new Namesakes(lobby, joins, losses, departures, replication),
                departures,
                quarantine);
        this.workers = new WorkerSessions(
                config,
                lobby,
                recovery,
                membership,
                registration,
                departures,
                new WorkerAnswers(table, replication, views),
                listener);
        this.operator = new ClusterOperator(
                replication,
                lobby,
                recovery,
                membership,
                joins,
                this::snapshot,
                new MetricsReport(config.incarnation(), meter, replication),
                newCluster);
        this.clients = new ClientSessions(config, table, answers, meter, dispatcher, operator, listener);
        onTime(nowNanos);
    }

    private void onRecorded() {
        if (recovery.isOver()) {
            membership.publish();
            operator.onRecorded();
        } else {
            recovery.onRecorded();
        }
    }

    /** What comes of the beginning of this run. */
    private final class Recovered implements Recovery.Outcome {
        @Override
        public void onNothingToRecover(long cluster, long epoch, long dataEpoch) {
            membership.views().begin(cluster == 0 ? newCluster : cluster, epoch, dataEpoch);
            membership.giveUp(config.onTotalLoss() == TotalLoss.RESET);
            membership.welcomeWaiting();
        }

        @Override
        public void record(RecordedState state) {
            recorder.require(state);
        }

        @Override
        public void onRecovered(RecordedState begun, List<WorkerSession> ready, List<UnsettledWrites.Row> rows) {
            membership.views().begin(begun.cluster(), begun.epoch(), begun.dataEpoch());
            for (UnsettledWrites.Row row : rows) {
                Request write = table.take();
                write.beginAdopted(row, answers.nowNanos());
                replication.adopt(write);
                dispatcher.drive(write);
            }
            joins.open(ready);
        }
    }

    /** Returns what takes the connections of clients. */
    public LinkAcceptor clients() {
        return clients;
    }

    /** Returns what takes the connections of workers. */
    public LinkAcceptor workers() {
        return workers;
    }

    @Override
    public void onTime(long nowNanos) {
        meter.onTime(nowNanos);
        answers.onTime(nowNanos);
        dispatcher.onTime(nowNanos);
        clients.onTime(nowNanos);
        recorder.onTime(nowNanos);
        workers.onTime(nowNanos);
        this.nowNanos = nowNanos;
    }

    @Override
    public void onTurnEnded() {
        dispatcher.pump();
        clients.onTurnEnded();
        if (draining && !workersToldToGo && (isIdle() || nowNanos >= drainDeadlineNanos)) {
            workersToldToGo = true;
            answers.giveUp(THE_END);
            operator.giveUp(THE_END);
            workers.shutDown();
        }
    }

    @Override
    public long nextDeadlineNanos() {
        long next = Math.min(answers.nextDeadlineNanos(), workers.nextDeadlineNanos());
        next = Math.min(next, Math.min(clients.nextDeadlineNanos(), recorder.nextDeadlineNanos()));
        return workersToldToGo ? next : Math.min(next, drainDeadlineNanos);
    }

    /**
     * Begins the orderly end: no request is admitted any more; when those under way are answered, or after the drain
     * timeout, clients and workers are told SHUTDOWN and their connections closed.
     */
    @Override
    public void drain() {
        draining = true;
        drainDeadlineNanos = nowNanos + config.drainTimeoutNanos();
        clients.drain();
    }

    private boolean isIdle() {
        return clients.size() == 0 && slotsInUse() == 0;
    }

    /** Returns whether the orderly end has come: every connection is closed. */
    @Override
    public boolean isEnded() {
        return workersToldToGo && clients.size() == 0 && workers.size() == 0;
    }

    /** Returns how many requests have not come to both their ends, with clients and with workers. */
    int slotsInUse() {
        return table.size();
    }

    /** Returns a picture of the balancer's state. */
    public BalancerSnapshot snapshot() {
        List<BalancerSnapshot.WorkerState> workers = new ArrayList<>();
        List<BalancerSnapshot.WorkerState> waitedFor = new ArrayList<>();
        for (Member member : membership.members().all()) {
            (member.session == null ? waitedFor : workers).add(stateOf(member));
        }
        for (WorkerSession waiting : lobby.waiting()) {
            workers.add(stateOf(waiting, BalancerSnapshot.Role.NONE));
        }
        workers.addAll(waitedFor);
        return new BalancerSnapshot(
                availability.phase(),
                availability.reason(),
                membership.views().cluster(),
                membership.views().epoch(),
                membership.views().current().number(),
                replication.settledVersion(),
                List.copyOf(workers),
                clients.size(),
                dispatcher.queued(),
                answers.size(),
                replication.inFlight(),
                replication.dirtyKeys(),
                table.bufferedBytes());
    }

    private static BalancerSnapshot.WorkerState stateOf(Member member) {
        BalancerSnapshot.Role role = member.ready ? BalancerSnapshot.Role.READY : BalancerSnapshot.Role.LEARNER;
        WorkerSession session = member.session;
        if (session != null) {
            return stateOf(session, role);
        }
        return new BalancerSnapshot.WorkerState(
                member.workerId,
                member.incarnation,
                member.peers.host(),
                member.peers.port(),
                role,
                false,
                false,
                member.speaksExtensions(),
                0,
                0,
                0,
                0);
    }

    private static BalancerSnapshot.WorkerState stateOf(WorkerSession session, BalancerSnapshot.Role role) {
        return new BalancerSnapshot.WorkerState(
                session.workerId(),
                session.incarnation(),
                session.host(),
                session.peerPort(),
                role,
                true,
                session.isInRing(),
                session.speaksExtensions(),
                session.inFlight(),
                session.requests().total(),
                session.dataBytes(),
                session.dataBytesMax());
    }
}
