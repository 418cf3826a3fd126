package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.Entries;
import dev.kvlb.internal.link.Greeting;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.spi.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the balancer: serves its requests, and passes on what it says of the cluster.
 *
 * <p>A balancer that answers HELLO with WELCOME speaks the extensions: then views name the peers, and a write is
 * settled when they have acknowledged it. Any other is served as the base protocol has it.
 */
final class BalancerSession implements LinkHandler, KeyValueStore.EntryVisitor {
    private final WorkerCore core;
    private final WorkerConfig config;
    private final Replica replica;
    private final PeerTable peers;
    private final Coordinator coordinator;
    private final Link link;

    private final boolean saidHello;
    private boolean welcomed;
    private boolean heardAnything;
    private boolean turnedAway;
    private boolean admitted;
    private boolean registryComplete;
    private boolean linearizable;
    private String endReason = "the connection was lost";
    private View.@Nullable Builder nextView;
    private long retrieving;

    BalancerSession(
            WorkerCore core,
            WorkerConfig config,
            Replica replica,
            PeerTable peers,
            Coordinator coordinator,
            Link link,
            boolean sayHello) {
        this.core = core;
        this.config = config;
        this.replica = replica;
        this.peers = peers;
        this.coordinator = coordinator;
        this.link = link;
        this.saidHello = sayHello;
    }

    /** Registers this worker; the base frame follows the greeting at once. */
    void register() {
        if (saidHello) {
            Greeting.sayHello(link.out(), Handshake.WORKER, config.incarnation());
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
        switch (type) {
            case RETRIEVE_REQUEST -> retrieve(frame);
            case VERSIONED_STORE -> storeVersioned(frame);
            case STORE_REQUEST -> store(frame);
            case HEARTBEAT ->
                link.out()
                        .begin(MessageType.HEARTBEAT_ACK)
                        .u64(frame.number(FieldName.SEQUENCE))
                        .end();
            case WELCOME -> welcomed = true;
            case JOIN -> {
                admitted = true;
                linearizable = frame.number(FieldName.MODE) == ReplicationMode.LINEARIZABLE;
                core.onJoin(frame.number(FieldName.JOIN), frame.number(FieldName.ROLE) == MemberRole.LEARNER);
            }
            case VIEW_START -> nextView = new View.Builder(frame);
            case VIEW_MEMBER -> partOfView(type).add(frame);
            case VIEW_END -> {
                View view = partOfView(type).build();
                nextView = null;
                core.onView(view);
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

    // Requests.

    private void store(Frame frame) {
        ErrorCode refusal = Entries.refusal(frame);
        if (refusal != ErrorCode.NONE) {
            answerStore(frame, refusal);
            return;
        }
        replica.applyUnversioned(frame.key(), frame.value());
        answerStore(frame, ErrorCode.NONE);
        peers.notifyBasePeers(frame.key(), frame.value());
    }

    private void storeVersioned(Frame frame) throws MalformedFrameException {
        long version = Entries.version(frame);
        ErrorCode refusal = Entries.refusal(frame);
        if (refusal != ErrorCode.NONE) {
            answerStore(frame, refusal);
            return;
        }
        replica.apply(version, frame.key(), frame.value());
        if (!linearizable) {
            answerStore(frame, ErrorCode.NONE);
        }
        coordinator.begin(new Write(frame), peers);
        peers.notifyBasePeers(frame.key(), frame.value());
    }

    private void answerStore(Frame frame, ErrorCode result) {
        link.out()
                .begin(MessageType.STORE_RESPONSE)
                .u8(result.code())
                .u32(frame.number(FieldName.CLIENT_ID))
                .bytes(frame.key())
                .end();
    }

    private void retrieve(Frame frame) {
        retrieving = frame.number(FieldName.CLIENT_ID);
        if (Entries.refusalOfKey(frame) != ErrorCode.NONE) {
            // Not repeated: it may be too long for the answer.
            beginAnswer(ErrorCode.INVALID_KEY, 0).u16(0).u16(0).end();
        } else if (!replica.find(frame.key(), this)) {
            beginAnswer(ErrorCode.KEY_NOT_FOUND, 0).bytes(frame.key()).u16(0).end();
        }
    }

    /** The entry that a retrieve found. */
    @Override
    public void entry(long version, ByteSlice key, @Nullable ByteSlice value) {
        if (value == null) {
            beginAnswer(ErrorCode.KEY_NOT_FOUND, version).bytes(key).u16(0).end();
        } else {
            beginAnswer(ErrorCode.NONE, version).bytes(key).bytes(value).end();
        }
    }

    private FrameWriter beginAnswer(ErrorCode result, long version) {
        FrameWriter out = link.out();
        if (linearizable) {
            return out.begin(MessageType.VERSIONED_RETRIEVE_RESPONSE)
                    .u8(result.code())
                    .u32(retrieving)
                    .u64(version);
        }
        return out.begin(MessageType.RETRIEVE_RESPONSE).u8(result.code()).u32(retrieving);
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

    // The end.

    private void end(String reason) {
        endReason = reason;
        link.close();
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        String reason = String.valueOf(cause.getMessage());
        core.listener().onPeerMisbehaved(config.balancer().host(), reason);
        link.out()
                .begin(MessageType.ERROR)
                .u8(ErrorCode.PROTOCOL_ERROR.code())
                .text(reason)
                .end();
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
