package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kvlb.protocol.FrameWriter;
import java.net.ProtocolException;

/** GET and SET in RESP, version 2, the protocol of Redis. */
final class RespWire implements Wire {
    private static final byte[] GET = "*2\r\n$3\r\nGET\r\n".getBytes(US_ASCII);
    private static final byte[] SET = "*3\r\n$3\r\nSET\r\n".getBytes(US_ASCII);

    @Override
    public void get(byte[] key, FrameWriter out) {
        TextLines.append(GET, out);
        bulk(key, key.length, out);
    }

    @Override
    public void put(byte[] key, byte[] value, int length, FrameWriter out) {
        TextLines.append(SET, out);
        bulk(key, key.length, out);
        bulk(value, length, out);
    }

    private static void bulk(byte[] bytes, int length, FrameWriter out) {
        out.u8('$');
        TextLines.append(length, out);
        TextLines.append(TextLines.END, out);
        out.raw(bytes, 0, length);
        TextLines.append(TextLines.END, out);
    }

    @Override
    public int reply(byte[] bytes, int from, int to, Reply reply) throws ProtocolException {
        int end = TextLines.end(bytes, from, to);
        if (end < 0) {
            return 0;
        }
        int next = end + TextLines.END.length;
        switch (bytes[from]) {
            case '+' -> reply.stored();
            case '-' -> reply.error(TextLines.text(bytes, from + 1, end));
            case '$' -> {
                if (bytes[from + 1] != '-') {
                    int length = TextLines.number(bytes, from + 1, end);
                    next = TextLines.value(bytes, next, length, TextLines.END, to, reply);
                    return next == 0 ? 0 : next - from;
                }
                reply.missing();
            }
            default -> throw TextLines.noReply(bytes, from, end);
        }
        return next - from;
    }
}
