package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Core;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The workers that had to go since others and they can't reach one another. Each waits before it is let in again, the
 * longer the sooner it had to go again: while it is a member, every write waits for it.
 */
final class Quarantine {
    private static final int DOUBLINGS_MAX = 3;

    private final long pauseNanos;
    private final Map<Long, Stay> stays = new LinkedHashMap<>();

    /** Until when this run of a worker waits, and how often its pause has been doubled. */
    private record Stay(long untilNanos, int doublings) {}

    /** Makes an empty one; the first pause of a worker is this long, and the longest eight times as long. */
    Quarantine(long pauseNanos) {
        this.pauseNanos = pauseNanos;
    }

    /** This run of a worker had to go. */
    void add(long incarnation, long nowNanos) {
        stays.values().removeIf(stay -> stay.untilNanos + (pauseNanos << DOUBLINGS_MAX) <= nowNanos);
        Stay before = stays.get(incarnation);
        int doublings = before == null ? 0 : Math.min(before.doublings + 1, DOUBLINGS_MAX);
        stays.put(incarnation, new Stay(nowNanos + (pauseNanos << doublings), doublings));
    }

    /** Returns whether this run of a worker has to wait. */
    boolean holds(long incarnation, long nowNanos) {
        Stay stay = stays.get(incarnation);
        return stay != null && nowNanos < stay.untilNanos;
    }

    /** Returns when the next one after this moment has waited long enough. */
    long nextEndNanos(long nowNanos) {
        long next = Core.NO_DEADLINE;
        if (stays.isEmpty()) {
            return next; // asked in every turn, and an iterator would be garbage of each
        }
        for (Stay stay : stays.values()) {
            if (nowNanos < stay.untilNanos) {
                next = Math.min(next, stay.untilNanos);
            }
        }
        return next;
    }
}
