package dev.kvlb.cli.bench;

import dev.kvlb.protocol.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The values, each of which says which key it is of: a sequence number of 4 bytes, then bytes that follow from the key, that
 * number and the length. So a value of another key, a part of one, or a mixture of two is found, without a record of what
 * was written.
 */
final class BenchValues {
    /** The shortest; of its bytes four are a check. */
    static final int LENGTH_MIN = 8;

    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SEQUENCE_BYTES = 4;
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private BenchValues() {}

    /** Writes the value of a key and a sequence number into the first {@code length} bytes. */
    static void write(int key, int sequence, byte[] bytes, int length) {
        U32.set(bytes, 0, sequence);
        long word = firstWord(key, sequence, length);
        int at = SEQUENCE_BYTES;
        for (; length - at >= Long.BYTES; at += Long.BYTES) {
            U64.set(bytes, at, word);
            word += STEP;
        }
        for (; at < length; at++) {
            bytes[at] = (byte) word;
            word >>>= Byte.SIZE;
        }
    }

    /** Returns whether these bytes are a value of this key, with whatever sequence number. */
    static boolean isOf(int key, ByteSlice value) {
        if (value.length() < LENGTH_MIN) {
            return false;
        }
        byte[] bytes = value.array();
        int at = value.offset();
        int end = at + value.length();
        long word = firstWord(key, (int) U32.get(bytes, at), value.length());
        boolean same = true;
        at += SEQUENCE_BYTES;
        for (; same && end - at >= Long.BYTES; at += Long.BYTES) {
            same = (long) U64.get(bytes, at) == word;
            word += STEP;
        }
        for (; same && at < end; at++) {
            same = bytes[at] == (byte) word;
            word >>>= Byte.SIZE;
        }
        return same;
    }

    /** The finalizer of SplitMix64, so that any two keys, numbers or lengths have words that are far apart. */
    private static long firstWord(int key, int sequence, int length) {
        long mixed = ((long) key << 32 | (sequence & 0xffff_ffffL)) + length * STEP;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
