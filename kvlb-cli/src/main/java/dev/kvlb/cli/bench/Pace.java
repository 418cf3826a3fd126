package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchPlan.Extent;
import java.util.concurrent.TimeUnit;

/** How long the pieces of the timeline are, and when progress is told. For one thread. */
final class Pace {
    private static final int PIECES = 100;
    private static final long PIECE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long TELLING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long pieceNanos;
    private long nextTelling = TELLING_NANOS;

    Pace(Extent extent) {
        long whole = extent.count() == null ? extent.duration().toNanos() : 0;
        pieceNanos = Math.max(PIECE_NANOS_MIN, Math.min(TELLING_NANOS, whole / PIECES));
    }

    /** Returns a hundredth of the duration, but 100 ms at least and 1 s at most. */
    long pieceNanos() {
        return pieceNanos;
    }

    /** Returns true about once a second. */
    boolean isTimeToTell(long sinceBegin) {
        boolean isTime = sinceBegin >= nextTelling;
        if (isTime) {
            nextTelling = sinceBegin + TELLING_NANOS;
        }
        return isTime;
    }
}
