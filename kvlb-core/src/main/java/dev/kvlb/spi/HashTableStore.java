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
 * <p>Forgetting leaves no mark that a find would have to pass. In the segment, slots behind the free one move up to it
 * unless that is before their home, so that a key is still where the probe from its home comes before a free slot. The
 * last record takes the place of the one that goes, so that positions stay dense. A segment halves when it is a quarter
 * as full as it may be, and of the chunks at the end that are empty, one stays: what was given back is not needed again
 * soon, whatever comes and goes.
 *
 * <p>Memory: 16 + 11 + key + value, rounded up to 8, for the array, 4 for its reference and 13 to 27 for its slots, up
 * to 53 where entries were forgotten. With a key of 16 bytes and a value of 64 that is 129 to 143 bytes.
 */
final class HashTableStore implements KeyValueStore {
    private static final int SEGMENTS = 256;
    private static final int SEGMENT_SLOTS_MIN = 8;
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_RECORDS = 1 << CHUNK_BITS;

    // What arrays cost in a JVM with compressed references; above 32 GiB of heap a reference has 8 bytes.
    private static final int ARRAY_HEADER_BYTES = 16;
    private static final int REFERENCE_BYTES = 4;

    /** More keys than this are fetched in two goes. */
    private static final int PREFETCHES_MAX = 32;

    private final SipHash hash;
    private final ByteSlice shownKey = new ByteSlice();
    private final ByteSlice shownValue = new ByteSlice();

    private final int[] prefetches = new int[PREFETCHES_MAX];
    private int prefetchesNamed;

    /** Written only: else the compiler would see that nothing comes of the loads that lead to it, and leave them out. */
    @SuppressWarnings("UnusedVariable")
    private long fetched;

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
    public void prefetch(ByteSlice key) {
        prefetches[prefetchesNamed++] = hashOf(key);
        if (prefetchesNamed == PREFETCHES_MAX) {
            fetch();
        }
    }

    /**
     * Loads what the named keys lead to, level by level: the loads of one level do not depend on each other, so the
     * processor waits for them all at once, where the finds that follow would wait for each (group prefetching: Chen,
     * Ailamaki, Gibbons and Mowry, Improving hash join performance through prefetching, 2004).
     */
    private void fetch() {
        int count = prefetchesNamed;
        prefetchesNamed = 0;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long[] segment = segments[segmentOf(prefetches[i])];
            sum += segment[homeOf(prefetches[i], segment)];
        }
        for (int i = 0; i < count; i++) {
            byte[] record = recordAtHome(prefetches[i]);
            sum += record == null ? 0 : 1;
        }
        for (int i = 0; i < count; i++) {
            byte[] record = recordAtHome(prefetches[i]);
            if (record != null) {
                sum += record[0] + record[record.length - 1];
            }
        }
        fetched = sum;
    }

    /** Returns the record of the first slot where a probe looks: most often the only one. */
    private byte @Nullable [] recordAtHome(int hashOfKey) {
        long[] segment = segments[segmentOf(hashOfKey)];
        long entry = segment[homeOf(hashOfKey, segment)];
        return entry == 0 ? null : recordAt(positionIn(entry));
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
            segment[slot] = entry(hashOfKey, size - 1);
            growWhereFull(segmentOf(hashOfKey));
            return true;
        }
        return replace(positionIn(segment[slot]), version, key, value);
    }

    @Override
    public boolean forget(long version, ByteSlice key) {
        int hashOfKey = hashOf(key);
        long[] segment = segments[segmentOf(hashOfKey)];
        int slot = slotOf(key, hashOfKey, segment);
        if (segment[slot] == 0) {
            return false;
        }
        int position = positionIn(segment[slot]);
        byte[] record = recordAt(position);
        if (!RecordLayout.isTombstone(record) || version != RecordLayout.version(record)) {
            return false;
        }
        free(slot, segment);
        fillGap(position);
        bytesInUse -= arrayBytes(record.length);
        shrinkWhereSparse(segmentOf(hashOfKey));
        return true;
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
     * <p>What a scan has still to show lies before its cursor. Entries that come are appended and don't move any. Where
     * one is forgotten, the last record fills the gap: it moves towards the front, so what is before the cursor stays
     * before it, and what is behind may be shown again. In the other direction it could jump over the cursor and be
     * missed.
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

    /** Moves the last record to a position whose own record has no slot any more. */
    private void fillGap(int position) {
        byte[] last = recordAt(size - 1);
        if (position < size - 1) {
            ByteSlice key = RecordLayout.key(last, shownKey);
            int hashOfKey = hashOf(key);
            long[] segment = segments[segmentOf(hashOfKey)];
            segment[slotOf(key, hashOfKey, segment)] = entry(hashOfKey, position);
            put(position, last);
        }
        size--;
        int chunk = size >> CHUNK_BITS;
        chunks[chunk][size & (CHUNK_RECORDS - 1)] = null;
        boolean chunkIsEmpty = (size & (CHUNK_RECORDS - 1)) == 0;
        if (chunkIsEmpty && chunk + 1 < chunks.length && chunks[chunk + 1] != null) {
            chunks[chunk + 1] = null;
            bytesInUse -= arrayBytes(REFERENCE_BYTES * CHUNK_RECORDS);
        }
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
        if (prefetchesNamed > 0) {
            fetch();
        }
        int slot = homeOf(hashOfKey, segment);
        for (long entry = segment[slot]; entry != 0; entry = segment[slot]) {
            if (hashIn(entry) == hashOfKey && RecordLayout.hasKey(recordAt(positionIn(entry)), key)) {
                return slot;
            }
            slot = slotAfter(slot, segment);
        }
        return slot;
    }

    /** Frees a slot, and moves up the ones behind it that a probe from their home would not reach any more. */
    private static void free(int slot, long[] segment) {
        int free = slot;
        int next = slotAfter(free, segment);
        for (long entry = segment[next]; entry != 0; entry = segment[next]) {
            int home = homeOf(hashIn(entry), segment);
            if (distance(home, next, segment) >= distance(free, next, segment)) {
                segment[free] = entry;
                free = next;
            }
            next = slotAfter(next, segment);
        }
        segment[free] = 0;
    }

    private void growWhereFull(int segment) {
        long[] slots = segments[segment];
        used[segment]++;
        if (used[segment] > usedMax(slots.length)) {
            resize(segment, slots.length * 2);
        }
    }

    /** Halves the slots where they are then about half as full as they may be: neither growing nor shrinking is near. */
    private void shrinkWhereSparse(int segment) {
        long[] slots = segments[segment];
        used[segment]--;
        if (slots.length > SEGMENT_SLOTS_MIN && used[segment] <= usedMax(slots.length) / 4) {
            resize(segment, slots.length / 2);
        }
    }

    private void resize(int segment, int slotsWanted) {
        long[] slots = segments[segment];
        long[] resized = new long[slotsWanted];
        for (long entry : slots) {
            if (entry != 0) {
                int slot = homeOf(hashIn(entry), resized);
                while (resized[slot] != 0) {
                    slot = slotAfter(slot, resized);
                }
                resized[slot] = entry;
            }
        }
        segments[segment] = resized;
        bytesInUse += arrayBytes((long) Long.BYTES * resized.length) - arrayBytes((long) Long.BYTES * slots.length);
    }

    /** Returns how many of so many slots may be used: more make probes long. */
    private static int usedMax(int slots) {
        return slots / 5 * 3;
    }

    /** Returns the slot that the upper bits of a hash name; the number of slots is a power of two. */
    private static int homeOf(int hash, long[] segment) {
        return hash >>> (Integer.numberOfLeadingZeros(segment.length) + 1);
    }

    private static int slotAfter(int slot, long[] segment) {
        return (slot + 1) & (segment.length - 1);
    }

    /** Returns how many steps a probe takes from one slot to another. */
    private static int distance(int from, int to, long[] segment) {
        return (to - from) & (segment.length - 1);
    }

    private static long entry(int hash, int position) {
        return (long) hash << 32 | (position + 1);
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
