package dev.kvlb.internal.client;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameSink;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The thread that reads the answers, and completes the requests that they belong to.
 *
 * <p>It also fails what has waited too long, for an answer or for a connection, and ends a connection on which nothing
 * is answered any more: it can wait with a time limit, which the sender can't while it connects or writes.
 */
final class Receiver extends Thread implements FrameSink {
    private static final int READ_BYTES_MAX = 16_384;

    private final ClientOptions options;
    private final Pipeline pipeline;
    private final byte[] buffer = new byte[READ_BYTES_MAX];

    /** Why the balancer ends the connection, once it has said so. */
    private String farewell = "";

    /** The request whose answer is being read. */
    private @Nullable Request inHand;

    /** What has come of an answer that stands in several frames. */
    private @Nullable ReplyInFrames<?> unfinished;

    Receiver(ClientOptions options, Pipeline pipeline) {
        super("kvlb-client-receiver");
        setDaemon(true);
        this.options = options;
        this.pipeline = pipeline;
    }

    @Override
    public void run() {
        try {
            Connection connection = pipeline.awaitConnection();
            while (connection != null) {
                Exception end = receive(connection);
                // In this order: what has not been sent must not be handed to a connection that is closed already.
                pipeline.onLost(end);
                connection.close();
                connection = pipeline.awaitConnection();
            }
        } finally {
            // Where this thread ends for a reason that nobody foresaw, nobody waits for it in vain.
            pipeline.close();
        }
    }

    /** Reads until the connection ends; returns why. */
    private Exception receive(Connection connection) {
        FrameReader reader = new FrameReader();
        inHand = null;
        unfinished = null;
        try {
            while (true) {
                long timeoutNanos = pipeline.expire();
                if (timeoutNanos == 0) {
                    return new IOException("nothing was answered any more");
                }
                int count = connection.read(buffer, timeoutNanos);
                if (count > 0 && !reader.read(buffer, 0, count, this)) {
                    return new IOException(farewell);
                }
            }
        } catch (MalformedFrameException e) {
            onMalformed(e);
            return e;
        } catch (IOException e) {
            return e;
        }
    }

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        switch (frame.type()) {
            case PUT_RESPONSE,
                    GET_RESPONSE,
                    DELETE_RESPONSE,
                    VERSIONED_PUT_RESPONSE,
                    VERSIONED_GET_RESPONSE,
                    VERSIONED_DELETE_RESPONSE,
                    ORDER_RESPONSE -> {
                return onReply(frame);
            }
            case ERROR -> {
                return onError(frame);
            }
            case STATUS_RESPONSE -> {
                return onFirstOfMany(frame, StatusReply::new);
            }
            case METRICS_RESPONSE -> {
                return onFirstOfMany(frame, MetricsReply::new);
            }
            case STATUS_WORKER -> {
                return onOneOfMany(frame, MessageType.STATUS_RESPONSE);
            }
            case METRICS_BUCKET -> {
                return onOneOfMany(frame, MessageType.METRICS_RESPONSE);
            }
            case WELCOME -> onWelcome(frame);
            case SHUTDOWN -> {
                farewell = "the balancer shut down";
                return false;
            }
            default -> {
                // An extension that was not asked for is passed over, as one that is not known would be.
                if (!frame.type().isExtension()) {
                    throw MalformedFrameException.wrongSide(frame.type(), "balancer");
                }
            }
        }
        return true;
    }

    private void onWelcome(Frame frame) throws MalformedFrameException {
        long role = frame.number(FieldName.ROLE);
        if (role != Handshake.BALANCER) {
            throw MalformedFrameException.of(
                    frame, FieldName.ROLE, Handshake.BALANCER + " for a balancer", Long.toString(role));
        }
        pipeline.onWelcome();
    }

    private boolean onError(Frame frame) throws MalformedFrameException {
        boolean protocolError = frame.number(FieldName.ERROR_CODE) == ErrorCode.PROTOCOL_ERROR.code();
        if (protocolError && pipeline.onProtocolError()) {
            farewell = "the balancer does not take a HELLO: " + Failures.said(frame);
            return false;
        }
        return onReply(frame);
    }

    private boolean onReply(Frame frame) throws MalformedFrameException {
        if (unfinished != null) {
            throw wrongType(frame, unfinished.typeOfRest().toString());
        }
        return onReply(frame, null);
    }

    /** The first frame of an answer of several. */
    private interface First {
        ReplyInFrames<?> of(Frame frame) throws MalformedFrameException;
    }

    /** Several frames are one answer: the request keeps its turn until the last of them has come. */
    private boolean onFirstOfMany(Frame frame, First first) throws MalformedFrameException {
        if (unfinished != null) {
            throw wrongType(frame, unfinished.typeOfRest().toString());
        }
        return goOn(frame, first.of(frame));
    }

    private boolean onOneOfMany(Frame frame, MessageType typeOfFirst) throws MalformedFrameException {
        ReplyInFrames<?> reply = unfinished;
        if (reply == null || reply.typeOfRest() != frame.type()) {
            throw wrongType(frame, (reply == null ? typeOfFirst : reply.typeOfRest()).toString());
        }
        reply.add(frame);
        return goOn(frame, reply);
    }

    private boolean goOn(Frame frame, ReplyInFrames<?> reply) throws MalformedFrameException {
        if (reply.isComplete()) {
            unfinished = null;
            return onReply(frame, reply);
        }
        unfinished = reply;
        return true;
    }

    private boolean onReply(Frame frame, @Nullable ReplyInFrames<?> whole) throws MalformedFrameException {
        inHand = pipeline.takeAnswered();
        if (inHand == null) {
            if (frame.type() != MessageType.ERROR) {
                throw wrongType(frame, "no answer, since nothing was asked");
            }
            farewell = "the balancer ended the connection: " + Failures.said(frame);
            return false;
        }
        if (whole != null) {
            inHand.onWhole(whole, frame);
        } else {
            inHand.onReply(frame);
        }
        inHand = null;
        return true;
    }

    private static MalformedFrameException wrongType(Frame frame, String expected) {
        return new MalformedFrameException(
                frame.type().code(), "type", 0, expected, frame.type().toString());
    }

    /** The request whose answer should have stood there is not sent again: it would meet the same. */
    private void onMalformed(MalformedFrameException cause) {
        Request victim = inHand != null ? inHand : pipeline.takeGarbled();
        if (victim != null) {
            victim.fail(Failures.garbled(victim, options, cause));
        }
    }
}
