package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import dev.kvlb.RefusedException;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * One put or get: the frame that asks for it, what {@link RequestLine} knows of its way, and where its answer goes.
 *
 * <p>The frame is made where the request is, so that the caller may change its arrays afterwards, a request that no
 * frame can carry fails alone, and a get can be sent again.
 */
final class Request {
    private static final int LENGTH_BYTES = 2;
    private static final int KEY_OFFSET = Frame.HEADER_BYTES + LENGTH_BYTES;

    private final boolean put;
    private final byte[] frame;
    private final int keyLength;
    private final AnswerSink sink;

    // What follows belongs to the line, under the lock of the pipeline.

    /** When the line lets go of it for want of an answer. */
    long deadlineNanos;

    /** Since when it has waited for a connection, or in vain for its turn on one. */
    long waitingSinceNanos;

    /** When it was last handed to a connection. */
    long sentNanos;

    /** Whether it was ever handed to a connection. */
    boolean sent;

    /** Whether it stands in the line for an answer, not in the one to be sent. */
    boolean inFlight;

    /** Whether what came of it has been decided: whoever decides it tells the sink, once. */
    boolean settled;

    /** Whether its answer came after that. */
    boolean late;

    private Request(boolean put, byte[] frame, int keyLength, AnswerSink sink) {
        this.put = put;
        this.frame = frame;
        this.keyLength = keyLength;
        this.sink = sink;
    }

    /**
     * Returns a put.
     *
     * @throws RefusedException if no frame can carry it
     */
    static Request put(byte[] key, byte[] value, AnswerSink sink) {
        int keyBytesMax = Frame.PAYLOAD_BYTES_MAX - 2 * LENGTH_BYTES;
        checkLength(ErrorCode.INVALID_KEY, "put: the key", key.length, keyBytesMax);
        checkLength(ErrorCode.INVALID_VALUE, "put: key and value", (long) key.length + value.length, keyBytesMax);
        FrameWriter out = new FrameWriter();
        out.begin(MessageType.PUT)
                .bytes(key, 0, key.length)
                .bytes(value, 0, value.length)
                .end();
        return new Request(true, out.toBytes(), key.length, sink);
    }

    /**
     * Returns a get.
     *
     * @throws RefusedException if no frame can carry it
     */
    static Request get(byte[] key, AnswerSink sink) {
        checkLength(ErrorCode.INVALID_KEY, "get: the key", key.length, Frame.PAYLOAD_BYTES_MAX - LENGTH_BYTES);
        FrameWriter out = new FrameWriter();
        out.begin(MessageType.GET).bytes(key, 0, key.length).end();
        return new Request(false, out.toBytes(), key.length, sink);
    }

    private static void checkLength(ErrorCode code, String what, long length, int lengthMax) {
        if (length > lengthMax) {
            throw new RefusedException(
                    code,
                    what + " must fit a frame, so have at most " + lengthMax + " bytes: " + length
                            + "; nothing was sent",
                    null);
        }
    }

    /** Returns whether it may have changed something once it was sent, so that it must not be sent again. */
    boolean isPut() {
        return put;
    }

    /** Returns the frame that asks for it; the caller does not change it. */
    byte[] frame() {
        return frame;
    }

    /**
     * Takes the frame in which the balancer answers.
     *
     * @throws MalformedFrameException if it can't be the answer to this request; nobody has been told anything then
     */
    void onReply(Frame reply) throws MalformedFrameException {
        if (reply.type() == MessageType.ERROR) {
            onError(reply);
            return;
        }
        MessageType expected = put ? MessageType.PUT_RESPONSE : MessageType.GET_RESPONSE;
        if (reply.type() != expected) {
            throw new MalformedFrameException(
                    reply.type().code(),
                    "type",
                    0,
                    expected.toString(),
                    reply.type().toString());
        }
        ByteSlice key = reply.key();
        if (!key.contentEquals(frame, KEY_OFFSET, keyLength)) {
            throw new MalformedFrameException(
                    expected.code(),
                    FieldName.KEY.toString(),
                    reply.start(FieldName.KEY) - reply.offset(),
                    keyText(),
                    quoted(key));
        }
        ErrorCode result = ErrorCode.of((int) reply.number(FieldName.RESULT));
        if (result == ErrorCode.NONE) {
            succeed(put ? null : reply.value().toBytes());
        } else if (!put && result == ErrorCode.KEY_NOT_FOUND) {
            succeed(null);
        } else {
            fail(Failures.answered(this, result));
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

    private void succeed(byte @Nullable [] value) {
        if (!late) {
            sink.onAnswer(value);
        }
    }

    /** Tells whoever still waits for the answer that there is none. */
    void fail(KvlbException failure) {
        if (!late) {
            sink.onFailure(failure);
        }
    }

    private String keyText() {
        return quoted(new ByteSlice().set(frame, KEY_OFFSET, keyLength));
    }

    private static String quoted(ByteSlice bytes) {
        return "\"" + bytes + "\"";
    }

    /** Returns what is asked for, for people: the key escaped and cut, no value. */
    @Override
    public String toString() {
        return (put ? "put of " : "get of ") + keyText();
    }
}
