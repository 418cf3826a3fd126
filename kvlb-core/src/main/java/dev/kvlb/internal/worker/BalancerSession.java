package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.ErrorFrame;
import dev.kvlb.internal.link.Greeting;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.ReplicationMode;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the balancer: serves its requests, and passes on what it says of the cluster.
 *
 * <p>A balancer that answers HELLO with WELCOME speaks the extensions: then views name the peers, and a write is
 * settled when they have acknowledged it. Any other is served as the base protocol has it.
 */
final class BalancerSession implements LinkHandler {
    private final WorkerCore core;
    private final WorkerConfig config;
    private final Replica replica;
    private final Allegiance allegiance;
    private final PeerTable peers;
    private final Link link;
    private final Serving serving;

    private final boolean saidHello;
    private boolean welcomed;
    private boolean heardAnything;
    private boolean turnedAway;
    private boolean admitted;
    private boolean toldToWait;
    private boolean registryComplete;
    private String endReason = "the connection was lost";
    private View.@Nullable Builder nextView;
    private @Nullable UnsettledReport unsettled;
    private boolean full;
    private long heardNanos;

    BalancerSession(
            WorkerCore core,
            WorkerConfig config,
            Replica replica,
            Allegiance allegiance,
            PeerTable peers,
            Coordinator coordinator,
            Link link,
            boolean sayHello) {
        this.core = core;
        this.config = config;
        this.replica = replica;
        this.allegiance = allegiance;
        this.peers = peers;
        this.link = link;
        this.serving = new Serving(replica, peers, coordinator, link);
        this.saidHello = sayHello;
        this.heardNanos = core.nowNanos();
    }

    /** Registers this worker; the base frame follows the greeting at once. */
    void register() {
        if (saidHello) {
            Greeting.helloOfWorker(link.out(), config.incarnation());
        }
        sendReady();
    }

    void sendReady() {
        link.out()
                .begin(MessageType.WORKER_READY)
                .u32(config.workerId())
                .u16(core.peerPort())
                .end();
    }

    void sendNotReady() {
        link.out().begin(MessageType.WORKER_NOT_READY).u32(config.workerId()).end();
    }

    // What the balancer sends.

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        MessageType type = frame.type();
        if (type.isExtension() && !welcomed && type != MessageType.WELCOME) {
            throw MalformedFrameException.wrongSide(type, "balancer without a WELCOME");
        }
        heardAnything = heardAnything || type != MessageType.ERROR;
        heardNanos = core.nowNanos();
        switch (type) {
            case RETRIEVE_REQUEST -> serving.retrieve(frame);
            case VERSIONED_STORE -> serving.storeVersioned(frame);
            case VERSIONED_DELETE -> serving.deleteVersioned(frame);
            case STORE_REQUEST -> serving.store(frame);
            case HEARTBEAT -> onHeartbeat(frame);
            case WELCOME -> onWelcome();
            case UNSETTLED_QUERY -> onUnsettledQuery(frame);
            case JOIN -> onJoin(frame);
            case VIEW_START -> nextView = new View.Builder(frame);
            case VIEW_MEMBER -> partOfView(type).add(frame);
            case VIEW_END -> {
                View view = partOfView(type).build();
                nextView = null;
                onView(view);
            }
            case EXPORT_ORDER -> core.onExportOrder(frame.number(FieldName.WORKER_ID), frame.number(FieldName.JOIN));
            case WORKER_REGISTRY_START -> {}
            case WORKER_ENTRY -> onEntry(frame);
            case WORKER_REGISTRY_END -> onRegistryEnd();
            case SHUTDOWN -> end("it shut down");
            case ERROR -> onError(frame);
            default -> throw MalformedFrameException.wrongSide(type, "balancer");
        }
        return true;
    }

    @Override
    public boolean onFrameAhead(Frame frame) {
        switch (frame.type()) {
            case RETRIEVE_REQUEST, VERSIONED_STORE, VERSIONED_DELETE, STORE_REQUEST -> replica.prefetch(frame.key());
            default -> {}
        }
        return true;
    }

    private void onHeartbeat(Frame heartbeat) {
        if (!admitted && !toldToWait) {
            toldToWait = true;
            core.listener().onWaiting(config.balancer().toString());
        }
        replica.onSettled(heartbeat.number(FieldName.SETTLED));
        link.out()
                .begin(MessageType.HEARTBEAT_ACK)
                .u64(heartbeat.number(FieldName.SEQUENCE))
                .end();
        sendCapacity();
    }

    /** The balancer speaks the extensions: it is told what this worker holds before it decides what becomes of it. */
    private void onWelcome() {
        welcomed = true;
        serving.onWelcome();
        link.out()
                .begin(MessageType.REPORT)
                .u64(allegiance.cluster())
                .u32(allegiance.epoch())
                .u8(core.heldRole())
                .u64(replica.lastVersion())
                .end();
        allegiance.view().with(replica.settled()).write(link.out());
        sendCapacity();
    }

    private void onUnsettledQuery(Frame query) {
        if (isObeyed(query.number(FieldName.CLUSTER), query.number(FieldName.EPOCH))) {
            unsettled = new UnsettledReport(replica, link);
        }
    }

    private void onJoin(Frame join) {
        // What was unsettled before is asked of nobody any more.
        unsettled = null;
        if (isObeyed(join.number(FieldName.CLUSTER), join.number(FieldName.EPOCH))) {
            admitted = true;
            serving.onMode(join.number(FieldName.MODE) == ReplicationMode.LINEARIZABLE);
            core.onJoin(join.number(FieldName.JOIN), join.number(FieldName.ROLE) == MemberRole.LEARNER, (int)
                    join.number(FieldName.STORE));
        }
    }

    private void onView(View view) {
        if (isObeyed(allegiance.joining(), view.epoch())) {
            // Before what waits for this view is let in: it may be settled.
            replica.onView(view);
            core.onView(view);
        }
    }

    /** Obeys a balancer of this cluster and epoch, or leaves it and says why: the data stays as it is. */
    private boolean isObeyed(long cluster, long epoch) {
        String refusal = allegiance.refusal(cluster, epoch);
        if (refusal == null) {
            allegiance.obey(cluster, epoch);
            return true;
        }
        core.listener().onPeerMisbehaved(config.balancer().host(), refusal);
        ErrorFrame.append(link.out(), ErrorCode.PROTOCOL_ERROR, refusal);
        end(refusal);
        return false;
    }

    private View.Builder partOfView(MessageType type) throws MalformedFrameException {
        View.Builder builder = nextView;
        if (builder == null) {
            throw new MalformedFrameException(type.code(), "type", 0, "VIEW_START before it", type.toString());
        }
        return builder;
    }

    private void onEntry(Frame frame) {
        long workerId = frame.number(FieldName.WORKER_ID);
        if (!welcomed) {
            Endpoint endpoint = new Endpoint(frame.text(FieldName.ADDRESS), (int) frame.number(FieldName.PORT));
            peers.onRegistryEntry(new View.Member(workerId, 0, endpoint, true));
        }
        if (frame.number(FieldName.SHOULD_EXPORT_DATA) != 0) {
            core.onBaseExportOrder(workerId);
        }
    }

    /** A balancer of the base protocol ends the registry, and then once more: that acknowledges the registration. */
    private void onRegistryEnd() {
        if (welcomed || admitted) {
            return;
        }
        if (registryComplete) {
            admitted = true;
            core.onAdmittedByBaseBalancer();
        }
        registryComplete = true;
    }

    private void onError(Frame frame) {
        String message = frame.text(FieldName.MESSAGE);
        turnedAway = true;
        endReason = message;
        boolean protocolError = frame.number(FieldName.ERROR_CODE) == ErrorCode.PROTOCOL_ERROR.code();
        boolean answersHello = saidHello && !welcomed;
        if (!admitted && protocolError && !answersHello) {
            core.onRefused(message);
            link.close();
        } else {
            core.listener().onPeerMisbehaved(config.balancer().host(), message);
        }
    }

    // What the balancer is told.

    void sendSettled(Write write, View view) {
        link.out()
                .begin(MessageType.STORE_SETTLED)
                .u32(write.clientId)
                .u32(view.epoch())
                .u32(view.number())
                .end();
    }

    /** Says how much memory the data uses, and how much it may. */
    private void sendCapacity() {
        if (welcomed) {
            long bytes = replica.bytesInUse();
            full = bytes >= config.dataBytesMax();
            link.out()
                    .begin(MessageType.CAPACITY)
                    .u64(bytes)
                    .u64(config.dataBytesMax())
                    .end();
        }
    }

    void sendImportDone(long join) {
        link.out().begin(MessageType.IMPORT_DONE).u64(join).end();
    }

    void sendUnreachable(long workerId) {
        if (welcomed) {
            link.out().begin(MessageType.PEER_UNREACHABLE).u32(workerId).end();
        }
    }

    /** Ends the connection in order. */
    void shutDown() {
        FrameWriter out = link.out();
        out.begin(MessageType.SHUTDOWN).end();
        link.close();
    }

    // Turns and time.

    void onTurnEnded() {
        if (full != replica.bytesInUse() >= config.dataBytesMax()) {
            sendCapacity();
        }
        UnsettledReport report = unsettled;
        if (report != null && report.sendSlice()) {
            unsettled = null;
        }
    }

    /** Returns whether there is something to do now. */
    boolean isRunnable() {
        UnsettledReport report = unsettled;
        return report != null && report.isRunnable();
    }

    /** Time has gone on; where this process stood still, what the balancer said meanwhile may lie unread. */
    void onTime(long nowNanos, boolean stoodStill) {
        if (stoodStill) {
            heardNanos = nowNanos;
        }
        if (deadlineNanos() <= nowNanos) {
            heardNanos = nowNanos;
            end("nothing came from it for " + config.balancerTimeoutNanos() / 1_000_000 + " ms");
        }
    }

    /**
     * Returns when to look again at the latest: also where nothing is due, since a longer time between two looks is taken
     * for one in which this process stood still.
     */
    long nextLookNanos(long nowNanos) {
        return Math.min(deadlineNanos(), nowNanos + config.balancerTimeoutNanos() / 4);
    }

    /** Returns when the balancer is lost if nothing comes: one that has no heartbeat need not say anything again. */
    private long deadlineNanos() {
        return welcomed || !heardAnything ? heardNanos + config.balancerTimeoutNanos() : Core.NO_DEADLINE;
    }

    // The end.

    private void end(String reason) {
        endReason = reason;
        link.close();
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        String reason = String.valueOf(cause.getMessage());
        core.listener().onPeerMisbehaved(config.balancer().host(), reason);
        ErrorFrame.append(link.out(), ErrorCode.PROTOCOL_ERROR, reason);
        end(reason);
    }

    @Override
    public void onInputEnded() {
        link.close();
    }

    @Override
    public void onDrained() {}

    @Override
    public void onClosed() {
        core.onDisconnected(this, endReason);
    }

    /** Returns whether the balancer said nothing to the HELLO: it may be one that can't bear it. */
    boolean wasGreetedInVain() {
        return saidHello && !welcomed && !heardAnything;
    }

    /** Returns whether the balancer answered with an ERROR. */
    boolean wasTurnedAway() {
        return turnedAway;
    }
}
