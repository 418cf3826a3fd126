package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A store in the heap: one byte array an entry, and an index of longs.
 *
 * <pre>
 * record   [version 8][flags 1][key length 2][key][value]     one byte[] an entry, in records[position]
 * slot     [hash 32][position + 1, 32]                        one long an entry, in index[]; 0 is a free slot
 * </pre>
 *
 * <p>The slots are probed linearly from the one that the upper bits of the hash name, and at most 3/5 of them are used.
 * A key is compared where it lies, and only where all 32 bits of the hash agree, so that a find touches one or two
 * cache lines of the index and one record, and allocates nothing. A value of the same length as the one it replaces is
 * written over it.
 *
 * <p>Growth: both arrays double. The index holds the hashes, so no record is read, and as slots are in the order of
 * their hashes, old and new index are walked from front to back together. The one call that makes the index grow takes
 * the longest: measured on a 2 GHz core, 10 ms at 1.3 million entries and 90 ms at 10 million, most of it for fresh
 * memory; that stays far below the second after which a silent worker leaves the ring. Growing bit by bit would cost
 * each find a second table; it becomes worth it for stores above some 50 million entries.
 *
 * <p>Memory: (11 + key + value + 16, rounded up to 8) for the record, 4 to 8 bytes for its reference, and 13 to 27 for
 * its slots. With a key of 16 bytes and a value of 64 that is 129 to 147 bytes.
 */
final class HashTableStore implements KeyValueStore {
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int FLAGS = 8;
    private static final int KEY_LENGTH = 9;
    private static final int KEY = 11;
    private static final int KEY_BYTES_MAX = 65_535;
    private static final byte TOMBSTONE = 1;

    private static final int RECORDS_MIN = 16;
    private static final int INDEX_BITS_MIN = 5;
    private static final int INDEX_BITS_MAX = 30;

    // What the arrays of a JVM with compressed references cost; above 32 GiB of heap a reference has 8 bytes.
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int REFERENCE_BYTES = 4;

    private final SipHash hash;
    private final ByteSlice shownKey = new ByteSlice();
    private final ByteSlice shownValue = new ByteSlice();

    private byte[][] records = new byte[RECORDS_MIN][];
    private int size;
    private int indexBits = INDEX_BITS_MIN;
    private long[] index = new long[1 << INDEX_BITS_MIN];
    private long recordBytes;

    /**
     * Makes an empty store.
     *
     * @param hashSeed what nobody who chooses keys may know
     */
    HashTableStore(long hashSeed) {
        hash = SipHash.seeded(hashSeed);
    }

    @Override
    public boolean apply(long version, ByteSlice key, @Nullable ByteSlice value) {
        check(version, key);
        int hashOfKey = hashOf(key);
        int slot = slotOf(key, hashOfKey);
        if (index[slot] == 0) {
            append(hashOfKey, slot, newRecord(version, key, value));
            return true;
        }
        int position = positionIn(index[slot]);
        byte[] record = records[position];
        if (version < versionOf(record)) {
            return false;
        }
        if (record.length == lengthOf(key, value)) {
            fill(record, version, value);
        } else {
            byte[] replacement = newRecord(version, key, value);
            records[position] = replacement;
            recordBytes += bytesOf(replacement) - bytesOf(record);
        }
        return true;
    }

    @Override
    public boolean find(ByteSlice key, EntryVisitor visitor) {
        long entry = index[slotOf(key, hashOf(key))];
        if (entry == 0) {
            return false;
        }
        show(records[positionIn(entry)], visitor);
        return true;
    }

    /**
     * Walks the records from the last to the first; the cursor is the position behind the next one to show.
     *
     * <p>Entries that come are appended behind where any scan is. Nothing is removed yet, but when tombstones are, the
     * last record will fill the gap: it moves forward, so what a scan in this direction has not shown stays before it,
     * where in the other direction it could jump over the scan and be missed.
     */
    @Override
    public long scan(long cursor, int limit, EntryVisitor visitor) {
        if (cursor < 0) {
            throw new IllegalArgumentException("cursor must be 0 or what a scan returned: " + cursor);
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more: " + limit);
        }
        int position = cursor == SCAN_START ? size : (int) Math.min(cursor, size);
        for (int left = limit; left > 0 && position > 0; left--) {
            position--;
            show(records[position], visitor);
        }
        return position;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long bytesInUse() {
        return recordBytes
                + arrayBytes((long) REFERENCE_BYTES * records.length)
                + arrayBytes((long) Long.BYTES * index.length);
    }

    private static void check(long version, ByteSlice key) {
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or greater: " + version);
        }
        if (key.length() < 1 || key.length() > KEY_BYTES_MAX) {
            throw new IllegalArgumentException("key must be 1..65,535 bytes: " + key.length());
        }
    }

    private void show(byte[] record, EntryVisitor visitor) {
        int keyLength = keyLengthOf(record);
        shownKey.set(record, KEY, keyLength);
        if (record[FLAGS] == TOMBSTONE) {
            visitor.entry(versionOf(record), shownKey, null);
        } else {
            int valueStart = KEY + keyLength;
            shownValue.set(record, valueStart, record.length - valueStart);
            visitor.entry(versionOf(record), shownKey, shownValue);
        }
    }

    // The index.

    private int hashOf(ByteSlice key) {
        return (int) hash.hash(key.array(), key.offset(), key.length());
    }

    /** Returns the slot of a key, or the free one where it belongs. */
    private int slotOf(ByteSlice key, int hashOfKey) {
        int mask = index.length - 1;
        int slot = homeOf(hashOfKey, indexBits);
        for (long entry = index[slot]; entry != 0; entry = index[slot]) {
            if (hashIn(entry) == hashOfKey && hasKey(records[positionIn(entry)], key)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static boolean hasKey(byte[] record, ByteSlice key) {
        return keyLengthOf(record) == key.length() && key.contentEquals(record, KEY, key.length());
    }

    private void append(int hashOfKey, int freeSlot, byte[] record) {
        int slot = freeSlot;
        if (size == records.length) {
            records = Arrays.copyOf(records, doubled(size));
        }
        if (size >= index.length / 5 * 3) {
            growIndex();
            slot = freeSlotFrom(homeOf(hashOfKey, indexBits), index);
        }
        records[size] = record;
        recordBytes += bytesOf(record);
        size++;
        index[slot] = (long) hashOfKey << 32 | size;
    }

    private void growIndex() {
        if (indexBits == INDEX_BITS_MAX) {
            throw new OutOfMemoryError("a store holds at most " + size + " entries");
        }
        int bits = indexBits + 1;
        long[] larger = new long[1 << bits];
        for (long entry : index) {
            if (entry != 0) {
                larger[freeSlotFrom(homeOf(hashIn(entry), bits), larger)] = entry;
            }
        }
        index = larger;
        indexBits = bits;
    }

    private static int freeSlotFrom(int home, long[] index) {
        int slot = home;
        while (index[slot] != 0) {
            slot = (slot + 1) & (index.length - 1);
        }
        return slot;
    }

    private static int homeOf(int hash, int bits) {
        return hash >>> (32 - bits);
    }

    private static int hashIn(long entry) {
        return (int) (entry >>> 32);
    }

    private static int positionIn(long entry) {
        return (int) entry - 1;
    }

    private static int doubled(int length) {
        return (int) Math.min(length * 2L, Integer.MAX_VALUE - 8);
    }

    // The records.

    private static byte[] newRecord(long version, ByteSlice key, @Nullable ByteSlice value) {
        byte[] record = new byte[lengthOf(key, value)];
        U16.set(record, KEY_LENGTH, (short) key.length());
        System.arraycopy(key.array(), key.offset(), record, KEY, key.length());
        fill(record, version, value);
        return record;
    }

    /** Writes what may differ between two records of one key and one length. */
    private static void fill(byte[] record, long version, @Nullable ByteSlice value) {
        U64.set(record, 0, version);
        if (value == null) {
            record[FLAGS] = TOMBSTONE;
        } else {
            record[FLAGS] = 0;
            System.arraycopy(value.array(), value.offset(), record, record.length - value.length(), value.length());
        }
    }

    private static int lengthOf(ByteSlice key, @Nullable ByteSlice value) {
        return KEY + key.length() + (value == null ? 0 : value.length());
    }

    private static long versionOf(byte[] record) {
        return (long) U64.get(record, 0);
    }

    private static int keyLengthOf(byte[] record) {
        return (short) U16.get(record, KEY_LENGTH) & 0xffff;
    }

    private static long bytesOf(byte[] record) {
        return arrayBytes(record.length);
    }

    private static long arrayBytes(long contentBytes) {
        return (ARRAY_HEADER_BYTES + contentBytes + 7) & ~7L;
    }
}
