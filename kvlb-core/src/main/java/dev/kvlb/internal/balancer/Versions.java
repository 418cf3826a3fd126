package dev.kvlb.internal.balancer;

/**
 * The numbers that a balancer gives to writes and joins: never used twice, also not by the next run of the balancer.
 *
 * <p>A number is the epoch of the run and a sequence within it. The epoch is the time in seconds at which the run
 * began: a run that stamped more than 2^31 numbers for each second that it lasted would reach the next epoch's.
 */
final class Versions {
    private static final int SEQUENCE_BITS = 31;

    private Versions() {}

    /** Returns the number before the first of an epoch. */
    static long first(long epoch) {
        return epoch << SEQUENCE_BITS;
    }
}
