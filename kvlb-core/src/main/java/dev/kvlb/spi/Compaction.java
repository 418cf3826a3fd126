package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;

/**
 * Empties one slab of a {@link RecordSpace} after the other, bit by bit, as long as much of it is free.
 *
 * <p>It goes over the blocks of the slab in their order; each says itself how long it is. The records are copied to where
 * any new one would be, and their slots in the index pointed there: those are found by hash and address, without a look at
 * another record. The slab with the greatest share of free blocks is the cheapest one: it costs the fewest copies, and
 * gives back the most (Rosenblum and Ousterhout, The design and implementation of a log-structured file system, 1992).
 */
final class Compaction {
    // What one call does at most: some microseconds, as every client waits for it.
    private static final int BLOCKS_A_CALL = 32;
    private static final int COPIED_UNITS_A_CALL = 8_192;

    private final Slabs slabs;
    private final RecordSpace space;
    private final HashIndex index;
    private final ByteSlice key = new ByteSlice();

    private int slab = Slabs.NONE;
    private int unit;

    Compaction(Slabs slabs, RecordSpace space, HashIndex index) {
        this.slabs = slabs;
        this.space = space;
        this.index = index;
    }

    /** Goes on with the slab that is being emptied, or with another one if that is worth it. */
    void goOn() {
        if (slab == Slabs.NONE) {
            if (!space.hasMuchFree()) {
                return;
            }
            slab = space.retireEmptiest();
            unit = 0;
        }
        int copied = 0;
        for (int blocks = 0; blocks < BLOCKS_A_CALL && copied < COPIED_UNITS_A_CALL; blocks++) {
            if (unit == space.filledUnits(slab)) {
                space.dropRetired();
                slab = Slabs.NONE;
                return;
            }
            copied += passBlock(Slabs.address(slab, unit));
        }
    }

    /** Forgets the slab that is being emptied: it is gone with all others. */
    void clear() {
        slab = Slabs.NONE;
    }

    /** Passes the next block; returns how many units it copied. */
    private int passBlock(int address) {
        byte[] from = slabs.array(address);
        int at = Slabs.offset(address);
        int freeUnits = FreeBlocks.units(from, at);
        if (freeUnits > 0) {
            space.pass(address);
            unit += freeUnits;
            return 0;
        }
        int units = RecordLayout.units(from, at);
        int to = space.allocate(units);
        System.arraycopy(from, at, slabs.array(to), Slabs.offset(to), units * Slabs.UNIT_BYTES);
        index.move(index.hashOf(RecordLayout.key(from, at, key)), address, to);
        space.release(address, units);
        unit += units;
        return units;
    }
}
