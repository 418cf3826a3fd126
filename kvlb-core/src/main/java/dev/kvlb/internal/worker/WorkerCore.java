package dev.kvlb.internal.worker;

import dev.kvlb.WorkerListener;
import dev.kvlb.WorkerSnapshot;
import dev.kvlb.WorkerSnapshot.Role;
import dev.kvlb.internal.link.Backoff;
import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.StoreOrder;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The worker as a state machine for one thread: it holds the data, answers the balancer, tells its peers of each write,
 * and exports to new ones.
 *
 * <p>This class decides what the worker is to its cluster, and connects to the balancer again and again. A request goes
 * {@link BalancerSession} → {@link Replica} and {@link Coordinator} → {@link Peer}; what peers send comes in through
 * {@link PeerInbox}.
 */
public final class WorkerCore implements Core {
    private static final int GREETINGS_IN_VAIN_MAX = 3;

    private final WorkerConfig config;
    private final Connector connector;
    private final WorkerListener listener;
    private final WorkerRules rules;
    private final Allegiance allegiance;
    private final Replica replica;
    private final Coordinator coordinator;
    private final PeerTable peers;
    private final PeerInboxes inboxes;
    private final Exports exports;
    private final Backoff backoff;

    private Role role = Role.DISCONNECTED;
    private @Nullable BalancerSession balancer;
    private int peerPort;
    private boolean sayHello = true;
    private int greetingsInVain;
    private boolean resting;
    private boolean ending;
    private boolean ended;
    private long nowNanos;
    private long connectNanos = NO_DEADLINE;
    private long endNanos = NO_DEADLINE;

    /** Makes a worker that does nothing before {@link #start}; {@code nowNanos} is the time from which it counts. */
    public WorkerCore(
            WorkerConfig config, Connector connector, WorkerRules rules, WorkerListener listener, long nowNanos) {
        this.config = config;
        this.connector = connector;
        this.rules = rules;
        this.listener = listener;
        this.nowNanos = nowNanos;
        SplittableRandom random = new SplittableRandom(config.seed());
        this.allegiance = new Allegiance(rules);
        this.replica = new Replica(config.stores(), rules);
        this.coordinator = new Coordinator(rules, this::onSettled);
        this.exports = new Exports(replica);
        this.peers = new PeerTable(config, connector, coordinator, listener, new PeerEvents(), random.split());
        this.inboxes = new PeerInboxes(config, rules, replica, listener, this::onImported);
        this.backoff = new Backoff(config.retryFirstNanos(), config.retryMaxNanos(), random.split());
        peers.onTime(nowNanos);
    }

    /** Returns what takes the connections of peers. */
    public LinkAcceptor peers() {
        return inboxes;
    }

    /** Begins to connect to the balancer, and goes on to until {@link #drain()}; peers connect to this port. */
    public void start(int peerPort) {
        this.peerPort = peerPort;
        connectNanos = nowNanos + backoff.nextNanos();
    }

    /** Leaves the ring and stays in the cluster. */
    public void notReady() {
        resting = true;
        BalancerSession session = balancer;
        if (session != null) {
            session.sendNotReady();
        }
    }

    /** Enters the ring again after {@link #notReady()}. */
    public void ready() {
        boolean wasResting = resting;
        resting = false;
        BalancerSession session = balancer;
        if (wasResting && session != null) {
            session.sendReady();
        }
    }

    /**
     * Begins the orderly end: the worker leaves the ring, waits until its peers have acknowledged what it coordinates
     * and have what it exports, or for the drain timeout, and says SHUTDOWN.
     */
    @Override
    public void drain() {
        ending = true;
        connectNanos = NO_DEADLINE;
        endNanos = nowNanos + config.drainTimeoutNanos();
        BalancerSession session = balancer;
        if (session != null) {
            session.sendNotReady();
        }
    }

    /** Returns whether the orderly end has come, or the balancer has refused this worker for good. */
    @Override
    public boolean isEnded() {
        return ended && balancer == null;
    }

    /** Returns what this worker is to its cluster. */
    Role role() {
        return role;
    }

    // The connection to the balancer.

    private void connect() {
        connectNanos = NO_DEADLINE;
        connector.connect(config.balancer(), new Connector.Outcome() {
            @Override
            public LinkHandler onConnected(Link link) {
                BalancerSession session = new BalancerSession(
                        WorkerCore.this, config, replica, allegiance, peers, coordinator, link, sayHello);
                if (ending) {
                    link.close();
                    return session;
                }
                balancer = session;
                session.register();
                if (resting) {
                    session.sendNotReady();
                }
                listener.onConnected(config.balancer().toString());
                return session;
            }

            @Override
            public void onFailed(String reason) {
                listener.onDisconnected(config.balancer().toString(), reason);
                connectLater();
            }
        });
    }

    private void connectLater() {
        if (!ending) {
            connectNanos = nowNanos + backoff.nextNanos();
        }
    }

    /**
     * The balancer is lost: it drives what this worker coordinated to its end elsewhere, and who belongs to the cluster
     * it will say when it is back. The data stays.
     */
    void onDisconnected(BalancerSession session, String reason) {
        if (balancer != session) {
            return;
        }
        balancer = null;
        role = allegiance.cluster() == 0 ? Role.DISCONNECTED : Role.FENCED;
        sayHello = mayBearHello(session);
        if (rules.fencesItself()) {
            coordinator.forgetAll();
            peers.removeAll();
            inboxes.closeAll();
        }
        listener.onDisconnected(config.balancer().toString(), reason);
        connectLater();
    }

    /**
     * Returns whether the next connection begins with a HELLO. A balancer of the base protocol may not bear it, and says
     * so or closes the connection: then the two ways take turns. But one connection that is lost tells little, and to a
     * balancer that would have understood, a worker without HELLO is one without versions. The balancer of a cluster
     * understands, whatever stands before it and closes connections: it would refuse such a worker for good.
     */
    private boolean mayBearHello(BalancerSession last) {
        if (allegiance.cluster() != 0) {
            return true;
        }
        greetingsInVain = last.wasGreetedInVain() ? greetingsInVain + 1 : 0;
        return greetingsInVain == 0 || (!last.wasTurnedAway() && greetingsInVain < GREETINGS_IN_VAIN_MAX);
    }

    /** The balancer will not have this worker, whatever it does. */
    void onRefused(String reason) {
        ending = true;
        ended = true;
        listener.onRefused(reason);
    }

    // Membership.

    /** The balancer lets this worker in, and says what becomes of the data that it holds. */
    void onJoin(long join, boolean asLearner, int storeOrder) {
        backoff.reset();
        if (asLearner) {
            role = Role.LEARNER;
            replica.beginImport();
            listener.onImportStarted();
        } else if (storeOrder == StoreOrder.EMPTY) {
            replica.reset();
        } else if (storeOrder == StoreOrder.TAKE_BACK) {
            replica.takeBack();
        }
        inboxes.onJoin(join, asLearner);
    }

    void onView(View view) {
        allegiance.onView(view);
        peers.onView(view);
        inboxes.onView(view);
        if (view.hasReady(config.workerId())) {
            becomeReady();
        }
    }

    /** Returns what this worker's store is, for a balancer that has not told it what it is to be. */
    int heldRole() {
        if (allegiance.cluster() == 0) {
            return MemberRole.NONE;
        }
        return replica.isComplete() ? MemberRole.READY : MemberRole.LEARNER;
    }

    void onAdmittedByBaseBalancer() {
        backoff.reset();
        becomeReady();
    }

    private void becomeReady() {
        if (role != Role.READY) {
            role = Role.READY;
            replica.onComplete();
            inboxes.onReady();
            listener.onReady();
        }
    }

    private void onImported() {
        replica.onImported();
        listener.onImported(replica.size());
        BalancerSession session = balancer;
        if (session != null) {
            session.sendImportDone(inboxes.join());
        }
    }

    void onExportOrder(long workerId, long join) {
        Peer peer = peers.find(workerId);
        if (peer != null) {
            exports.order(peer, join);
        }
    }

    void onBaseExportOrder(long workerId) {
        Peer peer = peers.find(workerId);
        if (peer != null) {
            exports.orderBase(peer);
        }
    }

    // Replication.

    private void onSettled(Write write) {
        BalancerSession session = balancer;
        if (session != null) {
            session.sendSettled(write, peers.view());
        }
    }

    private final class PeerEvents implements PeerTable.Events {
        @Override
        public void onConnected(Peer peer) {
            exports.onConnected(peer);
        }

        @Override
        public void onRemoved(Peer peer) {
            exports.onRemoved(peer);
        }

        @Override
        public void onUnreachable(long workerId) {
            BalancerSession session = balancer;
            if (session != null) {
                session.sendUnreachable(workerId);
            }
        }
    }

    // Time.

    @Override
    public void onTime(long nowNanos) {
        boolean stoodStill = nowNanos - this.nowNanos > config.balancerTimeoutNanos() / 2;
        this.nowNanos = nowNanos;
        BalancerSession session = balancer;
        if (session != null) {
            session.onTime(nowNanos, stoodStill);
        }
        if (connectNanos <= nowNanos) {
            connect();
        }
        peers.onTime(nowNanos);
    }

    @Override
    public void onTurnEnded() {
        inboxes.onTurnEnded();
        exports.onTurnEnded();
        BalancerSession session = balancer;
        if (session != null) {
            session.onTurnEnded();
        }
        boolean nothingLeft = session == null || (coordinator.size() == 0 && exports.size() == 0);
        if (ending && !ended && (nothingLeft || endNanos <= nowNanos)) {
            ended = true;
            endNanos = NO_DEADLINE;
            if (session != null) {
                session.shutDown();
            }
        }
    }

    @Override
    public long nextDeadlineNanos() {
        BalancerSession session = balancer;
        if (exports.isRunnable() || (session != null && session.isRunnable())) {
            return nowNanos;
        }
        long next = Math.min(Math.min(connectNanos, endNanos), peers.nextDeadlineNanos());
        return session == null ? next : Math.min(next, session.nextLookNanos(nowNanos));
    }

    long nowNanos() {
        return nowNanos;
    }

    int peerPort() {
        return peerPort;
    }

    WorkerListener listener() {
        return listener;
    }

    /** Returns a picture of the worker's state. */
    public WorkerSnapshot snapshot() {
        View view = peers.view();
        return new WorkerSnapshot(
                config.workerId(),
                role,
                allegiance.cluster(),
                view.epoch(),
                view.number(),
                replica.settled(),
                replica.size(),
                replica.bytesInUse(),
                config.dataBytesMax(),
                peers.size(),
                coordinator.size(),
                exports.size());
    }
}
