package dev.kvlb;

import java.util.concurrent.TimeUnit;

/**
 * Of a message that repeats itself, which deserve a line in the log: the first, and others after times that double, from
 * a second to a quarter of an hour. Not thread-safe.
 */
final class Repetitions {
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(15);

    private boolean begun;
    private long lastNanos;
    private long pauseNanos;

    /** Returns whether a message that comes now is to be logged. */
    boolean isDue(long nowNanos) {
        if (begun && nowNanos - lastNanos < pauseNanos) {
            return false;
        }
        pauseNanos = begun ? Math.min(MAX_NANOS, pauseNanos * 2) : FIRST_NANOS;
        begun = true;
        lastNanos = nowNanos;
        return true;
    }

    /** What the message tells of is over: the next is the first again. */
    void end() {
        begun = false;
    }
}
