package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.Key;

/** The bytes of values: a number, and as many more bytes as the number says, each of which the number decides. */
final class Values {
    private static final int NUMBER_BYTES = 4;
    private static final int LARGE_ONE_IN = 32;
    private static final int LARGE_BYTES = 700;
    private static final int SMALL_BYTES = 24;

    private Values() {}

    /** Returns the value of this number, for an entry under this key: those of ballast are large. */
    static byte[] encode(int number, String key) {
        byte[] bytes = new byte[length(number, key)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = i < NUMBER_BYTES ? (byte) (number >>> (8 * (NUMBER_BYTES - 1 - i))) : filler(number, i);
        }
        return bytes;
    }

    private static int length(int number, String key) {
        if (Workload.isBallast(key)) {
            return Workload.BALLAST_BYTES;
        }
        return NUMBER_BYTES + number * 31 % (number % LARGE_ONE_IN == 0 ? LARGE_BYTES : SMALL_BYTES);
    }

    private static byte filler(int number, int at) {
        return (byte) (number + at);
    }

    /** Returns the number of a value, after a look at each of its bytes. */
    static int decode(ByteSlice value, String key) {
        byte[] bytes = value.array();
        int from = value.offset();
        int number = number(value);
        boolean whole = value.length() >= NUMBER_BYTES && number > 0 && value.length() == length(number, key);
        for (int i = NUMBER_BYTES; whole && i < value.length(); i++) {
            whole = bytes[from + i] == filler(number, i);
        }
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

    static byte[] key(String key) {
        return Key.of(key).toBytes();
    }
}
