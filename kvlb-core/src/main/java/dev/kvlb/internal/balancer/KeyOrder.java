package dev.kvlb.internal.balancer;

import org.jspecify.annotations.Nullable;

/**
 * The requests of one client that have not come to their end, in their order, and for each the one before it that is
 * about the same key: operations of one connection on one key take effect in their order. So what follows goes to the
 * same worker, behind it on the same link; and a write that follows a read gets its version only when the read has found
 * one, or the read could show what came after that write.
 *
 * <p>Most requests follow nothing on their key. They are in buckets by the hash of the key, each a chain from the newest to
 * the oldest, so that this is known after a look at a few of hundreds.
 */
final class KeyOrder {
    private static final int HASH_FACTOR = 0x9e37_79b9;
    private static final int SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(KeyBuckets.BUCKETS);

    private final KeyBuckets lender;
    private @Nullable Request @Nullable [] newest;
    private int size;

    KeyOrder(KeyBuckets lender) {
        this.lender = lender;
    }

    /** Adds a request, which comes after all that are here. */
    void add(Request request) {
        @Nullable Request[] buckets = newest;
        if (buckets == null) {
            buckets = lender.lend();
            newest = buckets;
        }
        int bucket = bucketOf(request);
        Request older = buckets[bucket];
        if (older != null) {
            older.newerInBucket = request;
        }
        request.olderInBucket = older;
        request.bucket = bucket;
        request.order = this;
        buckets[bucket] = request;
        size++;
    }

    /** The request has come to its end. */
    void remove(Request request) {
        Request older = request.olderInBucket;
        Request newer = request.newerInBucket;
        request.olderInBucket = null;
        request.newerInBucket = null;
        request.order = null;
        if (older != null) {
            older.newerInBucket = newer;
        }
        @Nullable Request[] buckets = newest;
        if (newer != null) {
            newer.olderInBucket = older;
        } else if (buckets != null) {
            buckets[request.bucket] = older;
        }
        size--;
        if (size == 0 && buckets != null) {
            lender.takeBack(buckets);
            newest = null;
        }
    }

    /** Returns the worker that got the request before this one on the same key, or null where there is none. */
    @Nullable WorkerSession workerBefore(Request request) {
        Request before = before(request);
        WorkerSession worker = before == null ? null : before.placedAt;
        return worker == null || worker.isGone() ? null : worker;
    }

    /** Returns whether a request is a write, and the one before it on the same key a read that has found nothing yet. */
    boolean mustWait(Request request) {
        Request before = request.isWrite() ? before(request) : null;
        return before != null && !before.isWrite() && (before.waiting || before.worker != null);
    }

    private @Nullable Request before(Request request) {
        Request before = request.olderInBucket;
        // What was refused before any worker got it has no effect, and only waits for its turn to be told so.
        while (before != null && (before.wasRefused() || !before.hasKeyOf(request))) {
            before = before.olderInBucket;
        }
        return before;
    }

    private static int bucketOf(Request request) {
        return (request.keyHash() * HASH_FACTOR) >>> SHIFT;
    }
}
