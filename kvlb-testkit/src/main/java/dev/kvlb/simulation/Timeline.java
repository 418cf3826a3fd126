package dev.kvlb.simulation;

import java.util.Arrays;

/**
 * Simulated time, and what is to happen in it: one event after the other, those of one moment as they were planned.
 *
 * <p>A binary heap in arrays: a simulation does little else than plan events and let them happen.
 */
public final class Timeline {
    private static final int CAPACITY_MIN = 256;

    private long[] times = new long[CAPACITY_MIN];
    private long[] places = new long[CAPACITY_MIN];
    private Runnable[] actions = new Runnable[CAPACITY_MIN];
    private int size;
    private long nowNanos;
    private long planned;
    private long happened;

    /** Begins at 0, with nothing planned. */
    public Timeline() {}

    /** Returns the time, in nanoseconds since it began. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Returns how many events have happened. */
    long happened() {
        return happened;
    }

    /** Plans what happens then, or now where that is past. */
    void at(long timeNanos, Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            places = Arrays.copyOf(places, size * 2);
            actions = Arrays.copyOf(actions, size * 2);
        }
        long time = Math.max(timeNanos, nowNanos);
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            // What is planned later comes later, so that times alone decide here.
            if (times[parent] <= time) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        put(at, time, planned++, action);
    }

    /** Plans what happens after this long. */
    public void after(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** Lets the next event happen; returns false, and time has gone on to then, where there is none up to then. */
    public boolean step(long untilNanos) {
        if (size == 0 || times[0] > untilNanos) {
            nowNanos = untilNanos;
            return false;
        }
        nowNanos = times[0];
        Runnable action = actions[0];
        removeFirst();
        happened++;
        action.run();
        return true;
    }

    /** Puts the last event in the place of the first, and moves it down to where it belongs. */
    private void removeFirst() {
        int last = --size;
        long time = times[last];
        long place = places[last];
        Runnable action = actions[last];
        actions[last] = null;
        if (last == 0) {
            return;
        }
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && isBefore(times[child + 1], places[child + 1], child)) {
                child++;
            }
            if (isBefore(time, place, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, time, place, action);
    }

    private boolean isBefore(long time, long place, int other) {
        return time < times[other] || (time == times[other] && place < places[other]);
    }

    private void move(int from, int to) {
        put(to, times[from], places[from], actions[from]);
    }

    private void put(int at, long time, long place, Runnable action) {
        times[at] = time;
        places[at] = place;
        actions[at] = action;
    }
}
