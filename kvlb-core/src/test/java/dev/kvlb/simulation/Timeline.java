package dev.kvlb.simulation;

import java.util.PriorityQueue;

/** Simulated time, and what is to happen in it: one event after the other, those of one moment as they were planned. */
final class Timeline {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowNanos;
    private long planned;
    private long happened;

    long nowNanos() {
        return nowNanos;
    }

    /** Returns how many events have happened. */
    long happened() {
        return happened;
    }

    /** Plans what happens then, or now where that is past. */
    void at(long timeNanos, Runnable action) {
        events.add(new Event(Math.max(timeNanos, nowNanos), planned++, action));
    }

    /** Plans what happens after this long. */
    void after(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** Lets the next event happen; returns false, and time has gone on to then, where there is none up to then. */
    boolean step(long untilNanos) {
        Event next = events.peek();
        if (next == null || next.timeNanos > untilNanos) {
            nowNanos = untilNanos;
            return false;
        }
        events.remove();
        nowNanos = next.timeNanos;
        happened++;
        next.action.run();
        return true;
    }

    private record Event(long timeNanos, long place, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(timeNanos, other.timeNanos);
            return byTime != 0 ? byTime : Long.compare(place, other.place);
        }
    }
}
