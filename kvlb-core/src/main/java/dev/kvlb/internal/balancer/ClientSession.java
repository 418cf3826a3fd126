package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Entries;
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
import dev.kvlb.spi.ReplyQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client: admits its requests, and gives each exactly one reply, in the order of the requests.
 *
 * <p>The session reads on only while it has room for one more reply, its client takes the replies, and the limits that
 * all clients share leave room. A frame that has been read is never dropped: where the request queue turns out to be
 * full, the one request in hand is kept and offered again.
 */
final class ClientSession implements LinkHandler {
    private final ClientSessions sessions;
    private final BalancerConfig config;
    private final Answers answers;
    private final RequestMeter meter;
    private final Dispatcher dispatcher;
    private final RequestTable table;
    private final Operator operator;
    private final Link link;
    private final ReplyQueue replies;
    private final KeyOrder order;

    private @Nullable Request inHand;
    private boolean greeted;
    private boolean versioned;
    private boolean reading = true;
    private boolean inputEnded;
    private boolean malformed;
    private boolean finished;
    long slowSinceNanos;

    ClientSession(
            ClientSessions sessions,
            BalancerConfig config,
            RequestTable table,
            Answers answers,
            RequestMeter meter,
            Dispatcher dispatcher,
            Operator operator,
            Link link) {
        this.sessions = sessions;
        this.config = config;
        this.table = table;
        this.answers = answers;
        this.meter = meter;
        this.dispatcher = dispatcher;
        this.operator = operator;
        this.link = link;
        this.replies = config.replyQueues().get();
        this.order = new KeyOrder(sessions.keyBuckets());
    }

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        switch (frame.type()) {
            case PUT, GET -> admit(frame);
            case HELLO -> onHello(frame);
            case DELETE, STATUS, METRICS, RESET, RECOVER -> onExtension(frame);
            case SHUTDOWN -> onInputEnded();
            case ERROR -> sessions.listener().onPeerMisbehaved(link.remoteHost(), frame.text(FieldName.MESSAGE));
            default -> throw MalformedFrameException.wrongSide(frame.type(), "client");
        }
        return mayReadOn();
    }

    private void onHello(Frame hello) throws MalformedFrameException {
        Greeting.answer(hello, link.out(), Handshake.BALANCER, config.incarnation());
        greeted = true;
        versioned = (hello.number(FieldName.CAPABILITIES) & Handshake.VERSIONS) != 0;
    }

    private void onExtension(Frame frame) throws MalformedFrameException {
        if (!greeted) {
            throw MalformedFrameException.wrongSide(frame.type(), "client without a HELLO");
        }
        switch (frame.type()) {
            case DELETE -> admit(frame);
            case STATUS -> inquire(operator::status);
            case METRICS -> inquire(operator::metrics);
            case RESET -> operator.reset(outcomeOfOrder());
            default -> operator.recover(frame.number(FieldName.WORKER_ID), outcomeOfOrder());
        }
    }

    private void inquire(Consumer<FrameWriter> inquiry) {
        FrameWriter answer = new FrameWriter();
        inquiry.accept(answer);
        Request request = table.take();
        request.beginAnswered(this, answer);
        offerReply(request);
        sendReplies();
    }

    /** Gives an order its place among the replies, and returns what fills it when its outcome is known. */
    private Operator.Outcome outcomeOfOrder() {
        Request request = table.take();
        request.beginOrder(this);
        offerReply(request);
        long id = request.id();
        return answer -> {
            // Where the client has gone meanwhile, the slot may be another request's.
            if (request.client == this && request.id() == id) {
                request.completeWith(answer);
                onReplyKnown(request);
            }
        };
    }

    private void admit(Frame frame) {
        Request request = table.take();
        request.begin(this, frame, answers.nowNanos());
        offerReply(request);
        ErrorCode refusal = refusal(frame);
        if (refusal != ErrorCode.NONE) {
            request.completeWith(refusal);
            sendReplies();
        } else {
            order.add(request);
            if (!dispatcher.admit(request)) {
                inHand = request;
            }
        }
    }

    private void offerReply(Request request) {
        if (!replies.offer(request)) {
            throw new IllegalStateException(
                    "the reply queue refused a reply below its capacity of " + replies.capacity());
        }
    }

    private ErrorCode refusal(Frame frame) {
        int keyBytes = frame.length(FieldName.KEY);
        if (keyBytes == 0 || keyBytes > config.keyBytesMax()) {
            return ErrorCode.INVALID_KEY;
        }
        if (frame.type() == MessageType.PUT) {
            int valueBytes = frame.length(FieldName.VALUE);
            if (valueBytes > config.valueBytesMax() || keyBytes + valueBytes > Entries.ENTRY_BYTES_MAX) {
                return ErrorCode.INVALID_VALUE;
            }
        }
        return ErrorCode.NONE;
    }

    /** The reply of a request has become known: it goes out if it is the first, with all that waited for it. */
    void onReplyKnown(Request request) {
        if (inHand == request) {
            inHand = null;
            request.waiting = false;
        }
        sendReplies();
        regulate();
    }

    private void sendReplies() {
        while (replies.peek() instanceof Request first && first.isComplete()) {
            replies.poll();
            first.writeReply(link.out(), versioned);
            first.reportTo(meter);
            first.client = null;
            table.releaseIfEnded(first);
        }
        if (inputEnded && replies.size() == 0) {
            finish();
        }
    }

    /** Ends the connection in order: every reply has been given. */
    private void finish() {
        if (!finished) {
            finished = true;
            if (!malformed) {
                link.out().begin(MessageType.SHUTDOWN).end();
            }
            link.close();
        }
    }

    private boolean mayReadOn() {
        boolean mayTakeMore = mayTakeMore(replies.capacity() - 1);
        reading = mayTakeMore && inHand == null && sessions.hasRoom();
        if (!reading) {
            awaitRoom(mayTakeMore);
        }
        noteWhetherSlow();
        return reading;
    }

    /** Returns whether this client, with so many replies due at most, may send more; others may need the room. */
    private boolean mayTakeMore(int repliesMax) {
        return !inputEnded && !isSlow() && replies.size() <= repliesMax;
    }

    /** Waits for room that all clients share: for the request in hand, or where nothing else keeps it from reading. */
    private void awaitRoom(boolean mayTakeMore) {
        if (inHand != null || mayTakeMore) {
            sessions.awaitRoom(this);
        }
    }

    /** Returns whether the client leaves more replies unread than it may. */
    boolean isSlow() {
        return !finished && link.unsentBytes() > config.unsentBytesMax();
    }

    /** Stops or goes on with reading, as what has changed since the last frame demands. */
    private void regulate() {
        if (reading && isSlow()) {
            reading = false;
            link.pause();
        } else if (!reading) {
            boolean mayTakeMore = mayTakeMore(replies.capacity() / 2);
            if (mayTakeMore && inHand == null && sessions.hasRoom()) {
                reading = true;
                link.resume();
            } else {
                awaitRoom(mayTakeMore);
            }
        }
        noteWhetherSlow();
    }

    private void noteWhetherSlow() {
        sessions.noteSlow(this, isSlow());
    }

    /** There may be room again for what was refused. */
    void onRoom() {
        Request request = inHand;
        if (request != null && dispatcher.offer(request)) {
            inHand = null;
        }
        regulate();
    }

    /** No request is admitted any more; when the last one has been answered, the connection ends. */
    void drain() {
        if (!inputEnded) {
            link.pause();
            onInputEnded();
        }
    }

    @Override
    public void onInputEnded() {
        inputEnded = true;
        reading = false;
        sendReplies();
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        sessions.listener().onPeerMisbehaved(link.remoteHost(), String.valueOf(cause.getMessage()));
        malformed = true;
        inputEnded = true;
        reading = false;
        Request last = table.take();
        last.beginAnswered(this, ErrorCode.PROTOCOL_ERROR, String.valueOf(cause.getMessage()));
        offerReply(last);
        sendReplies();
    }

    @Override
    public void onDrained() {
        regulate();
    }

    @Override
    public void onClosed() {
        finished = true;
        inputEnded = true;
        reading = false;
        Request unqueued = inHand;
        if (unqueued != null) {
            unqueued.waiting = false;
            inHand = null;
        }
        while (replies.poll() instanceof Request request) {
            request.client = null;
            table.releaseIfEnded(request);
        }
        sessions.onClosed(this);
    }

    String host() {
        return link.remoteHost();
    }

    /** Ends the connection at once: the client does not read. */
    void giveUp(String reason) {
        sessions.listener().onPeerMisbehaved(link.remoteHost(), reason);
        finished = true;
        inputEnded = true;
        reading = false;
        link.close();
    }
}
