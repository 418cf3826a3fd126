package dev.kvlb.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The blocks that records have left, one list for each {@link SizeClass}, threaded through the blocks themselves.
 *
 * <pre>
 * [next 4][previous 4][0: 2][units 2]
 * </pre>
 *
 * <p>The 0 is where a record has the length of its key. Addresses of {@link Slabs#NOWHERE} end a list; a block may also
 * be in none.
 */
final class FreeBlocks {
    /** The smallest block that a list can be threaded through: no record is smaller. */
    static final int UNITS_MIN = 2;

    private static final VarHandle I32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int NEXT = 0;
    private static final int PREVIOUS = 4;
    private static final int UNITS = 8;
    private static final int UNITS_MASK = 0xffff;

    private final Slabs slabs;
    private final int[] firsts = new int[SizeClass.COUNT];

    FreeBlocks(Slabs slabs) {
        this.slabs = slabs;
    }

    /** Returns the units of a free block, or 0 where there is a record. */
    static int units(byte[] slab, int at) {
        int lengths = (int) I32.get(slab, at + UNITS);
        return lengths > UNITS_MASK || lengths < 0 ? 0 : lengths;
    }

    /** Says that there is a free block, without a list. */
    void mark(int address, int units) {
        write(address, NEXT, Slabs.NOWHERE);
        write(address, PREVIOUS, Slabs.NOWHERE);
        write(address, UNITS, units);
    }

    /** Marks a free block, and makes it the first of its list. */
    void push(int address, int units) {
        mark(address, units);
        int sizeClass = SizeClass.of(units);
        int next = firsts[sizeClass];
        if (next != Slabs.NOWHERE) {
            write(address, NEXT, next);
            write(next, PREVIOUS, address);
        }
        firsts[sizeClass] = address;
    }

    /** Returns the first of the blocks with so many units, or {@link Slabs#NOWHERE}. */
    int first(int units) {
        return firsts[SizeClass.of(units)];
    }

    /** Takes a block out of its list, if it is in one. */
    void unlink(int address) {
        int next = read(address, NEXT);
        int previous = read(address, PREVIOUS);
        int sizeClass = SizeClass.of(read(address, UNITS));
        if (previous != Slabs.NOWHERE) {
            write(previous, NEXT, next);
        } else if (firsts[sizeClass] == address) {
            firsts[sizeClass] = next;
        }
        if (next != Slabs.NOWHERE) {
            write(next, PREVIOUS, previous);
        }
        write(address, NEXT, Slabs.NOWHERE);
        write(address, PREVIOUS, Slabs.NOWHERE);
    }

    private int read(int address, int field) {
        return (int) I32.get(slabs.array(address), Slabs.offset(address) + field);
    }

    private void write(int address, int field, int value) {
        I32.set(slabs.array(address), Slabs.offset(address) + field, value);
    }
}
