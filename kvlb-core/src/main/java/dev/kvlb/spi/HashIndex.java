package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;

/**
 * Where the record of each key lies, by its hash.
 *
 * <pre>
 * 256 segments, the lower bits of a hash say which; a slot is [hash 32][address 32], 0 is a free one
 * </pre>
 *
 * <p>The slots of a segment are probed linearly from the one that the upper bits of the hash name, its home, and at most
 * 3/5 of them are used. A key is compared where it lies, and only where all 32 bits of the hash agree.
 *
 * <p>Growth: a segment doubles by itself. No record is read for that, because the slots hold the hashes, and as slots
 * are in the order of their hashes, the old and the new array are walked from front to back together. The one call that
 * makes a segment grow takes 0.1 ms in a store of a million entries and 0.5 ms in one of ten million, measured. One
 * table in place of the segments took 15 ms and 50 to 300 ms, and the garbage collector had to find ever larger pieces
 * of contiguous heap for it; growing one table bit by bit would cost each find a second one.
 *
 * <p>Removing leaves no mark that a find would have to pass. Slots behind the free one move up to it unless that is
 * before their home, so that a key is still where the probe from its home comes before a free slot. A segment halves when
 * it is a quarter as full as it may be.
 *
 * <p>Keys of one hash stay in the order in which they came, whatever comes, goes, grows or shrinks: a {@link HashScan}
 * counts on it.
 */
final class HashIndex {
    static final int SEGMENTS = 256;

    // With the header of their array the slots of a segment have a power of two of bytes: else large ones would be just
    // too large for a region of the garbage collector, or for half of one, and waste the rest of the last.
    private static final int HEADER_SLOTS = ArrayMemory.HEADER_BYTES / Long.BYTES;
    private static final int SEGMENT_SLOTS_MIN = 8 - HEADER_SLOTS;

    private final SipHash hash;
    private final Slabs slabs;
    private final long[][] segments = new long[SEGMENTS][SEGMENT_SLOTS_MIN];
    private final int[] used = new int[SEGMENTS];
    private long size;
    private long bytes = SEGMENTS * slotBytes(SEGMENT_SLOTS_MIN);

    HashIndex(SipHash hash, Slabs slabs) {
        this.hash = hash;
        this.slabs = slabs;
    }

    int hashOf(ByteSlice key) {
        return (int) hash.hash(key.array(), key.offset(), key.length());
    }

    /** Returns how many keys there are. */
    long size() {
        return size;
    }

    /** Returns the bytes of memory that the slots take. */
    long bytes() {
        return bytes;
    }

    /** Returns the slots where a hash has its home. */
    long[] segmentOf(int hash) {
        return segments[segmentNumber(hash)];
    }

    long[] segment(int number) {
        return segments[number];
    }

    /** Returns the slot of a key, or the free one where it belongs. */
    int slotOf(ByteSlice key, int hashOfKey, long[] segment) {
        int slot = homeOf(hashOfKey, segment);
        for (long entry = segment[slot]; entry != 0; entry = segment[slot]) {
            if (hashIn(entry) == hashOfKey && hasKey(addressIn(entry), key)) {
                return slot;
            }
            slot = slotAfter(slot, segment);
        }
        return slot;
    }

    private boolean hasKey(int address, ByteSlice key) {
        return RecordLayout.hasKey(slabs.array(address), Slabs.offset(address), key);
    }

    /** Fills a free slot, which {@link #slotOf} has found. */
    void add(int slot, int hashOfKey, int address) {
        int number = segmentNumber(hashOfKey);
        long[] segment = segments[number];
        segment[slot] = entry(hashOfKey, address);
        size++;
        used[number]++;
        if (used[number] > usedMax(segment.length)) {
            resize(number, (segment.length + HEADER_SLOTS) * 2 - HEADER_SLOTS);
        }
    }

    /** Says where the record of the key in a slot is now. */
    void point(int slot, int hashOfKey, int address) {
        segmentOf(hashOfKey)[slot] = entry(hashOfKey, address);
    }

    /** Says where a record has moved to, whose key is not needed for it. */
    void move(int hashOfKey, int from, int to) {
        long[] segment = segmentOf(hashOfKey);
        long entry = entry(hashOfKey, from);
        int slot = homeOf(hashOfKey, segment);
        while (segment[slot] != entry) {
            slot = slotAfter(slot, segment);
        }
        point(slot, hashOfKey, to);
    }

    /** Frees a slot, and moves up the ones behind it that a probe from their home would not reach any more. */
    void remove(int slot, int hashOfKey) {
        int number = segmentNumber(hashOfKey);
        long[] segment = segments[number];
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
        size--;
        used[number]--;
        // Half as many are then about half as full as they may be: neither growing nor shrinking is near.
        if (segment.length > SEGMENT_SLOTS_MIN && used[number] <= usedMax(segment.length) / 4) {
            resize(number, (segment.length + HEADER_SLOTS) / 2 - HEADER_SLOTS);
        }
    }

    private void resize(int number, int slotsWanted) {
        long[] slots = segments[number];
        long[] resized = new long[slotsWanted];
        // From behind a free slot on, so that what has been probed past the end comes after what was there before it.
        int slot = 0;
        while (slots[slot] != 0) {
            slot = slotAfter(slot, slots);
        }
        for (int i = 1; i < slots.length; i++) {
            slot = slotAfter(slot, slots);
            long entry = slots[slot];
            if (entry != 0) {
                int target = homeOf(hashIn(entry), resized);
                while (resized[target] != 0) {
                    target = slotAfter(target, resized);
                }
                resized[target] = entry;
            }
        }
        segments[number] = resized;
        bytes += slotBytes(resized.length) - slotBytes(slots.length);
    }

    private static int segmentNumber(int hash) {
        return hash & (SEGMENTS - 1);
    }

    /** Returns how many of so many slots may be used: more make probes long. */
    private static int usedMax(int slots) {
        return slots * 3 / 5;
    }

    /** Returns the slot that is as far from the first to the last as a hash, as an unsigned number, from 0 to 2^32. */
    static int homeOf(int hash, long[] segment) {
        return (int) (((hash & 0xffff_ffffL) * segment.length) >>> 32);
    }

    static int slotAfter(int slot, long[] segment) {
        int next = slot + 1;
        return next == segment.length ? 0 : next;
    }

    /** Returns how many steps a probe takes from one slot to another. */
    private static int distance(int from, int to, long[] segment) {
        int steps = to - from;
        return steps < 0 ? steps + segment.length : steps;
    }

    private static long entry(int hash, int address) {
        return ((long) hash << 32) | (address & 0xffff_ffffL);
    }

    static int hashIn(long entry) {
        return (int) (entry >>> 32);
    }

    /** Returns the address in a slot; a free one has {@link Slabs#NOWHERE}. */
    static int addressIn(long entry) {
        return (int) entry;
    }

    private static long slotBytes(int slots) {
        return ArrayMemory.arrayBytes((long) Long.BYTES * slots);
    }
}
