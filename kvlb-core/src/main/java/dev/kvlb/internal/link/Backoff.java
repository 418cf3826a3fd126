package dev.kvlb.internal.link;

import java.util.SplittableRandom;

/**
 * How long to wait before the next attempt: not at all before the first, then twice as long each time, within bounds.
 *
 * <p>Each wait is drawn from the upper half of its bound, so that many that lost the same peer do not come back all at
 * once (the "equal jitter" of Brooker, Exponential Backoff And Jitter, 2015).
 */
public final class Backoff {
    private final long firstNanos;
    private final long maxNanos;
    private final SplittableRandom random;
    private long boundNanos;

    /** Makes a back-off whose second wait is at most {@code firstNanos} and whose longest is {@code maxNanos}. */
    public Backoff(long firstNanos, long maxNanos, SplittableRandom random) {
        this.firstNanos = firstNanos;
        this.maxNanos = maxNanos;
        this.random = random;
    }

    /** Returns how long to wait before the attempt that comes now. */
    public long nextNanos() {
        long bound = boundNanos;
        boundNanos = bound == 0 ? firstNanos : Math.min(maxNanos, bound * 2);
        return bound == 0 ? 0 : bound / 2 + random.nextLong(bound / 2 + 1);
    }

    /** An attempt has succeeded: the next one after it comes at once again. */
    public void reset() {
        boundNanos = 0;
    }
}
