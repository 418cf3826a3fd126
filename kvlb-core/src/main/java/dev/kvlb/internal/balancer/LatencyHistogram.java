package dev.kvlb.internal.balancer;

/**
 * How many times there were of each length, to within 1/32 of it: buckets that are 1 µs wide up to 64 µs, and twice as
 * wide from each power of two on.
 *
 * <p>To add a time is a shift and an increment, and allocates nothing; all buckets together are 7 KiB.
 */
final class LatencyHistogram {
    private static final int SUB_BUCKET_BITS = 5;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;

    /** Whatever takes longer, more than an hour, is in the last bucket. */
    static final long MICROS_MAX = (1L << Integer.SIZE) - 1;

    private final long[] counts = new long[indexOf(MICROS_MAX) + 1];

    /** Takes the buckets that are not empty, from the shortest times to the longest. */
    interface Visitor {
        /**
         * Takes one bucket.
         *
         * @param micros the longest time that falls in it
         * @param count how many there were, at least 1
         */
        void onBucket(long micros, long count);
    }

    /** Adds a time of at least 0. */
    void add(long micros) {
        counts[indexOf(Math.min(micros, MICROS_MAX))]++;
    }

    /** Returns how many buckets are not empty. */
    int size() {
        int size = 0;
        for (long count : counts) {
            size += count == 0 ? 0 : 1;
        }
        return size;
    }

    void visit(Visitor visitor) {
        for (int index = 0; index < counts.length; index++) {
            if (counts[index] != 0) {
                visitor.onBucket(longestOf(index), counts[index]);
            }
        }
    }

    /** The bits below the highest one that count choose among the sub-buckets of their power of two. */
    private static int indexOf(long micros) {
        int shift = shiftOf(micros);
        return (shift << SUB_BUCKET_BITS) + (int) (micros >>> shift);
    }

    private static int shiftOf(long micros) {
        return Long.SIZE - Long.numberOfLeadingZeros(micros | SUB_BUCKETS) - SUB_BUCKET_BITS - 1;
    }

    private static long longestOf(int index) {
        int shift = Math.max(0, (index >>> SUB_BUCKET_BITS) - 1);
        long first = index - ((long) shift << SUB_BUCKET_BITS);
        return ((first + 1) << shift) - 1;
    }
}
