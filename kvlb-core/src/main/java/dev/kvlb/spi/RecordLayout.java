package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * How an entry of {@link HashTableStore} lies in its one byte array.
 *
 * <pre>
 * [version 8][flags 1: 1 is a tombstone][key length 2][key][value]
 * </pre>
 */
final class RecordLayout {
    static final int KEY_BYTES_MAX = 65_535;

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int FLAGS = 8;
    private static final int KEY_LENGTH = 9;
    private static final int KEY = 11;
    private static final byte TOMBSTONE = 1;

    private RecordLayout() {}

    static byte[] newRecord(long version, ByteSlice key, @Nullable ByteSlice value) {
        byte[] record = new byte[length(key, value)];
        U16.set(record, KEY_LENGTH, (short) key.length());
        System.arraycopy(key.array(), key.offset(), record, KEY, key.length());
        overwrite(record, version, value);
        return record;
    }

    /** Writes what may differ between two records of one key and one length. */
    static void overwrite(byte[] record, long version, @Nullable ByteSlice value) {
        U64.set(record, 0, version);
        if (value == null) {
            record[FLAGS] = TOMBSTONE;
        } else {
            record[FLAGS] = 0;
            System.arraycopy(value.array(), value.offset(), record, record.length - value.length(), value.length());
        }
    }

    static int length(ByteSlice key, @Nullable ByteSlice value) {
        return KEY + key.length() + (value == null ? 0 : value.length());
    }

    static long version(byte[] record) {
        return (long) U64.get(record, 0);
    }

    static boolean isTombstone(byte[] record) {
        return record[FLAGS] == TOMBSTONE;
    }

    static boolean hasKey(byte[] record, ByteSlice key) {
        return keyLength(record) == key.length() && key.contentEquals(record, KEY, key.length());
    }

    static ByteSlice key(byte[] record, ByteSlice target) {
        return target.set(record, KEY, keyLength(record));
    }

    static ByteSlice value(byte[] record, ByteSlice target) {
        int start = KEY + keyLength(record);
        return target.set(record, start, record.length - start);
    }

    private static int keyLength(byte[] record) {
        return (short) U16.get(record, KEY_LENGTH) & 0xffff;
    }
}
