package dev.kvlb.internal.balancer;

import org.jspecify.annotations.Nullable;

/**
 * The keys that have writes in flight, and of each key its writes, the newest first.
 *
 * <p>A hash table with chains that run through the requests themselves and compare keys where they lie: a look-up
 * allocates nothing.
 */
final class DirtyKeys {
    private static final int BUCKETS_MIN = 64;

    private @Nullable Request[] buckets = new @Nullable Request[BUCKETS_MIN];
    private int keys;

    /** Adds a write, which is newer than all others of its key. */
    void add(Request write) {
        int bucket = bucket(write);
        Request previous = null;
        for (Request head = buckets[bucket]; head != null; previous = head, head = head.nextKey) {
            if (head.hasKeyOf(write)) {
                write.olderOnKey = head;
                write.nextKey = head.nextKey;
                head.nextKey = null;
                link(bucket, previous, write);
                return;
            }
        }
        write.nextKey = buckets[bucket];
        buckets[bucket] = write;
        if (++keys > buckets.length) {
            grow();
        }
    }

    /** Removes a write, wherever it stands among those of its key. */
    void remove(Request write) {
        int bucket = bucket(write);
        Request previous = null;
        for (Request head = buckets[bucket]; head != null; previous = head, head = head.nextKey) {
            if (head == write) {
                Request older = write.olderOnKey;
                if (older == null) {
                    keys--;
                    link(bucket, previous, write.nextKey);
                } else {
                    older.nextKey = write.nextKey;
                    link(bucket, previous, older);
                }
                break;
            }
            if (head.hasKeyOf(write)) {
                removeOlder(head, write);
                break;
            }
        }
        write.nextKey = null;
        write.olderOnKey = null;
    }

    private static void removeOlder(Request newest, Request write) {
        for (Request each = newest; each.olderOnKey != null; each = each.olderOnKey) {
            if (each.olderOnKey == write) {
                each.olderOnKey = write.olderOnKey;
                return;
            }
        }
    }

    /** Returns how many keys have writes in flight. */
    int keys() {
        return keys;
    }

    /** Returns the newest write in flight of this request's key, or null where there is none. */
    @Nullable Request newest(Request request) {
        for (Request head = buckets[bucket(request)]; head != null; head = head.nextKey) {
            if (head.hasKeyOf(request)) {
                return head;
            }
        }
        return null;
    }

    private void link(int bucket, @Nullable Request previous, @Nullable Request next) {
        if (previous == null) {
            buckets[bucket] = next;
        } else {
            previous.nextKey = next;
        }
    }

    private int bucket(Request request) {
        int hash = request.keyHash() * 0x9e37_79b9;
        return hash >>> (Integer.numberOfLeadingZeros(buckets.length) + 1);
    }

    private void grow() {
        @Nullable Request[] old = buckets;
        buckets = new @Nullable Request[old.length * 2];
        for (Request head : old) {
            while (head != null) {
                Request next = head.nextKey;
                int bucket = bucket(head);
                head.nextKey = buckets[bucket];
                buckets[bucket] = head;
                head = next;
            }
        }
    }
}
