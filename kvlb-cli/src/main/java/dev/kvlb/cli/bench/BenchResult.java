package dev.kvlb.cli.bench;

import java.util.List;

/**
 * What came of a run.
 *
 * @param outcome of the part that counts; of the preload where that had errors, and nothing followed it
 * @param timeline of the part that counts, in its order
 * @param part which part the outcome is of
 * @param stopped whether somebody ended it early
 */
public record BenchResult(BenchPlan plan, Part part, Outcome outcome, List<Point> timeline, boolean stopped) {
    /** A part of a run. */
    public enum Part {
        PRELOAD,
        WARMUP,
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
