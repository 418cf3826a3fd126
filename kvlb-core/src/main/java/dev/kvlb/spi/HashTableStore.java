package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * A store in the heap: {@linkplain RecordLayout records} in large byte arrays, found through an index of longs.
 *
 * <pre>
 * records   {@linkplain Slabs slabs} of up to 1 MiB; a record has a block of them, in units of 8 bytes
 * index     {@linkplain HashIndex 256 segments} of slots: [hash 32][address of the record 32]
 * </pre>
 *
 * <p>A find touches one or two cache lines of the index and one record, whose address is in the slot, and allocates
 * nothing. The garbage collector sees a few hundred arrays without references in place of millions of objects.
 *
 * <p>A value that needs as many units as the one it replaces is written over it. Else the record gets another
 * {@linkplain RecordSpace block}, and what it leaves is for the next record of that size. Where that does not happen soon,
 * {@linkplain Compaction slabs are emptied}, a bit with each call that leaves a block, and are given back.
 *
 * <p>Memory: 12 + key + value, rounded up to 8, and 13 to 27 for the slots of an entry, up to 53 where entries were
 * forgotten. With a key of 16 bytes and a value of 64 that is 109 to 123 bytes. Up to an eighth more is free for the
 * next records, and as much, but no more than 1 MiB, in the slab that is being filled.
 */
final class HashTableStore implements KeyValueStore {
    private final ByteSlice shownKey = new ByteSlice();
    private final ByteSlice shownValue = new ByteSlice();

    private final Slabs slabs;
    private final RecordSpace space;
    private final HashIndex index;
    private final GroupPrefetch prefetch;
    private final HashScan scan;
    private final Compaction compaction;

    /**
     * Makes an empty store.
     *
     * @param hashSeed what nobody who chooses keys may know
     */
    HashTableStore(long hashSeed) {
        this(hashSeed, new Slabs(Slabs.NUMBERS));
    }

    /** Makes one that keeps its records in these slabs, of which there are none yet. */
    HashTableStore(long hashSeed, Slabs slabs) {
        this.slabs = slabs;
        space = new RecordSpace(slabs);
        index = new HashIndex(SipHash.seeded(hashSeed), slabs);
        prefetch = new GroupPrefetch(index, slabs);
        scan = new HashScan(index);
        compaction = new Compaction(slabs, space, index);
    }

    @Override
    public void prefetch(ByteSlice key) {
        prefetch.name(index.hashOf(key));
    }

    @Override
    public boolean apply(long version, ByteSlice key, @Nullable ByteSlice value) {
        check(version, key);
        prefetch.fetchNamed();
        int hashOfKey = index.hashOf(key);
        long[] segment = index.segmentOf(hashOfKey);
        int slot = index.slotOf(key, hashOfKey, segment);
        int address = HashIndex.addressIn(segment[slot]);
        if (address == Slabs.NOWHERE) {
            index.add(slot, hashOfKey, store(RecordLayout.units(key, value), version, key, value));
            return true;
        }
        byte[] slab = slabs.array(address);
        int at = Slabs.offset(address);
        if (version < RecordLayout.version(slab, at)) {
            return false;
        }
        int units = RecordLayout.units(slab, at);
        int unitsWanted = RecordLayout.units(key, value);
        if (units == unitsWanted) {
            RecordLayout.overwrite(slab, at, key.length(), version, value);
        } else {
            index.point(slot, hashOfKey, store(unitsWanted, version, key, value));
            space.release(address, units);
            compaction.goOn();
        }
        return true;
    }

    @Override
    public boolean forget(long version, ByteSlice key) {
        prefetch.fetchNamed();
        int hashOfKey = index.hashOf(key);
        long[] segment = index.segmentOf(hashOfKey);
        int slot = index.slotOf(key, hashOfKey, segment);
        int address = HashIndex.addressIn(segment[slot]);
        if (address == Slabs.NOWHERE) {
            return false;
        }
        byte[] slab = slabs.array(address);
        int at = Slabs.offset(address);
        if (!RecordLayout.isTombstone(slab, at) || version != RecordLayout.version(slab, at)) {
            return false;
        }
        index.remove(slot, hashOfKey);
        if (index.size() == 0) {
            space.clear();
            compaction.clear();
        } else {
            space.release(address, RecordLayout.units(slab, at));
            compaction.goOn();
        }
        return true;
    }

    @Override
    public boolean find(ByteSlice key, EntryVisitor visitor) {
        prefetch.fetchNamed();
        int hashOfKey = index.hashOf(key);
        long[] segment = index.segmentOf(hashOfKey);
        int address = HashIndex.addressIn(segment[index.slotOf(key, hashOfKey, segment)]);
        if (address == Slabs.NOWHERE) {
            return false;
        }
        show(address, visitor);
        return true;
    }

    @Override
    public long scan(long cursor, int limit, EntryVisitor visitor) {
        if (cursor < 0) {
            throw new IllegalArgumentException("cursor must be 0 or what a scan returned: " + cursor);
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more: " + limit);
        }
        long at = cursor;
        for (int left = limit; left > 0; left--) {
            at = scan.next(at);
            if (scan.address() != Slabs.NOWHERE) {
                show(scan.address(), visitor);
            }
            if (at == SCAN_START) {
                break;
            }
        }
        return at;
    }

    @Override
    public long size() {
        return index.size();
    }

    /** What the records and the index have, without what is free in the slabs: that is for the next records. */
    @Override
    public long bytesInUse() {
        return index.bytes() + space.usedUnits() * Slabs.UNIT_BYTES;
    }

    private static void check(long version, ByteSlice key) {
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or greater: " + version);
        }
        if (key.length() < 1 || key.length() > RecordLayout.KEY_BYTES_MAX) {
            throw new IllegalArgumentException("key must be 1..65,535 bytes: " + key.length());
        }
    }

    /** Stores a record in a new block; returns its address. */
    private int store(int units, long version, ByteSlice key, @Nullable ByteSlice value) {
        int address = space.allocate(units);
        RecordLayout.write(slabs.array(address), Slabs.offset(address), version, key, value);
        return address;
    }

    private void show(int address, EntryVisitor visitor) {
        byte[] slab = slabs.array(address);
        int at = Slabs.offset(address);
        ByteSlice value = RecordLayout.isTombstone(slab, at) ? null : RecordLayout.value(slab, at, shownValue);
        visitor.entry(RecordLayout.version(slab, at), RecordLayout.key(slab, at, shownKey), value);
    }
}
