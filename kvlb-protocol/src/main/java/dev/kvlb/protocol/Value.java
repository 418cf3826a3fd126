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
     * Returns a value of a copy of these bytes.
     *
     * @throws IllegalArgumentException if there are more than 65,535
     */
    public static Value of(byte[] bytes) {
        return new Value(bytes.clone());
    }

    /**
     * Returns a value of a copy of {@code length} bytes from {@code offset} on.
     *
     * @throws IllegalArgumentException if there are more than 65,535
     * @throws IndexOutOfBoundsException if the range does not lie within {@code bytes}
     */
    public static Value of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Value(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * Returns a value of the UTF-8 bytes of this text.
     *
     * @throws IllegalArgumentException if there are more than 65,535
     */
    public static Value of(String text) {
        return new Value(text.getBytes(StandardCharsets.UTF_8));
    }
}
