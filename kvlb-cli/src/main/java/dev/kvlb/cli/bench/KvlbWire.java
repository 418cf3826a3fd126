package dev.kvlb.cli.bench;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MessageType;
import java.io.IOException;
import java.net.ProtocolException;

/** The base protocol of kvlb: without HELLO the balancer sends nothing else. */
final class KvlbWire implements Wire {
    private final Frame frame = new Frame();

    @Override
    public void get(byte[] key, FrameWriter out) {
        out.begin(MessageType.GET).bytes(key, 0, key.length).end();
    }

    @Override
    public void put(byte[] key, byte[] value, int length, FrameWriter out) {
        out.begin(MessageType.PUT)
                .bytes(key, 0, key.length)
                .bytes(value, 0, length)
                .end();
    }

    @Override
    public int reply(byte[] bytes, int from, int to, Reply reply) throws IOException {
        if (to - from < Frame.HEADER_BYTES) {
            return 0;
        }
        int length = Frame.HEADER_BYTES + ((bytes[from + 1] & 0xff) << 8 | (bytes[from + 2] & 0xff));
        if (to - from < length) {
            return 0;
        }
        read(frame.wrap(bytes, from, length), reply);
        return length;
    }

    private static void read(Frame frame, Reply reply) throws ProtocolException {
        switch (frame.type()) {
            case PUT_RESPONSE -> {
                if (result(frame, FieldName.RESULT, reply)) {
                    reply.stored();
                }
            }
            case GET_RESPONSE -> {
                if (frame.number(FieldName.RESULT) == ErrorCode.KEY_NOT_FOUND.code()) {
                    reply.missing();
                } else if (result(frame, FieldName.RESULT, reply)) {
                    reply.value(frame.bytes(), frame.start(FieldName.VALUE), frame.length(FieldName.VALUE));
                }
            }
            case ERROR -> {
                result(frame, FieldName.ERROR_CODE, reply);
                reply.error(reply.error() + ": " + frame.text(FieldName.MESSAGE));
            }
            case SHUTDOWN -> throw new ProtocolException("the balancer shuts down");
            default -> throw new ProtocolException("no reply: " + frame);
        }
    }

    /** Returns whether it is done; where it is not, the reply says so. */
    private static boolean result(Frame frame, FieldName field, Reply reply) {
        ErrorCode code = ErrorCode.of((int) frame.number(field));
        if (code == ErrorCode.NONE) {
            return true;
        }
        reply.error(code.toString());
        return false;
    }
}
