package dev.kvlb.spi;

import java.util.Arrays;

/**
 * Blocks for records, in {@link Slabs}: a free one of just the size where there is one, else the next of the slab that is
 * being filled.
 *
 * <p>A slab is an eighth as large as all that is in use, so that a small store stays small, from 1 KiB up to 1 MiB. A
 * record for which a quarter of that is too little has a slab of its own, so that no more is lost at the end of one. Where
 * the free blocks have more than an eighth of what is in use, the slab with the greatest share of them should be
 * {@linkplain Compaction emptied}.
 */
final class RecordSpace {
    // Of what is in use: a slab, and what may be free. Of a slab: what is too large for it.
    private static final int SLAB_SHARE = 8;
    private static final int FREE_SHARE = 8;
    private static final int LARGE_SHARE = 4;
    private static final int SLAB_UNITS_MIN = 1_024 / Slabs.UNIT_BYTES;

    /** How many free blocks of a slab that is being emptied one call takes out of a list at most. */
    private static final int PASSED_MAX = 8;

    private final Slabs slabs;
    private FreeBlocks freeBlocks;

    // By the number of a slab.
    private int[] filled = new int[2];
    private int[] free = new int[2];

    private long usedUnits;
    private long freeUnits;
    private int head;
    private int headRoom;
    private int retired;

    RecordSpace(Slabs slabs) {
        this.slabs = slabs;
        freeBlocks = new FreeBlocks(slabs);
    }

    /** Returns the address of a block of so many units, which are those of a {@link SizeClass}. */
    int allocate(int units) {
        int address = freeBlock(units);
        if (address == Slabs.NOWHERE) {
            address = newBlock(units);
        }
        usedUnits += units;
        return address;
    }

    private int newBlock(int units) {
        if (headRoom >= units) {
            return next(units);
        }
        int wanted =
                (int) Math.min(Slabs.UNITS_MAX, Long.highestOneBit(Math.max(SLAB_UNITS_MIN, usedUnits / SLAB_SHARE)));
        if (units > wanted / LARGE_SHARE) {
            int own = open(units);
            filled[own] = units;
            return Slabs.address(own, 0);
        }
        // What only records of this size fill is filled to its end.
        int room = (wanted - Slabs.HEADER_UNITS) / units * units;
        head = open(room);
        headRoom = room;
        return next(units);
    }

    private int next(int units) {
        int address = Slabs.address(head, filled[head]);
        filled[head] += units;
        headRoom -= units;
        return address;
    }

    private int freeBlock(int units) {
        for (int i = 0; i < PASSED_MAX; i++) {
            int address = freeBlocks.first(units);
            if (address == Slabs.NOWHERE) {
                return Slabs.NOWHERE;
            }
            freeBlocks.unlink(address);
            int slab = Slabs.numberIn(address);
            if (slab != retired) {
                free[slab] -= units;
                freeUnits -= units;
                return address;
            }
        }
        return Slabs.NOWHERE;
    }

    private int open(int units) {
        int slab = slabs.add(units);
        if (filled.length < slabs.numbersEnd()) {
            filled = Arrays.copyOf(filled, slabs.numbersEnd());
            free = Arrays.copyOf(free, slabs.numbersEnd());
        }
        return slab;
    }

    /** Takes back a block. */
    void release(int address, int units) {
        int slab = Slabs.numberIn(address);
        free[slab] += units;
        freeUnits += units;
        usedUnits -= units;
        if (slab == retired) {
            freeBlocks.mark(address, units);
        } else {
            freeBlocks.push(address, units);
        }
    }

    /** Takes back all blocks, of which none is in use. */
    void clear() {
        for (int slab = Slabs.NONE + 1; slab < filled.length; slab++) {
            if (filled[slab] > 0) {
                slabs.remove(slab);
            }
        }
        freeBlocks = new FreeBlocks(slabs);
        filled = new int[2];
        free = new int[2];
        usedUnits = 0;
        freeUnits = 0;
        head = Slabs.NONE;
        headRoom = 0;
        retired = Slabs.NONE;
    }

    /** Returns the units of the blocks in use. */
    long usedUnits() {
        return usedUnits;
    }

    // For the compaction.

    boolean hasMuchFree() {
        return freeUnits > usedUnits / FREE_SHARE + SLAB_UNITS_MIN;
    }

    /** Returns the slab with the greatest share of free blocks; from now on none of them is handed out. */
    int retireEmptiest() {
        int emptiest = Slabs.NONE;
        for (int slab = Slabs.NONE + 1; slab < filled.length; slab++) {
            if (emptiest == Slabs.NONE || (long) free[slab] * filled[emptiest] > (long) free[emptiest] * filled[slab]) {
                emptiest = filled[slab] > 0 ? slab : emptiest;
            }
        }
        retired = emptiest;
        if (retired == head) {
            free[head] += headRoom;
            freeUnits += headRoom;
            head = Slabs.NONE;
            headRoom = 0;
        }
        return emptiest;
    }

    /** Returns how many units of a slab are blocks. */
    int filledUnits(int slab) {
        return filled[slab];
    }

    /** Takes a free block of the retired slab out of its list. */
    void pass(int address) {
        freeBlocks.unlink(address);
    }

    /** Drops the retired slab, all of whose blocks are free and in no list. */
    void dropRetired() {
        freeUnits -= free[retired];
        filled[retired] = 0;
        free[retired] = 0;
        slabs.remove(retired);
        retired = Slabs.NONE;
    }
}
