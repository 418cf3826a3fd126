package dev.kvlb.internal.client;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the frames that a {@link OneRequest} sends, and of the answers of the usual case, by hand: the classes that
 * know all frames take long to load. Numbers are constants, so that to use one loads nothing.
 */
final class PlainFrames {
    // As in MessageType, whose rows load a class each.
    static final int PUT = 1;
    static final int PUT_RESPONSE = 2;
    static final int GET = 3;
    static final int GET_RESPONSE = 4;
    static final int SHUTDOWN = 90;
    static final int WELCOME = 129;
    static final int DELETE = 170;
    static final int DELETE_RESPONSE = 171;

    private static final int LENGTH_BYTES = 2;

    /** A type, and the length of what is behind. */
    static final int HEADER_BYTES = 1 + LENGTH_BYTES;

    private static final int NONE = 0;
    private static final int KEY_NOT_FOUND = 3;

    /** Where the key of an answer begins, behind its result and its length. */
    private static final int KEY_AT = HEADER_BYTES + 1 + LENGTH_BYTES;

    private PlainFrames() {}

    /** Returns a HELLO of a client that wants no versions, and behind it a get that every balancer refuses by itself. */
    static byte[] helloAndProbe() {
        return new byte[] {
            (byte) 128,
            0,
            23,
            'K',
            'V',
            'L',
            'B',
            0,
            1,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            GET,
            0,
            2,
            0,
            0
        };
    }

    /** Returns a request: with the value that is to be stored, or without one. */
    static byte[] request(int type, byte[] key, byte @Nullable [] stored) {
        int payload = LENGTH_BYTES + key.length + (stored == null ? 0 : LENGTH_BYTES + stored.length);
        byte[] frame = new byte[HEADER_BYTES + payload];
        frame[0] = (byte) type;
        putU16(frame, 1, payload);
        putBytes(frame, HEADER_BYTES, key);
        if (stored != null) {
            putBytes(frame, HEADER_BYTES + LENGTH_BYTES + key.length, stored);
        }
        return frame;
    }

    /** Returns a frame as long as this header says, with room behind it. */
    static byte[] behind(byte[] header) {
        return Arrays.copyOf(header, HEADER_BYTES + u16(header, 1));
    }

    static int type(byte[] frame) {
        return frame[0] & 0xff;
    }

    /** Returns whether it is the answer about the key that says yes, or no value, in the form of the base protocol. */
    static boolean isPlain(byte[] reply, int answer, byte[] key) {
        int keyEnd = KEY_AT + key.length;
        if (type(reply) != answer
                || reply.length < keyEnd
                || u16(reply, KEY_AT - LENGTH_BYTES) != key.length
                || !Arrays.equals(reply, KEY_AT, keyEnd, key, 0, key.length)) {
            return false;
        }
        int result = reply[HEADER_BYTES];
        if (answer != GET_RESPONSE) {
            return result == NONE && reply.length == keyEnd;
        }
        int valueAt = keyEnd + LENGTH_BYTES;
        return reply.length >= valueAt
                && u16(reply, keyEnd) == reply.length - valueAt
                && (result == NONE || result == KEY_NOT_FOUND);
    }

    /** Returns the value in a plain answer about the key, or null where it says that there is none. */
    static byte @Nullable [] value(byte[] reply, byte[] key) {
        return reply[HEADER_BYTES] == NONE
                ? Arrays.copyOfRange(reply, KEY_AT + key.length + LENGTH_BYTES, reply.length)
                : null;
    }

    private static void putBytes(byte[] frame, int at, byte[] bytes) {
        putU16(frame, at, bytes.length);
        System.arraycopy(bytes, 0, frame, at + LENGTH_BYTES, bytes.length);
    }

    private static void putU16(byte[] frame, int at, int number) {
        frame[at] = (byte) (number >> 8);
        frame[at + 1] = (byte) number;
    }

    private static int u16(byte[] frame, int at) {
        return ((frame[at] & 0xff) << 8) | (frame[at + 1] & 0xff);
    }
}
