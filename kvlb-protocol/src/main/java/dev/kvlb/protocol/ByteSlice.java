package dev.kvlb.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A view of some bytes of a larger array.
 *
 * <p>Whoever hands one out may point it elsewhere, or change the bytes under it, as soon as the call that passed it
 * returns: copy what you keep ({@link #toBytes()}), and do not change what {@link #array()} shows. For one thread.
 */
public final class ByteSlice {
    private static final byte[] NOTHING = new byte[0];

    private byte[] array = NOTHING;
    private int offset;
    private int length;

    /** Makes a slice of no bytes, to be pointed at some with {@link #set}. */
    public ByteSlice() {}

    /**
     * {@return a new slice that shows all of {@code array}, without a copy}
     *
     * @param array the bytes
     */
    public static ByteSlice of(byte[] array) {
        return new ByteSlice().set(array, 0, array.length);
    }

    /**
     * Points this slice at {@code length} bytes of {@code array} from {@code offset} on, without a copy.
     *
     * @param array the array that holds the bytes
     * @param offset where they begin in it
     * @param length how many there are
     * @return this slice
     * @throws IndexOutOfBoundsException if the range does not lie within {@code array}
     */
    public ByteSlice set(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        this.array = array;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /** {@return the array that holds the bytes; read only what lies between {@link #offset()} and offset + length} */
    public byte[] array() {
        return array;
    }

    /** {@return where the bytes begin in {@link #array()}} */
    public int offset() {
        return offset;
    }

    /** {@return how many bytes there are} */
    public int length() {
        return length;
    }

    /** {@return a copy of the bytes} */
    public byte[] toBytes() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** {@return the bytes read as UTF-8; what is not valid UTF-8 becomes U+FFFD} */
    public String toUtf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /**
     * {@return whether this slice shows the same bytes as {@code length} bytes of {@code other} from {@code from} on}
     *
     * @param other an array that holds other bytes
     * @param from where those begin in it
     * @param length how many of those there are
     */
    public boolean contentEquals(byte[] other, int from, int length) {
        return Arrays.equals(array, offset, offset + this.length, other, from, from + length);
    }

    /** {@return the bytes for people to read: printable ASCII as it is, all else as {@code \xHH}, cut after 40 bytes} */
    @Override
    public String toString() {
        return escape(array, offset, length, 40);
    }

    /** Escapes bytes for people, and for logs that a hostile key must not be able to forge lines of. */
    static String escape(byte[] array, int offset, int length, int shownMax) {
        int shown = Math.min(length, shownMax);
        StringBuilder text = new StringBuilder(shown + 16);
        for (int i = offset; i < offset + shown; i++) {
            int b = array[i] & 0xff;
            if (b >= ' ' && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append("\\x").append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        if (shown < length) {
            text.append("... (").append(length).append(" bytes)");
        }
        return text.toString();
    }
}
