package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kvlb.protocol.FrameWriter;
import java.net.ProtocolException;

/** get and set in the text protocol of memcached. */
final class MemcachedWire implements Wire {
    private static final byte[] GET = "get ".getBytes(US_ASCII);
    private static final byte[] SET = "set ".getBytes(US_ASCII);
    private static final byte[] NO_FLAGS_NO_EXPIRY = " 0 0 ".getBytes(US_ASCII);
    private static final byte[] STORED = "STORED".getBytes(US_ASCII);
    private static final byte[] MISSING = "END".getBytes(US_ASCII);
    private static final byte[] VALUE = "VALUE ".getBytes(US_ASCII);
    private static final byte[] BEHIND_VALUE = "\r\nEND\r\n".getBytes(US_ASCII);

    @Override
    public void get(byte[] key, FrameWriter out) {
        TextLines.append(GET, out);
        TextLines.append(key, out);
        TextLines.append(TextLines.END, out);
    }

    @Override
    public void put(byte[] key, byte[] value, int length, FrameWriter out) {
        TextLines.append(SET, out);
        TextLines.append(key, out);
        TextLines.append(NO_FLAGS_NO_EXPIRY, out);
        TextLines.append(length, out);
        TextLines.append(TextLines.END, out);
        out.raw(value, 0, length);
        TextLines.append(TextLines.END, out);
    }

    @Override
    public int reply(byte[] bytes, int from, int to, Reply reply) throws ProtocolException {
        int end = TextLines.end(bytes, from, to);
        if (end < 0) {
            return 0;
        }
        int next = end + TextLines.END.length;
        if (TextLines.startsWith(VALUE, bytes, from, end)) {
            // VALUE key flags length
            int length = TextLines.number(bytes, TextLines.lastBlank(bytes, from, end) + 1, end);
            next = TextLines.value(bytes, next, length, BEHIND_VALUE, to, reply);
            return next == 0 ? 0 : next - from;
        }
        if (TextLines.equals(STORED, bytes, from, end)) {
            reply.stored();
        } else if (TextLines.equals(MISSING, bytes, from, end)) {
            reply.missing();
        } else {
            String text = TextLines.text(bytes, from, end);
            if (!text.contains("ERROR") && !text.equals("NOT_STORED")) {
                throw TextLines.noReply(bytes, from, end);
            }
            reply.error(text);
        }
        return next - from;
    }
}
