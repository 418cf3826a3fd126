package dev.kvlb.spi;

/**
 * The sizes of the blocks that records have, in units of 8 bytes: each up to 1 KiB, and 16 for each doubling beyond.
 *
 * <p>What a record leaves free is then most often just what another one needs. At most 1/17 of a large block is lost
 * for it (segregated fits: Wilson, Johnstone, Neely and Boles, Dynamic storage allocation: a survey and critical review,
 * 1995).
 */
final class SizeClass {
    /** How many there are, for records up to the largest key with the largest value. */
    static final int COUNT = 242;

    private static final int EXACT_BITS = 7;
    private static final int EXACT_MAX = 1 << EXACT_BITS;
    private static final int STEP_BITS = 4;
    private static final int STEPS = 1 << STEP_BITS;

    private SizeClass() {}

    /** Returns the size of the smallest block with so many units. */
    static int roundUp(int units) {
        if (units <= EXACT_MAX) {
            return units;
        }
        int shift = log2(units - 1) - STEP_BITS;
        return (((units - 1) >>> shift) + 1) << shift;
    }

    /** Returns the number of the class of blocks with so many units, which are rounded up. */
    static int of(int units) {
        if (units <= EXACT_MAX) {
            return units;
        }
        int log = log2(units - 1);
        return EXACT_MAX + (log - EXACT_BITS) * STEPS + ((units - 1) >>> (log - STEP_BITS)) - STEPS + 1;
    }

    private static int log2(int number) {
        return 31 - Integer.numberOfLeadingZeros(number);
    }
}
