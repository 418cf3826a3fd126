package dev.kvlb.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A value: immutable bytes with value equality, 0..65,535 of them. An empty value is a value.
 *
 * <p>Safe for use by several threads.
 */
public final class Value extends ImmutableBytes {
    /** The value of no bytes. */
    public static final Value EMPTY = new Value(new byte[0]);

    private Value(byte[] bytes) {
        super(bytes);
    }

    /**
     * {@return a value of a copy of these bytes}
     *
     * @param bytes the bytes
     * @throws IllegalArgumentException if there are more than 65,535
     */
    public static Value of(byte[] bytes) {
        return new Value(bytes.clone());
    }

    /**
     * {@return a value of a copy of {@code length} bytes from {@code offset} on}
     *
     * @param bytes an array that holds them
     * @param offset where they begin in it
     * @param length how many there are
     * @throws IllegalArgumentException if there are more than 65,535
     * @throws IndexOutOfBoundsException if the range does not lie within {@code bytes}
     */
    public static Value of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Value(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * {@return a value of the UTF-8 bytes of this text}
     *
     * @param text the text
     * @throws IllegalArgumentException if there are more than 65,535
     */
    public static Value of(String text) {
        return new Value(text.getBytes(StandardCharsets.UTF_8));
    }
}
