package dev.kvlb.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A key: immutable bytes with value equality, 0..65,535 of them.
 *
 * <p>The wire can carry an empty key, so this type can too; every server refuses one with
 * {@link ErrorCode#INVALID_KEY}. Safe for use by several threads.
 */
public final class Key extends ImmutableBytes {
    private Key(byte[] bytes) {
        super(bytes);
    }

    /**
     * Returns a key of a copy of these bytes.
     *
     * @throws IllegalArgumentException if there are more than 65,535
     */
    public static Key of(byte[] bytes) {
        return new Key(bytes.clone());
    }

    /**
     * Returns a key of a copy of {@code length} bytes from {@code offset} on.
     *
     * @throws IllegalArgumentException if there are more than 65,535
     * @throws IndexOutOfBoundsException if the range does not lie within {@code bytes}
     */
    public static Key of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Key(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * Returns a key of the UTF-8 bytes of this text.
     *
     * @throws IllegalArgumentException if there are more than 65,535
     */
    public static Key of(String text) {
        return new Key(text.getBytes(StandardCharsets.UTF_8));
    }
}
