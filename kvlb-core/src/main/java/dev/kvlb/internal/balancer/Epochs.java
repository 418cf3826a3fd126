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

    /** As many runs there may have been of which nobody told. */
    static final long UNHEARD_MAX = 1L << 10;

    /** From how many epochs behind those one is drawn: two runs that heard the same are not to begin in the same one. */
    private static final long DRAWN_FROM = 1L << 14;

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

    /**
     * Returns behind which epoch to begin where not everybody was heard who may know of one: runs that nobody told of may
     * have heard as little, and begun so, too.
     *
     * @param greatest that is known
     * @param random a number that no other run has
     */
    static long withUnheard(long greatest, long random) {
        long leap = UNHEARD_MAX + Math.floorMod(random, DRAWN_FROM);
        return Math.max(greatest, Math.min(greatest + leap, LAST - 1));
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
