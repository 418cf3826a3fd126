package dev.kvlb.simulation;

import java.util.ArrayList;
import java.util.List;

/** The way from one host to another: how slow it is, and whether it is cut. */
public final class Path {
    private static final long DELAY_MIN_NANOS = 30 * Chance.MICROS;
    private static final long DELAY_MAX_NANOS = 500 * Chance.MICROS;
    private static final long SPIKE_MAX_NANOS = 20 * Chance.MILLIS;
    private static final int SPIKE_ONE_IN = 64;
    private static final long SLOWED_MAX_NANOS = 1_000 * Chance.MILLIS;

    private final Chance chance;
    private final SimHost from;
    private final SimHost to;
    private final List<Runnable> waiting = new ArrayList<>();
    private final List<Runnable> slowed = new ArrayList<>();
    private int cuts;
    private int slowness = 1;
    private long lateNanos;

    Path(Chance chance, SimHost from, SimHost to) {
        this.chance = chance;
        this.from = from;
        this.to = to;
    }

    public boolean isCut() {
        return cuts > 0;
    }

    /** Nothing gets through any more, until each cut is healed. */
    public void cut() {
        cuts++;
    }

    void heal() {
        if (cuts > 0 && --cuts == 0) {
            List<Runnable> healed = new ArrayList<>(waiting);
            waiting.clear();
            healed.forEach(Runnable::run);
        }
    }

    public void healAll() {
        while (cuts > 0) {
            heal();
        }
        slowness = 1;
        lateNanos = 0;
        List<Runnable> quick = new ArrayList<>(slowed);
        slowed.clear();
        quick.forEach(Runnable::run);
    }

    boolean isSlow() {
        return slowness > 1 || lateNanos > 0;
    }

    /** Says what to do when all that was wrong with the path is over. */
    void whenQuick(Runnable action) {
        slowed.add(action);
    }

    /** Says what to do when the path, which is cut, is not any more. */
    void whenHealed(Runnable action) {
        waiting.add(action);
    }

    void slowDown(int factor) {
        slowness = factor;
    }

    /** Returns how much later all is than it would be. */
    public long lateNanos() {
        return lateNanos;
    }

    /** From now on all is so much later. */
    public void delay(long nanos) {
        lateNanos = nanos;
    }

    /** Returns how long something takes now. */
    long delayNanos() {
        long delay = chance.oneIn(SPIKE_ONE_IN)
                ? chance.between(DELAY_MAX_NANOS, SPIKE_MAX_NANOS)
                : chance.between(DELAY_MIN_NANOS, DELAY_MAX_NANOS);
        return Math.min(delay * slowness, SLOWED_MAX_NANOS) + lateNanos;
    }

    @Override
    public String toString() {
        return from + " -> " + to;
    }
}
