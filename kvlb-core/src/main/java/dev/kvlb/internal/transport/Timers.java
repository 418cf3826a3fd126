package dev.kvlb.internal.transport;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the shell itself puts off to a later time: the end of a linger, of an attempt to connect, of a pause. For the
 * loop's thread alone.
 */
final class Timers {
    /** What {@link #nextNanos()} returns where nothing is put off. */
    static final long NONE = Long.MAX_VALUE;

    private final PriorityQueue<Timer> queue = new PriorityQueue<>(
            Comparator.comparingLong((Timer timer) -> timer.dueNanos).thenComparingLong(timer -> timer.number));
    private long nowNanos = System.nanoTime();
    private long numbers;

    /** One action that was put off. A cancelled one stays in the queue until it is due, but keeps nothing alive. */
    static final class Timer {
        private final long dueNanos;
        private final long number;
        private @Nullable Runnable action;

        private Timer(long dueNanos, long number, Runnable action) {
            this.dueNanos = dueNanos;
            this.number = number;
            this.action = action;
        }

        void cancel() {
            action = null;
        }
    }

    /** Runs {@code action} once, {@code delayNanos} after the time of this turn. */
    Timer after(long delayNanos, Runnable action) {
        Timer timer = new Timer(nowNanos + delayNanos, numbers++, action);
        queue.add(timer);
        return timer;
    }

    /** Sets the time of this turn. */
    void setNow(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    /** Runs what is due at the time of this turn. */
    void runDue() {
        for (Timer first = queue.peek(); first != null && first.dueNanos <= nowNanos; first = queue.peek()) {
            queue.remove();
            Runnable action = first.action;
            if (action != null) {
                first.cancel();
                action.run();
            }
        }
    }

    /** Returns when the next action is due, or {@link #NONE}. */
    long nextNanos() {
        Timer first = queue.peek();
        while (first != null && first.action == null) {
            queue.remove();
            first = queue.peek();
        }
        return first == null ? NONE : first.dueNanos;
    }
}
