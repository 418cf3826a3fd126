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
     * {@return a key of a copy of these bytes}
     *
     * @param bytes the bytes
     * @throws IllegalArgumentException if there are more than 65,535
     */
    public static Key of(byte[] bytes) {
        return new Key(bytes.clone());
    }

    /**
     * {@return a key of a copy of {@code length} bytes from {@code offset} on}
     *
     * @param bytes an array that holds them
     * @param offset where they begin in it
     * @param length how many there are
     * @throws IllegalArgumentException if there are more than 65,535
     * @throws IndexOutOfBoundsException if the range does not lie within {@code bytes}
     */
    public static Key of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Key(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * {@return a key of the UTF-8 bytes of this text}
     *
     * @param text the text
     * @throws IllegalArgumentException if there are more than 65,535
     */
    public static Key of(String text) {
        return new Key(text.getBytes(StandardCharsets.UTF_8));
    }
}
