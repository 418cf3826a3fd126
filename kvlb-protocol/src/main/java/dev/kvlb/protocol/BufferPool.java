package dev.kvlb.protocol;

import java.util.Arrays;

/**
 * Byte arrays that those share who hold bytes for a while, on one thread. A {@linkplain FrameWriter#FrameWriter(BufferPool)
 * writer} borrows one while it holds bytes, and an empty one holds no memory.
 *
 * <p>So ten thousand connections of which a hundred have something to say at a time need a hundred arrays, and one that
 * answers a thousand frames in a turn grows into arrays that are there already, instead of into garbage.
 *
 * <p>Capacities are powers of two from 256 bytes up. Arrays of more than 1 MiB are not kept, and of those that are, no
 * more than the limit in bytes. Where that is reached, an array that comes back takes the room of the capacity that has
 * the most: else what a load of before has left would be kept for good, and every array of the next one be garbage. For
 * one thread.
 */
public final class BufferPool {
    /** How many bytes a pool keeps for later unless it is told otherwise: 8 MiB. */
    public static final int KEPT_BYTES_DEFAULT = 8 << 20;

    private static final int CAPACITY_BITS_MIN = 8;
    private static final int CAPACITY_BITS_MAX = 20;
    private static final int STACK_MIN = 4;

    /** For each capacity those that are free, the one that was used last on top: its bytes are in the cache still. */
    private final byte[][][] free = new byte[CAPACITY_BITS_MAX + 1][0][];

    private final int[] freeCount = new int[CAPACITY_BITS_MAX + 1];
    private final long keptBytesMax;
    private long keptBytes;

    /** Makes an empty pool that keeps at most {@link #KEPT_BYTES_DEFAULT} bytes. */
    public BufferPool() {
        this(KEPT_BYTES_DEFAULT);
    }

    /**
     * Makes an empty pool.
     *
     * @param keptBytesMax the most bytes that it keeps for later, 0 or more
     * @throws IllegalArgumentException if that is negative
     */
    public BufferPool(long keptBytesMax) {
        if (keptBytesMax < 0) {
            throw new IllegalArgumentException("keptBytesMax must be 0 or more: " + keptBytesMax);
        }
        this.keptBytesMax = keptBytesMax;
    }

    /** {@return how many bytes are kept for later} */
    long keptBytes() {
        return keptBytes;
    }

    /**
     * {@return an array of that many bytes or more, with whatever content}
     *
     * @param bytes how many are needed, 0 or more
     */
    public byte[] borrow(int bytes) {
        int bits = bitsFor(bytes);
        if (bits > CAPACITY_BITS_MAX) {
            return new byte[bytes];
        }
        return freeCount[bits] == 0 ? new byte[1 << bits] : takeOut(bits);
    }

    private byte[] takeOut(int bits) {
        int top = --freeCount[bits];
        byte[] array = free[bits][top];
        free[bits][top] = FrameWriter.NOTHING;
        keptBytes -= array.length;
        return array;
    }

    /**
     * Takes an array back.
     *
     * @param array one that was borrowed here, and that nobody uses any more
     */
    public void giveBack(byte[] array) {
        int bits = bitsFor(array.length);
        if (bits > CAPACITY_BITS_MAX || !makeRoomFor(bits)) {
            return;
        }
        int count = freeCount[bits];
        if (count == free[bits].length) {
            free[bits] = Arrays.copyOf(free[bits], Math.max(STACK_MIN, count * 2));
        }
        free[bits][count] = array;
        freeCount[bits]++;
        keptBytes += array.length;
    }

    /** Returns whether there is room for an array, if need be after those of another capacity have been let go. */
    private boolean makeRoomFor(int bits) {
        long room = keptBytesMax - (1L << bits);
        if (room < 0) {
            return false;
        }
        while (keptBytes > room) {
            int most = bitsOfMostKept();
            if (most == bits) {
                return false;
            }
            takeOut(most);
        }
        return true;
    }

    private int bitsOfMostKept() {
        int most = CAPACITY_BITS_MIN;
        for (int bits = CAPACITY_BITS_MIN + 1; bits <= CAPACITY_BITS_MAX; bits++) {
            if ((long) freeCount[bits] << bits > (long) freeCount[most] << most) {
                most = bits;
            }
        }
        return most;
    }

    private static int bitsFor(int bytes) {
        return Math.max(CAPACITY_BITS_MIN, Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1));
    }
}
