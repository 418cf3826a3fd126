package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key that clients use. There are few, and each has a number by which what is known of it is found. */
final class SimKey implements Comparable<SimKey> {
    /** What is greater than every number. */
    static final int NUMBERS = 128;

    private static final int PLAIN_MAX = 9;
    private static final int BALLAST_FROM = 10;
    private static final char PLAIN = 'k';
    private static final char BALLAST = 'b';
    private static final List<SimKey> ALL = new ArrayList<>();

    static {
        for (int number = 0; number < NUMBERS; number++) {
            String text = number <= PLAIN_MAX ? PLAIN + "" + number : BALLAST + "" + (number - BALLAST_FROM);
            ALL.add(new SimKey(number, text));
        }
    }

    private final int number;
    private final String text;
    private final byte[] bytes;
    private final ByteSlice slice;

    private SimKey(int number, String text) {
        this.number = number;
        this.text = text;
        this.bytes = Key.of(text).toBytes();
        this.slice = ByteSlice.of(bytes);
    }

    /** Returns one of the keys of small values, 0..9. */
    static SimKey plain(int which) {
        return ALL.get(which);
    }

    /** Returns one of the keys of large values, 0..117. */
    static SimKey ballast(int which) {
        return ALL.get(BALLAST_FROM + which);
    }

    /** Returns a key that no cluster takes. */
    static SimKey invalid(String text) {
        return new SimKey(-1, text);
    }

    /** Returns the key of these bytes, or null where it is none of those that are valid. */
    static @Nullable SimKey of(ByteSlice bytes) {
        byte[] array = bytes.array();
        int from = bytes.offset();
        if (bytes.length() < 2) {
            return null;
        }
        int which = 0;
        for (int i = 1; i < bytes.length(); i++) {
            which = which * 10 + array[from + i] - '0';
        }
        return switch (array[from]) {
            case PLAIN -> plain(which);
            case BALLAST -> ballast(which);
            default -> null;
        };
    }

    /** Returns its number, 0..{@link #NUMBERS} without the end; -1 of an invalid one. */
    int number() {
        return number;
    }

    boolean isValid() {
        return number >= 0;
    }

    boolean isBallast() {
        return number >= BALLAST_FROM;
    }

    @Override
    public int compareTo(SimKey other) {
        return Integer.compare(number, other.number);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns the bytes as stores want them. */
    ByteSlice slice() {
        return slice;
    }

    @Override
    public String toString() {
        return text;
    }
}
