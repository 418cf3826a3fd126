package dev.kvlb.cli.bench;

import java.util.List;

/**
 * What came of a run.
 *
 * @param part the last part that was run; one in which not all was as it should be is not followed by another
 * @param outcome of that part
 * @param timeline of that part, in its order
 * @param stopped whether somebody ended it early
 */
public record BenchResult(BenchPlan plan, Part part, Outcome outcome, List<Point> timeline, boolean stopped) {
    /** A part of a run, in their order. */
    public enum Part {
        /** Each key is written once. */
        PRELOAD,

        /** The load, before it counts. */
        WARMUP,

        /** The load that counts. */
        LOAD
    }

    /**
     * What was answered in a piece of time.
     *
     * @param beginNanos when the piece began, since the part did
     * @param endNanos when it ended
     * @param answers requests that were answered in it
     * @param p50Nanos half of those took no longer
     * @param p99Nanos 99 of a hundred of those took no longer
     */
    public record Point(long beginNanos, long endNanos, long answers, long p50Nanos, long p99Nanos) {
        private static final double NANOS_PER_SECOND = 1e9;

        /** Returns how many answers a second those are. */
        public double perSecond() {
            return answers * NANOS_PER_SECOND / Math.max(1, endNanos - beginNanos);
        }
    }

    /**
     * Returns whether all was as it should be. Absent keys are where each was written before; otherwise they are what
     * somebody asked for.
     */
    public boolean isClean() {
        boolean foundAll = outcome.misses() == 0 || !plan.extent().preload();
        return foundAll && outcome.wrongValues() == 0 && outcome.errorCount() == 0;
    }
}
