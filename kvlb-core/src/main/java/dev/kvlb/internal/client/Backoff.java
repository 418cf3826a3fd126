package dev.kvlb.internal.client;

/**
 * When to try again after failures: first at once, then after pauses that double from the least to the longest.
 *
 * <p>Each pause is cut by up to a half at random, so that clients that lost one balancer do not return in step. Time
 * and chance come in; for one thread.
 */
final class Backoff {
    private final long pauseNanosMin;
    private final long pauseNanosMax;

    private long pauseNanos;
    private long notBeforeNanos;
    private boolean pausing;

    Backoff(long pauseNanosMin, long pauseNanosMax) {
        this.pauseNanosMin = pauseNanosMin;
        this.pauseNanosMax = Math.max(pauseNanosMin, pauseNanosMax);
        this.pauseNanos = pauseNanosMin;
    }

    /**
     * Takes note of a failure.
     *
     * @param chance 0 (the whole pause) to 1 (half of it)
     */
    void onFailure(long nowNanos, double chance) {
        notBeforeNanos = nowNanos + pauseNanos - (long) (pauseNanos * 0.5 * chance);
        pausing = true;
        pauseNanos = Math.min(pauseNanosMax, pauseNanos * 2);
    }

    /** Takes note of a success: the next attempt may be made at once. */
    void onSuccess() {
        pauseNanos = pauseNanosMin;
        pausing = false;
    }

    /** Returns how long to wait before the next attempt; 0 or less when it is due. */
    long nanosToWait(long nowNanos) {
        return pausing ? notBeforeNanos - nowNanos : 0;
    }
}
