package dev.kvlb.internal.balancer;

import java.util.ArrayList;
import java.util.List;

/**
 * Counters of keys by their hashes, lent to those connections that have requests under way: so an idle client costs no
 * memory, and one that always waits for its answer before it asks again makes no garbage.
 */
final class KeyCounters {
    static final int COUNTERS = 128;

    private static final int KEPT_MAX = 256;

    private final List<int[]> free = new ArrayList<>();

    /** Lends {@link #COUNTERS} counters that are all 0. */
    int[] lend() {
        return free.isEmpty() ? new int[COUNTERS] : free.remove(free.size() - 1);
    }

    /** Takes back what was lent, all 0 again. */
    void takeBack(int[] counters) {
        if (free.size() < KEPT_MAX) {
            free.add(counters);
        }
    }
}
