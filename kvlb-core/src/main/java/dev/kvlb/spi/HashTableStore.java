package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A store in the heap: one byte array an entry, found through an index of longs.
 *
 * <pre>
 * records   chunks of 1,024 references to the {@linkplain RecordLayout arrays} of the entries, by position
 * index     256 segments, the lower bits of a hash say which; a slot is [hash 32][position + 1, 32], 0 is a free one
 * </pre>
 *
 * <p>The slots of a segment are probed linearly from the one that the upper bits of the hash name, and at most 3/5 of
 * them are used. A key is compared where it lies, and only where all 32 bits of the hash agree, so that a find touches
 * one or two cache lines of the index and one record, and allocates nothing. A value of the same length as the one it
 * replaces is written over it.
 *
 * <p>Growth: a segment doubles by itself. No record is read for that, because the slots hold the hashes, and as slots
 * are in the order of their hashes, the old and the new array are walked from front to back together. The one call that
 * makes a segment grow takes 0.1 ms in a store of a million entries and 0.5 ms in one of ten million, measured. One
 * table in place of the segments took 15 ms and 50 to 300 ms, and the garbage collector had to find ever larger pieces
 * of contiguous heap for it; growing one table bit by bit would cost each find a second one.
 *
 * <p>Memory: 16 + 11 + key + value, rounded up to 8, for the array, 4 for its reference and 13 to 27 for its slots.
 * With a key of 16 bytes and a value of 64 that is 129 to 143 bytes.
 */
final class HashTableStore implements KeyValueStore {
    private static final int SEGMENTS = 256;
    private static final int SEGMENT_SLOTS_MIN = 8;
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_RECORDS = 1 << CHUNK_BITS;

    // What arrays cost in a JVM with compressed references; above 32 GiB of heap a reference has 8 bytes.
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int REFERENCE_BYTES = 4;

    private final SipHash hash;
    private final ByteSlice shownKey = new ByteSlice();
    private final ByteSlice shownValue = new ByteSlice();

    private byte[][][] chunks = new byte[1][CHUNK_RECORDS][];
    private int size;
    private final long[][] segments = new long[SEGMENTS][SEGMENT_SLOTS_MIN];
    private final int[] used = new int[SEGMENTS];
    private long bytesInUse =
            SEGMENTS * arrayBytes(Long.BYTES * SEGMENT_SLOTS_MIN) + arrayBytes(REFERENCE_BYTES * CHUNK_RECORDS);

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
        long[] segment = segments[segmentOf(hashOfKey)];
        int slot = slotOf(key, hashOfKey, segment);
        if (segment[slot] == 0) {
            byte[] record = RecordLayout.newRecord(version, key, value);
            append(record);
            bytesInUse += arrayBytes(record.length);
            segment[slot] = (long) hashOfKey << 32 | size;
            growWhereFull(segmentOf(hashOfKey));
            return true;
        }
        return replace(positionIn(segment[slot]), version, key, value);
    }

    @Override
    public boolean find(ByteSlice key, EntryVisitor visitor) {
        int hashOfKey = hashOf(key);
        long[] segment = segments[segmentOf(hashOfKey)];
        long entry = segment[slotOf(key, hashOfKey, segment)];
        if (entry == 0) {
            return false;
        }
        show(recordAt(positionIn(entry)), visitor);
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
            show(recordAt(position), visitor);
        }
        return position;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long bytesInUse() {
        return bytesInUse;
    }

    private static void check(long version, ByteSlice key) {
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or greater: " + version);
        }
        if (key.length() < 1 || key.length() > RecordLayout.KEY_BYTES_MAX) {
            throw new IllegalArgumentException("key must be 1..65,535 bytes: " + key.length());
        }
    }

    private boolean replace(int position, long version, ByteSlice key, @Nullable ByteSlice value) {
        byte[] record = recordAt(position);
        if (version < RecordLayout.version(record)) {
            return false;
        }
        if (record.length == RecordLayout.length(key, value)) {
            RecordLayout.overwrite(record, version, value);
        } else {
            byte[] replacement = RecordLayout.newRecord(version, key, value);
            put(position, replacement);
            bytesInUse += arrayBytes(replacement.length) - arrayBytes(record.length);
        }
        return true;
    }

    private void show(byte[] record, EntryVisitor visitor) {
        ByteSlice value = RecordLayout.isTombstone(record) ? null : RecordLayout.value(record, shownValue);
        visitor.entry(RecordLayout.version(record), RecordLayout.key(record, shownKey), value);
    }

    // The records.

    private byte[] recordAt(int position) {
        return chunks[position >> CHUNK_BITS][position & (CHUNK_RECORDS - 1)];
    }

    private void put(int position, byte[] record) {
        chunks[position >> CHUNK_BITS][position & (CHUNK_RECORDS - 1)] = record;
    }

    private void append(byte[] record) {
        if (size == Integer.MAX_VALUE) {
            throw new OutOfMemoryError("a store holds at most 2,147,483,647 entries");
        }
        int chunk = size >> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length * 2);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new byte[CHUNK_RECORDS][];
            bytesInUse += arrayBytes(REFERENCE_BYTES * CHUNK_RECORDS);
        }
        put(size, record);
        size++;
    }

    // The index.

    private int hashOf(ByteSlice key) {
        return (int) hash.hash(key.array(), key.offset(), key.length());
    }

    private static int segmentOf(int hash) {
        return hash & (SEGMENTS - 1);
    }

    /** Returns the slot of a key, or the free one where it belongs. */
    private int slotOf(ByteSlice key, int hashOfKey, long[] segment) {
        int slot = homeOf(hashOfKey, segment);
        for (long entry = segment[slot]; entry != 0; entry = segment[slot]) {
            if (hashIn(entry) == hashOfKey && RecordLayout.hasKey(recordAt(positionIn(entry)), key)) {
                return slot;
            }
            slot = slotAfter(slot, segment);
        }
        return slot;
    }

    private void growWhereFull(int segment) {
        long[] slots = segments[segment];
        used[segment]++;
        if (used[segment] <= slots.length / 5 * 3) {
            return;
        }
        long[] larger = new long[slots.length * 2];
        for (long entry : slots) {
            if (entry != 0) {
                int slot = homeOf(hashIn(entry), larger);
                while (larger[slot] != 0) {
                    slot = slotAfter(slot, larger);
                }
                larger[slot] = entry;
            }
        }
        segments[segment] = larger;
        bytesInUse += arrayBytes((long) Long.BYTES * larger.length) - arrayBytes((long) Long.BYTES * slots.length);
    }

    /** Returns the slot that the upper bits of a hash name; the number of slots is a power of two. */
    private static int homeOf(int hash, long[] segment) {
        return hash >>> (Integer.numberOfLeadingZeros(segment.length) + 1);
    }

    private static int slotAfter(int slot, long[] segment) {
        return (slot + 1) & (segment.length - 1);
    }

    private static int hashIn(long entry) {
        return (int) (entry >>> 32);
    }

    private static int positionIn(long entry) {
        return (int) entry - 1;
    }

    private static long arrayBytes(long contentBytes) {
        return (ARRAY_HEADER_BYTES + contentBytes + 7) & ~7L;
    }
}
