package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * One request: the frame that asks, what {@link RequestLine} knows of its way, and where its answer goes.
 *
 * <p>The frame is made where the request is, so that the caller may change its arrays afterwards, a request that no
 * frame can carry fails alone, and one that changes nothing can be sent again.
 */
public abstract class Request {
    private final byte[] frame;
    private final AnswerSink sink;

    // What follows belongs to the line, under the lock of the pipeline.

    /** When the line lets go of it for want of an answer. */
    long deadlineNanos;

    /** Since when it has waited for a connection, or in vain for its turn on one. */
    long waitingSinceNanos;

    /** When it was last handed to a connection. */
    long sentNanos;

    /** Whether it has a place in the window, to be given back when it leaves. */
    boolean hasPlace = true;

    /** Whether it was ever handed to a connection, and may have been read there. */
    boolean sent;

    /** Whether it stands in the line for an answer, not in the one to be sent. */
    boolean inFlight;

    /** Whether what came of it has been decided: whoever decides it tells the sink, once. */
    boolean settled;

    /** Whether its answer came after that. */
    boolean late;

    Request(byte[] frame, AnswerSink sink) {
        this.frame = frame;
        this.sink = sink;
    }

    /** Returns whether it may have changed something once it was sent, so that it must not be sent again. */
    abstract boolean isWrite();

    /** Returns whether only a balancer that speaks the extensions understands it. */
    abstract boolean needsExtensions();

    /** Returns what to do where it was sent and its outcome is unknown: the end of a sentence. */
    abstract String advice();

    /** Takes the frame in which the balancer answers, which is no ERROR. */
    abstract void onAnswer(Frame reply) throws MalformedFrameException;

    /**
     * Takes an answer that stood in several frames, of which this is the last.
     *
     * @throws MalformedFrameException if it can't be the answer to this request; nobody has been told anything then
     */
    void onWhole(ReplyInFrames<?> reply, Frame last) throws MalformedFrameException {
        onAnswer(last);
    }

    /** Returns what is asked for, for people: a key escaped and cut, no value. */
    @Override
    public abstract String toString();

    /** Returns the frame that asks for it; the caller does not change it. */
    final byte[] frame() {
        return frame;
    }

    /**
     * Takes the frame in which the balancer answers.
     *
     * @throws MalformedFrameException if it can't be the answer to this request; nobody has been told anything then
     */
    public final void onReply(Frame reply) throws MalformedFrameException {
        if (reply.type() == MessageType.ERROR) {
            onError(reply);
        } else {
            onAnswer(reply);
        }
    }

    private void onError(Frame reply) throws MalformedFrameException {
        ErrorCode code = ErrorCode.of((int) reply.number(FieldName.ERROR_CODE));
        if (code == ErrorCode.NONE) {
            throw new MalformedFrameException(
                    reply.type().code(),
                    FieldName.ERROR_CODE.toString(),
                    Frame.HEADER_BYTES,
                    "an error",
                    code.toString());
        }
        fail(Failures.answered(this, reply));
    }

    /** Tells whoever still waits for the answer. */
    final void succeed(byte @Nullable [] value, long version, long workerId) {
        if (!late) {
            sink.onAnswer(value, version, workerId);
        }
    }

    /** Tells whoever still waits for the answer that there is none. */
    final void fail(KvlbException failure) {
        if (!late) {
            sink.onFailure(failure);
        }
    }

    static MalformedFrameException wrongType(Frame reply, MessageType expected) {
        return new MalformedFrameException(
                reply.type().code(),
                "type",
                0,
                expected.toString(),
                reply.type().toString());
    }
}
