package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Greeting;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.spi.WorkerRing;
import org.jspecify.annotations.Nullable;

/** One worker's connection: hands it requests, and takes its answers and what it says of its peers. */
final class WorkerSession implements LinkHandler, WorkerRing.Member {
    /** How far a worker has come. */
    enum Stage {
        /** Connected, and not registered. */
        STRANGER,
        /** A member that receives every write and imports what was there before. */
        LEARNER,
        /** A member that holds all data. */
        READY,
        /** No member any more. */
        GONE
    }

    private final Membership membership;
    private final Replication replication;
    private final RequestTable table;
    private final BalancerConfig config;
    private final Link link;
    private final RequestList unanswered = new RequestList();
    private final RequestList unsettled = new RequestList();

    private boolean greeted;
    private long incarnation;
    private long workerId;
    private int peerPort;
    private long requests;

    Stage stage = Stage.STRANGER;

    /** The identity of this worker's join; 0 before there is one. */
    long join;

    /** Until when this worker must have imported the data. */
    long joinDeadlineNanos;

    /** Who exports to this learner. */
    @Nullable WorkerSession donor;

    /** Whether the worker asked to be left out of the ring. */
    boolean resting;

    /** Whether the worker is known to hold all data; of one that speaks only the base protocol nobody knows. */
    boolean complete;

    /** When the last frame came from this worker. */
    long heardNanos;

    /** Before this nothing that the worker owes is held against it. */
    long forgiveUntilNanos = Long.MIN_VALUE;

    /** When the last heartbeat went out. */
    long heartbeatNanos;

    /** How many other members said that they can't reach this one. */
    int complaints;

    WorkerSession(
            Membership membership, Replication replication, RequestTable table, BalancerConfig config, Link link) {
        this.membership = membership;
        this.replication = replication;
        this.table = table;
        this.config = config;
        this.link = link;
    }

    // What the worker sends.

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        heardNanos = membership.nowNanos();
        MessageType type = frame.type();
        if (type.isExtension() && !greeted && type != MessageType.HELLO) {
            throw MalformedFrameException.wrongSide(type, "worker without a HELLO");
        }
        switch (type) {
            case STORE_RESPONSE -> onStoreResponse(frame);
            case RETRIEVE_RESPONSE, VERSIONED_RETRIEVE_RESPONSE -> onRetrieveResponse(frame);
            case STORE_SETTLED -> onStoreSettled(frame);
            case HEARTBEAT_ACK -> {}
            case HELLO -> onHello(frame);
            case WORKER_READY ->
                membership.onReady(this, frame.number(FieldName.WORKER_ID), (int) frame.number(FieldName.PEER_PORT));
            case WORKER_NOT_READY -> membership.onNotReady(this, frame.number(FieldName.WORKER_ID));
            case IMPORT_DONE -> membership.onImportDone(this, frame.number(FieldName.JOIN));
            case PEER_UNREACHABLE -> membership.onPeerUnreachable(this, frame.number(FieldName.WORKER_ID));
            case SHUTDOWN -> membership.remove(this, "it shut down");
            case ERROR -> membership.listener().onPeerMisbehaved(link.remoteHost(), frame.text(FieldName.MESSAGE));
            default -> throw MalformedFrameException.wrongSide(type, "worker");
        }
        return stage != Stage.GONE;
    }

    private void onHello(Frame hello) throws MalformedFrameException {
        if (stage != Stage.STRANGER) {
            throw MalformedFrameException.wrongSide(MessageType.HELLO, "registered worker");
        }
        long announced = hello.number(FieldName.INCARNATION);
        if (announced == 0) {
            // In a view that is a worker of the base protocol: its peers would tell it of writes without versions.
            throw new MalformedFrameException(
                    hello.type().code(),
                    FieldName.INCARNATION.toString(),
                    hello.start(FieldName.INCARNATION) - hello.offset(),
                    "any but 0 from a worker",
                    "0");
        }
        Greeting.answer(hello, link.out(), Handshake.BALANCER, config.incarnation());
        greeted = true;
        incarnation = announced;
    }

    private void onStoreResponse(Frame frame) {
        Request request = underWay(frame);
        if (request != null && request.isWrite()) {
            replication.onStored(request, this, ErrorCode.of((int) frame.number(FieldName.RESULT)));
        }
    }

    private void onRetrieveResponse(Frame frame) throws MalformedFrameException {
        boolean versioned = frame.type() == MessageType.VERSIONED_RETRIEVE_RESPONSE;
        if (versioned != (replication.mode() == ReplicationMode.LINEARIZABLE)) {
            throw MalformedFrameException.wrongSide(frame.type(), "worker in this mode");
        }
        Request request = underWay(frame);
        if (request != null && !request.isWrite()) {
            replication.onRetrieved(request, frame);
        }
    }

    private void onStoreSettled(Frame frame) {
        Request request = underWay(frame);
        if (request != null && request.isWrite()) {
            boolean current = membership.isCurrent(frame.number(FieldName.EPOCH), frame.number(FieldName.VIEW));
            replication.onSettled(request, this, current);
        }
    }

    /** Returns the request that this worker has under way by this id, or null: the answer to it is too late. */
    private @Nullable Request underWay(Frame frame) {
        Request request = table.find(frame.number(FieldName.CLIENT_ID));
        return request != null && request.worker == this ? request : null;
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        String reason = String.valueOf(cause.getMessage());
        membership.listener().onPeerMisbehaved(link.remoteHost(), reason);
        sendError(ErrorCode.PROTOCOL_ERROR, reason);
        membership.remove(this, "it broke the protocol: " + reason);
    }

    @Override
    public void onInputEnded() {
        membership.remove(this, "it closed its connection");
    }

    @Override
    public void onDrained() {}

    @Override
    public void onClosed() {
        membership.remove(this, "its connection was lost");
        membership.onClosed(this);
    }

    // What the worker is sent.

    /** Hands the worker a request that no other worker has. */
    void send(Request request, long nowNanos) {
        request.worker = this;
        request.sentNanos = nowNanos;
        boolean owesAnAnswer = !request.isWrite() || replication.awaitsStored();
        (owesAnAnswer ? unanswered : unsettled).add(request.byWorker);
        requests++;
        write(request);
    }

    /** Hands the worker a write that it has settled in a view that is not the current one any more. */
    void sendAgain(Request write) {
        write(write);
    }

    private void write(Request request) {
        FrameWriter out = link.out();
        if (!request.isWrite()) {
            out.begin(MessageType.RETRIEVE_REQUEST).u32(request.id());
        } else if (greeted) {
            out.begin(MessageType.VERSIONED_STORE).u32(request.id()).u64(request.version);
        } else {
            out.begin(MessageType.STORE_REQUEST).u32(request.id());
        }
        request.writePayload(out);
        out.end();
    }

    /** The write is applied here; what is awaited of this worker now is that all others have it too. */
    void awaitSettled(Request write) {
        RequestList.remove(write.byWorker);
        unsettled.add(write.byWorker);
    }

    void sendError(ErrorCode code, String message) {
        link.out().begin(MessageType.ERROR).u8(code.code()).text(message).end();
    }

    void sendHeartbeat(long nowNanos) {
        heartbeatNanos = nowNanos;
        link.out().begin(MessageType.HEARTBEAT).u64(nowNanos).u64(0).end();
    }

    FrameWriter out() {
        return link.out();
    }

    /**
     * Closes the connection, and hands each request that this worker had under way to {@code dispatcher}, writes that
     * are not settled first: a read behind one of them shows it again.
     */
    void leave(Dispatcher dispatcher) {
        stage = Stage.GONE;
        link.close();
        for (RequestList list : new RequestList[] {unsettled, unanswered}) {
            for (Request request = list.first(); request != null; request = list.first()) {
                dispatcher.driveAgain(request);
            }
        }
    }

    // What is known of the worker.

    void register(long workerId, int peerPort) {
        this.workerId = workerId;
        this.peerPort = peerPort;
    }

    boolean owesAnswer() {
        return unanswered.size() > 0;
    }

    /** Returns since when this worker has owed an answer, or {@code otherwise} where it owes none. */
    long owesSinceNanos(long otherwise) {
        Request oldest = unanswered.first();
        return oldest == null ? otherwise : oldest.sentNanos;
    }

    boolean speaksExtensions() {
        return greeted;
    }

    boolean isMember() {
        return stage == Stage.LEARNER || stage == Stage.READY;
    }

    boolean isReady() {
        return stage == Stage.READY;
    }

    long incarnation() {
        return incarnation;
    }

    String host() {
        return link.remoteHost();
    }

    int peerPort() {
        return peerPort;
    }

    long requests() {
        return requests;
    }

    @Override
    public long workerId() {
        return workerId;
    }

    @Override
    public int inFlight() {
        return unanswered.size() + unsettled.size();
    }

    @Override
    public boolean hasRoom() {
        return inFlight() < config.workerWindow();
    }

    @Override
    public String toString() {
        return "worker " + workerId;
    }
}
