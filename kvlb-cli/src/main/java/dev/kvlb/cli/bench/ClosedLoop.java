package dev.kvlb.cli.bench;

/** A request is due as soon as there is room for it, until the time is over or enough have been taken. */
final class ClosedLoop implements Schedule {
    private final long end;
    private long left;

    ClosedLoop(long end, long count) {
        this.end = end;
        this.left = count;
    }

    @Override
    public long nextDue(long now) {
        return left > 0 && now < end ? now : NEVER;
    }

    @Override
    public void take() {
        left--;
    }

    @Override
    public long overdue(long now) {
        return 0;
    }
}
