package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.ErrorFrame;
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
import dev.kvlb.spi.WorkerRing;
import org.jspecify.annotations.Nullable;

/** One worker's connection: who it is, the requests that it has, and what it says, handed to whom it concerns. */
final class WorkerSession implements LinkHandler, WorkerRing.Member {
    private final WorkerSessions sessions;
    private final Registration registration;
    private final Departures departures;
    private final Membership membership;
    private final Recovery recovery;
    private final WorkerAnswers answers;
    private final BalancerConfig config;
    private final Link link;
    private final AssignedRequests requests;
    private final Introduction introduction = new Introduction();

    private boolean gone;
    private boolean learning;
    private boolean inRing;
    private boolean resting;
    private long dataBytes;
    private long dataBytesMax;
    private @Nullable Member member;

    /** Until when a worker that has connected must have registered. */
    long deadlineNanos;

    /** When the worker came with the id of a member that may be lost, if it did. */
    long challengedNanos = Long.MAX_VALUE;

    /** When the last frame came from this worker. */
    long heardNanos;

    /** Before this nothing that the worker owes is held against it. */
    long forgiveUntilNanos = Long.MIN_VALUE;

    /** When the last heartbeat went out. */
    long heartbeatNanos;

    WorkerSession(
            WorkerSessions sessions,
            Registration registration,
            Departures departures,
            Membership membership,
            Recovery recovery,
            WorkerAnswers answers,
            BalancerConfig config,
            Link link) {
        this.sessions = sessions;
        this.registration = registration;
        this.departures = departures;
        this.membership = membership;
        this.recovery = recovery;
        this.answers = answers;
        this.config = config;
        this.link = link;
        this.requests = new AssignedRequests(link);
    }

    // What the worker sends.

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        heardNanos = sessions.nowNanos();
        MessageType type = frame.type();
        if (type.isExtension() && !introduction.hasGreeted() && type != MessageType.HELLO) {
            throw MalformedFrameException.wrongSide(type, "worker without a HELLO");
        }
        switch (type) {
            case STORE_RESPONSE -> answers.onStoreResponse(this, frame);
            case RETRIEVE_RESPONSE, VERSIONED_RETRIEVE_RESPONSE -> answers.onRetrieveResponse(this, frame);
            case STORE_SETTLED -> answers.onStoreSettled(this, frame);
            case HEARTBEAT_ACK -> onHeartbeatAck(frame);
            case CAPACITY -> onCapacity(frame);
            case HELLO -> onHello(frame);
            case REPORT, VIEW_START, VIEW_MEMBER, VIEW_END -> onReport(frame);
            case UNSETTLED_ENTRY, UNSETTLED_TOMBSTONE ->
                recovery.onUnsettled(this, UnsettledWrites.Row.of(frame, recovery.versionMax()));
            case UNSETTLED_END -> onUnsettledEnd(frame);
            case WORKER_READY -> onReady(frame);
            case WORKER_NOT_READY -> onNotReady(frame);
            case IMPORT_DONE -> {
                if (member != null) {
                    membership.learners().onImportDone(member, frame.number(FieldName.JOIN));
                }
            }
            case PEER_UNREACHABLE -> {
                if (member != null) {
                    departures.onPeerUnreachable(member, frame.number(FieldName.WORKER_ID));
                }
            }
            case SHUTDOWN -> departures.onShutDown(this);
            case ERROR -> sessions.listener().onPeerMisbehaved(link.remoteHost(), frame.text(FieldName.MESSAGE));
            default -> throw MalformedFrameException.wrongSide(type, "worker");
        }
        return !gone;
    }

    // Registration.

    private void onHello(Frame hello) throws MalformedFrameException {
        introduction.greet(hello);
        Greeting.answer(hello, link.out(), Handshake.BALANCER, config.incarnation());
        requests.onHello();
    }

    private void onReady(Frame ready) {
        if (!isRegistered()) {
            introduction.register(ready);
            registerIfComplete();
        } else if (!isAnother(ready.number(FieldName.WORKER_ID))) {
            Member known = member;
            if (known != null) {
                membership.onReadyAgain(known, this);
            } else {
                resting = false;
            }
        }
    }

    private void onNotReady(Frame notReady) {
        if (isRegistered() && !isAnother(notReady.number(FieldName.WORKER_ID))) {
            membership.ring().onNotReady(this);
        }
    }

    private boolean isAnother(long id) {
        if (workerId() == id) {
            return false;
        }
        sendError(ErrorCode.PROTOCOL_ERROR, "this connection is worker " + workerId() + "'s, not " + id + "'s");
        return true;
    }

    /** What the worker holds, and the last view that it was told: they complete its registration. */
    private void onReport(Frame frame) throws MalformedFrameException {
        if (introduction.report(frame)) {
            registerIfComplete();
        }
    }

    private void registerIfComplete() {
        if (introduction.isComplete()) {
            registration.register(this);
        }
    }

    /** The worker waits to be let in: it may be now. */
    void registerAgain() {
        registration.registerAgain(this);
    }

    private void onUnsettledEnd(Frame end) throws MalformedFrameException {
        Versions.requireAtMost(end, FieldName.SETTLED, recovery.versionMax());
        recovery.onUnsettledEnd(this, end.number(FieldName.SETTLED), sessions.nowNanos());
    }

    private void onHeartbeatAck(Frame ack) {
        Member known = member;
        if (known != null) {
            registration.onHeartbeatAnswered(known, ack.number(FieldName.SEQUENCE));
        }
    }

    private void onCapacity(Frame capacity) {
        dataBytes = capacity.number(FieldName.DATA_BYTES);
        dataBytesMax = capacity.number(FieldName.DATA_BYTES_MAX);
        membership.onCapacity();
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        String reason = String.valueOf(cause.getMessage());
        sessions.listener().onPeerMisbehaved(link.remoteHost(), reason);
        sendError(ErrorCode.PROTOCOL_ERROR, reason);
        departures.remove(this, "it broke the protocol: " + reason);
    }

    @Override
    public void onInputEnded() {
        departures.remove(this, "it closed its connection");
    }

    @Override
    public void onDrained() {}

    @Override
    public void onClosed() {
        departures.remove(this, "its connection was lost");
        sessions.onClosed();
    }

    // What the worker is sent.

    /**
     * Hands the worker a request that no other worker has.
     *
     * @param owesAnAnswer whether the worker is late without an answer, also where it may have to wait for others
     */
    void send(Request request, boolean owesAnAnswer, long nowNanos) {
        request.worker = this;
        request.placedAt = this;
        request.sentNanos = nowNanos;
        if (inFlight() == 0) {
            departures.expect();
        }
        requests.send(request, owesAnAnswer);
    }

    /** The requests that this worker has under way. */
    AssignedRequests requests() {
        return requests;
    }

    void sendError(ErrorCode code, String message) {
        ErrorFrame.append(link.out(), code, message);
    }

    /**
     * Asks the worker whether it lives. What is settled it is told as a member that a view lists: any other may yet belong
     * to another cluster, or to another run of this one.
     */
    void sendHeartbeat(long nowNanos, long settled) {
        heartbeatNanos = nowNanos;
        Member known = member;
        long told = known != null && known.announced ? settled : 0;
        link.out().begin(MessageType.HEARTBEAT).u64(nowNanos).u64(told).end();
    }

    void sendUnsettledQuery(long cluster, long epoch) {
        link.out().begin(MessageType.UNSETTLED_QUERY).u64(cluster).u32(epoch).end();
    }

    void sendShutdown() {
        link.out().begin(MessageType.SHUTDOWN).end();
    }

    FrameWriter out() {
        return link.out();
    }

    /**
     * Closes the connection, and hands each request that this worker had under way to {@code dispatcher}, writes that
     * are not settled first: a read behind one of them shows it again.
     */
    void leave(Dispatcher dispatcher) {
        gone = true;
        inRing = false;
        link.close();
        requests.driveAgain(dispatcher);
    }

    // What is known of the worker.

    /** The worker is this member from now on, or none any more. */
    void becomeMember(@Nullable Member member) {
        this.member = member;
        learning = false;
        inRing = false;
        if (member != null) {
            heartbeatNanos = sessions.nowNanos();
        }
    }

    @Nullable Member member() {
        return member;
    }

    /** The worker is told of an export to it. */
    void beginLearning() {
        learning = true;
    }

    /** Returns whether an export to it has been ordered. */
    boolean isLearning() {
        return learning;
    }

    /** Returns whether the worker comes into the ring now: it is not there, and did not ask to be left out. */
    boolean enterRing() {
        boolean enters = !inRing && !resting;
        inRing = inRing || enters;
        return enters;
    }

    /** The worker asks to be left out of the ring, or no more. */
    void rest(boolean resting) {
        this.resting = resting;
        inRing = inRing && !resting;
    }

    boolean isResting() {
        return resting;
    }

    boolean isInRing() {
        return inRing;
    }

    boolean isGone() {
        return gone;
    }

    boolean isRegistered() {
        return introduction.isRegistered();
    }

    Report report() {
        return introduction.report();
    }

    boolean isFull() {
        return dataBytesMax > 0 && dataBytes >= dataBytesMax;
    }

    long dataBytes() {
        return dataBytes;
    }

    long dataBytesMax() {
        return dataBytesMax;
    }

    boolean speaksExtensions() {
        return introduction.hasGreeted();
    }

    long incarnation() {
        return introduction.incarnation();
    }

    String host() {
        return link.remoteHost();
    }

    int peerPort() {
        return introduction.peerPort();
    }

    @Override
    public long workerId() {
        return introduction.workerId();
    }

    @Override
    public int inFlight() {
        return requests.size();
    }

    @Override
    public boolean hasRoom() {
        return inFlight() < config.workerWindow();
    }

    @Override
    public String toString() {
        return "worker " + workerId();
    }
}
