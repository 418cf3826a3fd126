package dev.kvlb.cli.bench;

/**
 * Requests are due at even distances, whether those before them have been answered or not. Latency that is measured from
 * then on has in it what a request had to wait for its turn, which a generator that waits for the server leaves out
 * ("coordinated omission").
 */
final class OpenLoop implements Schedule {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long begin;
    private final long end;
    private final double nanosBetween;
    private final long count;
    private long taken;

    /**
     * Makes one whose first request is due at {@code begin}.
     *
     * @param end no request is due, and none is taken, from then on
     * @param perSecond more than 0
     * @param count of all requests
     */
    OpenLoop(long begin, long end, double perSecond, long count) {
        this.begin = begin;
        this.end = end;
        this.nanosBetween = NANOS_PER_SECOND / perSecond;
        this.count = count;
    }

    @Override
    public long nextDue(long now) {
        long due = begin + (long) (taken * nanosBetween);
        return taken < count && due < end && now < end ? due : NEVER;
    }

    @Override
    public void take() {
        taken++;
    }

    @Override
    public long overdue(long now) {
        long until = Math.min(now, end);
        long due = until <= begin ? 0 : (long) Math.ceil((until - begin) / nanosBetween);
        return Math.max(0, Math.min(due, count) - taken);
    }
}
