package dev.kvlb.internal.client;

import dev.kvlb.RefusedException;
import dev.kvlb.internal.link.Entries;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;

/** One put, get or delete. */
public final class EntryRequest extends Request {
    private static final int LENGTH_BYTES = 2;
    private static final int KEY_OFFSET = Frame.HEADER_BYTES + LENGTH_BYTES;

    private final MessageType asks;
    private final MessageType answer;
    private final MessageType versionedAnswer;
    private final int keyLength;

    private EntryRequest(
            MessageType asks,
            MessageType answer,
            MessageType versionedAnswer,
            byte[] frame,
            int keyLength,
            AnswerSink sink) {
        super(frame, sink);
        this.asks = asks;
        this.answer = answer;
        this.versionedAnswer = versionedAnswer;
        this.keyLength = keyLength;
    }

    /**
     * Returns a put.
     *
     * @throws RefusedException if the key, or key and value together, are longer than any server takes
     */
    public static Request put(byte[] key, byte[] value, AnswerSink sink) {
        checkKey("put", key);
        checkLength(ErrorCode.INVALID_VALUE, "put: key and value together", (long) key.length + value.length);
        FrameWriter out = new FrameWriter();
        out.begin(MessageType.PUT)
                .bytes(key, 0, key.length)
                .bytes(value, 0, value.length)
                .end();
        return new EntryRequest(
                MessageType.PUT,
                MessageType.PUT_RESPONSE,
                MessageType.VERSIONED_PUT_RESPONSE,
                out.toBytes(),
                key.length,
                sink);
    }

    /**
     * Returns a get.
     *
     * @throws RefusedException if the key is longer than any server takes
     */
    public static Request get(byte[] key, AnswerSink sink) {
        checkKey("get", key);
        return new EntryRequest(
                MessageType.GET,
                MessageType.GET_RESPONSE,
                MessageType.VERSIONED_GET_RESPONSE,
                frameOf(MessageType.GET, key),
                key.length,
                sink);
    }

    /**
     * Returns a delete.
     *
     * @throws RefusedException if the key is longer than any server takes
     */
    public static Request delete(byte[] key, AnswerSink sink) {
        checkKey("delete", key);
        return new EntryRequest(
                MessageType.DELETE,
                MessageType.DELETE_RESPONSE,
                MessageType.VERSIONED_DELETE_RESPONSE,
                frameOf(MessageType.DELETE, key),
                key.length,
                sink);
    }

    /** Returns a get that every balancer refuses by itself, and of which nobody is told. */
    static Request probe() {
        Request probe = get(new byte[0], new BlockingAnswer());
        probe.hasPlace = false;
        probe.settled = true;
        return probe;
    }

    private static byte[] frameOf(MessageType type, byte[] key) {
        FrameWriter out = new FrameWriter();
        out.begin(type).bytes(key, 0, key.length).end();
        return out.toBytes();
    }

    private static void checkKey(String verb, byte[] key) {
        checkLength(ErrorCode.INVALID_KEY, verb + ": the key", key.length);
    }

    private static void checkLength(ErrorCode code, String what, long length) {
        if (length > Entries.ENTRY_BYTES_MAX) {
            String message =
                    what + " must have at most " + Entries.ENTRY_BYTES_MAX + " bytes: " + length + "; nothing was sent";
            throw new RefusedException(code, message, null);
        }
    }

    @Override
    boolean isWrite() {
        return asks != MessageType.GET;
    }

    @Override
    boolean needsExtensions() {
        return asks.isExtension();
    }

    @Override
    String advice() {
        return isWrite() ? ", it may have been done: read before you write again" : ": get again";
    }

    @Override
    void onAnswer(Frame reply) throws MalformedFrameException {
        boolean versioned = reply.type() == versionedAnswer;
        if (!versioned && reply.type() != answer) {
            throw wrongType(reply, answer);
        }
        checkKeyOf(reply);
        long version = versioned ? versionOf(reply) : 0;
        long workerId = versioned ? reply.number(FieldName.WORKER_ID) : 0;
        ErrorCode result = ErrorCode.of((int) reply.number(FieldName.RESULT));
        if (result == ErrorCode.NONE) {
            succeed(isWrite() ? null : reply.value().toBytes(), version, workerId);
        } else if (!isWrite() && result == ErrorCode.KEY_NOT_FOUND) {
            succeed(null, version, workerId);
        } else if (result == ErrorCode.INVALID_KEY) {
            fail(Failures.invalidKey(this, keyLength));
        } else if (result == ErrorCode.INVALID_VALUE) {
            fail(Failures.invalidValue(this, keyLength, frame().length - KEY_OFFSET - keyLength - LENGTH_BYTES));
        } else {
            fail(Failures.answered(this, result, ""));
        }
    }

    private void checkKeyOf(Frame reply) throws MalformedFrameException {
        ByteSlice key = reply.key();
        if (!key.contentEquals(frame(), KEY_OFFSET, keyLength)) {
            throw MalformedFrameException.of(reply, FieldName.KEY, keyText(), quoted(key));
        }
    }

    private static long versionOf(Frame reply) throws MalformedFrameException {
        long version = reply.number(FieldName.VERSION);
        if (version < 0) {
            throw MalformedFrameException.of(
                    reply, FieldName.VERSION, "at most " + Long.MAX_VALUE, Long.toUnsignedString(version));
        }
        return version;
    }

    private String keyText() {
        return quoted(new ByteSlice().set(frame(), KEY_OFFSET, keyLength));
    }

    private static String quoted(ByteSlice bytes) {
        return "\"" + bytes + "\"";
    }

    @Override
    public String toString() {
        String verb = "get";
        if (isWrite()) {
            verb = asks == MessageType.PUT ? "put" : "delete";
        }
        return verb + " of " + keyText();
    }
}
