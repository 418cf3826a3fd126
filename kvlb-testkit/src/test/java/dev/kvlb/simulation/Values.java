package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import java.util.Arrays;

/** The bytes of values: a number, and as many more bytes as the number says, each of which the number decides. */
final class Values {
    private static final int NUMBER_BYTES = 4;
    private static final int LARGE_ONE_IN = 32;
    private static final int LARGE_BYTES = 700;
    private static final int SMALL_BYTES = 24;
    private static final byte[] FILLER = new byte[256 + Workload.BALLAST_BYTES];

    static {
        for (int i = 0; i < FILLER.length; i++) {
            FILLER[i] = (byte) i;
        }
    }

    private Values() {}

    /** Returns the value of this number, for an entry under this key: those of ballast are large. */
    static byte[] encode(int number, SimKey key) {
        byte[] bytes = new byte[length(number, key)];
        for (int i = 0; i < NUMBER_BYTES; i++) {
            bytes[i] = (byte) (number >>> (8 * (NUMBER_BYTES - 1 - i)));
        }
        System.arraycopy(FILLER, fillerFrom(number), bytes, NUMBER_BYTES, bytes.length - NUMBER_BYTES);
        return bytes;
    }

    private static int length(int number, SimKey key) {
        if (key.isBallast()) {
            return Workload.BALLAST_BYTES;
        }
        return NUMBER_BYTES + number * 31 % (number % LARGE_ONE_IN == 0 ? LARGE_BYTES : SMALL_BYTES);
    }

    private static int fillerFrom(int number) {
        return number & 0xff;
    }

    /** Returns the number of a value, after a look at each of its bytes. */
    static int decode(ByteSlice value, SimKey key) {
        int number = number(value);
        int from = value.offset() + NUMBER_BYTES;
        int filler = fillerFrom(number);
        int length = value.length() - NUMBER_BYTES;
        boolean whole = number > 0
                && value.length() == length(number, key)
                && Arrays.equals(value.array(), from, from + length, FILLER, filler, filler + length);
        if (!whole) {
            throw new Violation("value " + number + " of " + key + " has changed on its way: " + value);
        }
        return number;
    }

    /** Returns the number of a value, unchecked; 0 where it is none of ours. */
    static int number(ByteSlice value) {
        if (value.length() < NUMBER_BYTES) {
            return 0;
        }
        int number = 0;
        for (int i = 0; i < NUMBER_BYTES; i++) {
            number = (number << 8) | (value.array()[value.offset() + i] & 0xff);
        }
        return number;
    }
}
