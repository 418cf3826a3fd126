package dev.kvlb.examples.fuzz;

import java.util.Arrays;

/**
 * Reads PUT frames, as somebody might write it who has just read docs/protocol.md. It has a bug, on purpose: every test
 * with short keys and values passes, and the arbitraries of kvlb-protocol-fuzz find it.
 */
public final class PutDecoder {
    private static final int PUT = 1;

    private PutDecoder() {}

    /** What a PUT says: for a look, not to be compared. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Put(byte[] key, byte[] value) {}

    /**
     * Returns what the one frame says that these bytes are.
     *
     * @throws IllegalArgumentException if they are no PUT
     */
    public static Put decode(byte[] frame) {
        if (frame.length < 3 || frame[0] != PUT || number(frame, 1) != frame.length - 3) {
            throw new IllegalArgumentException("no PUT, or not the whole of it");
        }
        byte[] key = field(frame, 3);
        byte[] value = field(frame, 5 + key.length);
        if (7 + key.length + value.length != frame.length) {
            throw new IllegalArgumentException("bytes behind the value");
        }
        return new Put(key, value);
    }

    private static byte[] field(byte[] frame, int at) {
        if (frame.length - at < 2 || frame.length - at - 2 < number(frame, at)) {
            throw new IllegalArgumentException("a field ends before its length says");
        }
        return Arrays.copyOfRange(frame, at + 2, at + 2 + number(frame, at));
    }

    private static int number(byte[] frame, int at) {
        return frame[at] << 8 | frame[at + 1];
    }
}
