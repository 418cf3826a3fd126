package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * How an entry of {@link HashTableStore} lies in a slab, from an offset on.
 *
 * <pre>
 * [tombstone 1 bit, version 63][key length 2][value length 2][key][value]
 * </pre>
 *
 * <p>The key length is never 0: that marks a {@linkplain FreeBlocks free block}.
 */
final class RecordLayout {
    static final int KEY_BYTES_MAX = 65_535;

    private static final VarHandle I32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle I64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int LENGTHS = 8;
    private static final int KEY = 12;
    private static final long TOMBSTONE = 1L << 63;

    private RecordLayout() {}

    static void write(byte[] slab, int at, long version, ByteSlice key, @Nullable ByteSlice value) {
        System.arraycopy(key.array(), key.offset(), slab, at + KEY, key.length());
        overwrite(slab, at, key.length(), version, value);
    }

    /** Writes what may differ between two records of one key. */
    static void overwrite(byte[] slab, int at, int keyLength, long version, @Nullable ByteSlice value) {
        if (value == null) {
            I64.set(slab, at, version | TOMBSTONE);
            I32.set(slab, at + LENGTHS, keyLength << 16);
        } else {
            I64.set(slab, at, version);
            I32.set(slab, at + LENGTHS, (keyLength << 16) | value.length());
            System.arraycopy(value.array(), value.offset(), slab, at + KEY + keyLength, value.length());
        }
    }

    /** Returns the units of the block that a record with such a key and value has. */
    static int units(ByteSlice key, @Nullable ByteSlice value) {
        return units(key.length() + (value == null ? 0 : value.length()));
    }

    /** Returns the units of the block that this record has. */
    static int units(byte[] slab, int at) {
        int lengths = lengths(slab, at);
        return units((lengths >>> 16) + (lengths & 0xffff));
    }

    private static int units(int keyAndValueBytes) {
        return SizeClass.roundUp((KEY + keyAndValueBytes + Slabs.UNIT_BYTES - 1) / Slabs.UNIT_BYTES);
    }

    static long version(byte[] slab, int at) {
        return (long) I64.get(slab, at) & ~TOMBSTONE;
    }

    static boolean isTombstone(byte[] slab, int at) {
        return (long) I64.get(slab, at) < 0;
    }

    static boolean hasKey(byte[] slab, int at, ByteSlice key) {
        return keyLength(slab, at) == key.length() && key.contentEquals(slab, at + KEY, key.length());
    }

    static ByteSlice key(byte[] slab, int at, ByteSlice target) {
        return target.set(slab, at + KEY, keyLength(slab, at));
    }

    static ByteSlice value(byte[] slab, int at, ByteSlice target) {
        int lengths = lengths(slab, at);
        return target.set(slab, at + KEY + (lengths >>> 16), lengths & 0xffff);
    }

    private static int keyLength(byte[] slab, int at) {
        return lengths(slab, at) >>> 16;
    }

    private static int lengths(byte[] slab, int at) {
        return (int) I32.get(slab, at + LENGTHS);
    }
}
