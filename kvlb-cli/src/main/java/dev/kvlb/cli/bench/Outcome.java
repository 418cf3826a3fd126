package dev.kvlb.cli.bench;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of a part of a run.
 *
 * @param gets latencies of the gets that were answered, in nanoseconds since each was due
 * @param puts latencies of the puts that were answered, likewise
 * @param misses gets that found no value
 * @param wrongValues gets that found what was never stored under their key
 * @param errors requests that were not answered, or with an error, by what was said of it
 * @param unsent requests that were due and had not been sent when it was over
 * @param elapsedNanos from its beginning to the last answer
 */
public record Outcome(
        Histogram gets,
        Histogram puts,
        long misses,
        long wrongValues,
        Map<String, Long> errors,
        long unsent,
        long elapsedNanos) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Returns how many requests were answered. */
    public long answers() {
        return gets.getTotalCount() + puts.getTotalCount();
    }

    /** Returns how many requests were not. */
    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how many a second that many are. */
    public double perSecond(long count) {
        return elapsedNanos == 0 ? 0 : count * NANOS_PER_SECOND / elapsedNanos;
    }

    /** Returns the latencies of all answers. */
    public Histogram all() {
        Histogram all = gets.copy();
        all.add(puts);
        return all;
    }
}
