package dev.kvlb.internal.balancer;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.LoadBalancerListener;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.LinkAcceptor;
import java.util.ArrayList;
import java.util.List;

/**
 * The balancer as a state machine for one thread: it takes the requests of clients, hands them to workers, and gives
 * the answers back.
 *
 * <p>This class only puts the parts together and passes time on. A request goes {@link ClientSession} →
 * {@link Dispatcher} → {@link WorkerSession} → {@link Replication} → {@link Answers} → {@link ClientSession};
 * {@link Membership} decides which workers there are.
 */
public final class BalancerCore implements Core {
    private final RequestTable table;
    private final Answers answers;
    private final Replication replication;
    private final Dispatcher dispatcher;
    private final Membership membership;
    private final ClientSessions clients;
    private final BalancerConfig config;
    private long nowNanos;
    private boolean draining;
    private long drainDeadlineNanos = NO_DEADLINE;
    private boolean workersToldToGo;

    /** Makes a balancer that has seen nothing yet; {@code nowNanos} is the time from which it counts. */
    public BalancerCore(BalancerConfig config, LoadBalancerListener listener, long nowNanos) {
        this.config = config;
        this.table = new RequestTable();
        this.answers = new Answers(config, table);
        this.replication = Replication.of(config, table, answers);
        this.dispatcher = new Dispatcher(config, table, answers, replication);
        this.membership = new Membership(config, table, replication, dispatcher, listener);
        this.clients = new ClientSessions(config, table, answers, dispatcher, listener);
        onTime(nowNanos);
    }

    /** Returns what takes the connections of clients. */
    public LinkAcceptor clients() {
        return clients;
    }

    /** Returns what takes the connections of workers. */
    public LinkAcceptor workers() {
        return membership;
    }

    @Override
    public void onTime(long nowNanos) {
        answers.onTime(nowNanos);
        dispatcher.onTime(nowNanos);
        clients.onTime(nowNanos);
        membership.onTime(nowNanos);
        this.nowNanos = nowNanos;
    }

    @Override
    public void onTurnEnded() {
        dispatcher.pump();
        clients.onTurnEnded();
        if (draining && !workersToldToGo && (isIdle() || nowNanos >= drainDeadlineNanos)) {
            workersToldToGo = true;
            membership.shutDown();
        }
    }

    @Override
    public long nextDeadlineNanos() {
        long next = Math.min(answers.nextDeadlineNanos(), membership.nextDeadlineNanos());
        next = Math.min(next, clients.nextDeadlineNanos());
        return workersToldToGo ? next : Math.min(next, drainDeadlineNanos);
    }

    /**
     * Begins the orderly end: no request is admitted any more; when those under way are answered, or after the request
     * timeout, clients and workers are told SHUTDOWN and their connections closed.
     */
    @Override
    public void drain() {
        draining = true;
        drainDeadlineNanos = nowNanos + config.requestTimeoutNanos();
        clients.drain();
    }

    private boolean isIdle() {
        return clients.size() == 0 && slotsInUse() == 0;
    }

    /** Returns whether the orderly end has come: every connection is closed. */
    @Override
    public boolean isEnded() {
        return workersToldToGo && clients.size() == 0 && !membership.hasOpenLinks();
    }

    /** Returns how many requests have not come to both their ends, with clients and with workers. */
    int slotsInUse() {
        return table.size();
    }

    /** Returns a picture of the balancer's state. */
    public BalancerSnapshot snapshot() {
        List<BalancerSnapshot.WorkerState> workers = new ArrayList<>();
        for (WorkerSession worker : membership.members()) {
            workers.add(new BalancerSnapshot.WorkerState(
                    worker.workerId(),
                    worker.incarnation(),
                    worker.host(),
                    worker.peerPort(),
                    worker.isReady() ? BalancerSnapshot.Role.READY : BalancerSnapshot.Role.LEARNER,
                    true,
                    worker.isReady() && !worker.resting,
                    worker.speaksExtensions(),
                    worker.inFlight(),
                    worker.requests(),
                    0,
                    0));
        }
        return new BalancerSnapshot(
                BalancerSnapshot.Phase.SERVING,
                "",
                0,
                config.epoch(),
                membership.view(),
                replication.settledVersion(),
                List.copyOf(workers),
                clients.size(),
                dispatcher.queued(),
                answers.size(),
                replication.inFlight(),
                0,
                table.bufferedBytes());
    }
}
