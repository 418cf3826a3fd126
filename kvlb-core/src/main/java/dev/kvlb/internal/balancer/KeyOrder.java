package dev.kvlb.internal.balancer;

import org.jspecify.annotations.Nullable;

/**
 * The requests of one client that have not come to their end, in their order, and for each the one before it that is
 * about the same key: operations of one connection on one key take effect in their order. So what follows goes to the
 * same worker, behind it on the same link; and a write that follows a read gets its version only when the read has found
 * one, or the read could show what came after that write.
 *
 * <p>Most requests follow nothing on their key. Counters by hash tell that of most of them without a look at the others.
 */
final class KeyOrder {
    private static final int HASH_FACTOR = 0x9e37_79b9;
    private static final int SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(KeyCounters.COUNTERS);

    private final KeyCounters lender;
    private final RequestList requests = new RequestList();
    private int @Nullable [] counters;

    KeyOrder(KeyCounters lender) {
        this.lender = lender;
    }

    /** Adds a request, which comes after all that are here. */
    void add(Request request) {
        int[] counts = counters;
        if (counts == null) {
            counts = lender.lend();
            counters = counts;
        }
        request.orderCounter = counterOf(request);
        counts[request.orderCounter]++;
        requests.add(request.byClient);
        request.order = this;
    }

    /** The request has come to its end. */
    void remove(Request request) {
        RequestList.remove(request.byClient);
        request.order = null;
        int[] counts = counters;
        if (counts == null) {
            return;
        }
        counts[request.orderCounter]--;
        if (requests.size() == 0) {
            lender.takeBack(counts);
            counters = null;
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
        int[] counts = counters;
        if (counts == null || counts[request.orderCounter] < 2) {
            return null;
        }
        Request before = RequestList.before(request.byClient);
        // What was refused before any worker got it has no effect, and only waits for its turn to be told so.
        while (before != null && (before.wasRefused() || !before.hasKeyOf(request))) {
            before = RequestList.before(before.byClient);
        }
        return before;
    }

    private static int counterOf(Request request) {
        return (request.keyHash() * HASH_FACTOR) >>> SHIFT;
    }
}
