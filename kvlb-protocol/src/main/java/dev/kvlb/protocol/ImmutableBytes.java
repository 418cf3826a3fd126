package dev.kvlb.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Immutable bytes with value equality, up to what a 2-byte length can say: what {@link Key} and {@link Value} share. */
abstract sealed class ImmutableBytes permits Key, Value {
    static final int LENGTH_MAX = 65_535;

    private static final int SHOWN_BYTES_MAX = 40;

    private final byte[] bytes;

    /** Takes ownership of {@code bytes}: the caller has copied them. */
    ImmutableBytes(byte[] bytes) {
        if (bytes.length > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a " + getClass().getSimpleName() + " has at most " + LENGTH_MAX + " bytes: " + bytes.length);
        }
        this.bytes = bytes;
    }

    /** {@return how many bytes there are, 0..65,535} */
    public final int length() {
        return bytes.length;
    }

    /** {@return whether there are no bytes} */
    public final boolean isEmpty() {
        return bytes.length == 0;
    }

    /** {@return a copy of the bytes} */
    public final byte[] toBytes() {
        return bytes.clone();
    }

    /** {@return the bytes read as UTF-8; what is not valid UTF-8 becomes U+FFFD} */
    public final String toUtf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The bytes themselves, for readers in this package that do not change them. */
    final byte[] array() {
        return bytes;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ImmutableBytes that
                && that.getClass() == getClass()
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return the bytes for people to read: printable ASCII as it is, all else as {@code \xHH}, cut after 40 bytes} */
    @Override
    public final String toString() {
        return ByteSlice.escape(bytes, 0, bytes.length, SHOWN_BYTES_MAX);
    }
}
