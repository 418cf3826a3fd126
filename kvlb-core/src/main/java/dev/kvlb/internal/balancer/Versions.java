package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;

/**
 * The numbers that a balancer gives to writes and joins: never used twice, also not by the next run of the balancer.
 *
 * <p>A run begins to count at the first number of its epoch. One that stamps more than 2^31 goes on into the numbers of
 * the epochs after its own; hence the next run takes an epoch behind every number that its workers have seen.
 */
final class Versions {
    private static final int SEQUENCE_BITS = 31;

    /** More writes than can be in flight, and so unknown to the workers that report. */
    private static final long UNSEEN_MAX = RequestTable.CAPACITY;

    private Versions() {}

    /** Returns the number before the first of an epoch. */
    static long first(long epoch) {
        return epoch << SEQUENCE_BITS;
    }

    /** Returns the greatest epoch whose numbers a run may have used that gave this one. */
    static long epochOf(long version) {
        return (version + UNSEEN_MAX) >>> SEQUENCE_BITS;
    }

    /**
     * Checks a number that a worker has sent.
     *
     * @throws MalformedFrameException if it is greater, as one without a sign
     */
    static void requireAtMost(Frame frame, FieldName field, long max) throws MalformedFrameException {
        if (Long.compareUnsigned(frame.number(field), max) > 0) {
            throw MalformedFrameException.of(
                    frame, field, "at most " + max, Long.toUnsignedString(frame.number(field)));
        }
    }
}
