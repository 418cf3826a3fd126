package dev.kvlb.internal.balancer;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of the runs of a balancer: each is one more than all that are known, and there is a last one, since a frame
 * has 32 bits for them. Runs alone never count so far. So a worker that tells of far more than is known is not believed: one
 * such word would use up all that are left, for good, since they are recorded and told to everybody.
 */
final class Epochs {
    /** The one that none can follow. */
    static final long LAST = 0xffff_ffffL;

    /** What a worker may be ahead of what is known: as many restarts, or 2^51 writes, of which no record tells. */
    static final long LEAP_MAX = 1L << 20;

    /** As many runs there may have been of which nobody told: a cluster that begins without those who know leaves them out. */
    static final long UNHEARD_MAX = 1L << 10;

    /** What to do where none can follow, for people. */
    static final String NONE_FOLLOWS =
            "epoch " + LAST + " is the last, and none can follow it; to begin anew, empty, stop"
                    + " the balancer and all workers, and remove what the balancer recorded in its state directory";

    private Epochs() {}

    static boolean isLast(long epoch) {
        return epoch >= LAST;
    }

    /**
     * Returns the epoch behind all up to this one.
     *
     * @throws IllegalStateException if there is none
     */
    static long after(long greatest) {
        if (isLast(greatest)) {
            throw new IllegalStateException(NONE_FOLLOWS);
        }
        return greatest + 1;
    }

    /** Returns the greatest epoch that may have been where this is the greatest that is known, and not everybody was heard. */
    static long withUnheard(long greatest) {
        return Math.max(greatest, Math.min(greatest + UNHEARD_MAX, LAST - 1));
    }

    /**
     * Returns why this balancer can't go on behind what a worker reports, or null where it can.
     *
     * @param known the greatest epoch that this balancer knows by itself; 0 where it has to believe its workers
     */
    static @Nullable String refusalOf(WorkerSession worker, long known) {
        Report report = worker.report();
        long seen = report.epochSeen();
        if (seen <= known) {
            return null;
        }
        String told = worker + " tells of "
                + (seen == report.epoch() ? "epoch " + seen : "version " + report.lastVersion() + " of epoch " + seen);
        String keepsData = ": it keeps its data; restart it to join empty";
        if (isLast(seen)) {
            return told + ", and none can follow " + LAST + keepsData;
        }
        if (known > 0 && seen - known > LEAP_MAX) {
            return told + ", more than " + LEAP_MAX + " after epoch " + known + ", the last that is known" + keepsData;
        }
        return null;
    }
}
