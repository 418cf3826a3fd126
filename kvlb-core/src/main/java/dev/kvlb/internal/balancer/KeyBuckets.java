package dev.kvlb.internal.balancer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Buckets of keys by their hashes, lent to those connections that have requests under way: so an idle client costs no
 * memory, and one that always waits for its answer before it asks again makes no garbage.
 */
final class KeyBuckets {
    static final int BUCKETS = 128;

    private static final int KEPT_MAX = 256;

    private final List<@Nullable Request[]> free = new ArrayList<>();

    /** Lends {@link #BUCKETS} empty buckets. */
    @Nullable Request[] lend() {
        return free.isEmpty() ? new @Nullable Request[BUCKETS] : free.remove(free.size() - 1);
    }

    /** Takes back what was lent, all empty again. */
    void takeBack(@Nullable Request[] buckets) {
        if (free.size() < KEPT_MAX) {
            free.add(buckets);
        }
    }
}
