package dev.kvlb.spi;

import java.util.Arrays;

/**
 * The byte arrays that hold the records, and the addresses of what lies in them.
 *
 * <pre>
 * address   [number of the slab 15][unit of 8 bytes 17]
 * </pre>
 *
 * <p>No slab has the number 0, so that no address is 0; 32 bits address 32 GiB.
 *
 * <p>A slab has up to 1 MiB with the header of its array. G1 puts an array of more than half a region straight into the
 * old generation, where it is never copied, and rounds it up to whole regions, of which such a slab fills one, where they
 * have 1 MiB. Where they are larger it is copied at first, as a block of bytes. To get a larger one from the system takes
 * longer than a client should wait.
 */
final class Slabs {
    static final int UNIT_BYTES = 8;
    static final int HEADER_UNITS = ArrayMemory.HEADER_BYTES / UNIT_BYTES;

    /** The address of nothing. */
    static final int NOWHERE = 0;

    /** The number of no slab. */
    static final int NONE = 0;

    /** How many numbers there are, {@link #NONE} included. */
    static final int NUMBERS = 1 << 15;

    private static final int UNIT_BITS = 17;
    private static final int UNIT_MASK = (1 << UNIT_BITS) - 1;

    /** The units of the largest slab, with the header of its array. */
    static final int UNITS_MAX = 1 << UNIT_BITS;

    private final int numbersMax;
    private byte[][] arrays = new byte[2][];

    /**
     * Makes no slab yet.
     *
     * @param numbersMax how many numbers may be used, up to {@link #NUMBERS}
     */
    Slabs(int numbersMax) {
        this.numbersMax = numbersMax;
    }

    /** Makes one of so many units, all 0, and returns its number. */
    int add(int units) {
        int number = NONE + 1;
        while (number < arrays.length && arrays[number] != null) {
            number++;
        }
        if (number >= numbersMax) {
            throw new OutOfMemoryError("a store holds at most 32 GiB of keys and values");
        }
        byte[] array = new byte[units * UNIT_BYTES];
        if (number == arrays.length) {
            arrays = Arrays.copyOf(arrays, arrays.length * 2);
        }
        arrays[number] = array;
        return number;
    }

    void remove(int number) {
        arrays[number] = null;
    }

    /** Returns a number that no slab has reached yet. */
    int numbersEnd() {
        return arrays.length;
    }

    byte[] array(int address) {
        return arrays[numberIn(address)];
    }

    static int address(int number, int unit) {
        return (number << UNIT_BITS) | unit;
    }

    static int numberIn(int address) {
        return address >>> UNIT_BITS;
    }

    /** Returns where in its array an address is. */
    static int offset(int address) {
        return (address & UNIT_MASK) * UNIT_BYTES;
    }
}
