package dev.kvlb.spi;

import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of requests that wait for a worker.
 *
 * <p>The balancer {@linkplain #offer offers} each request as it comes, {@linkplain #peek peeks} at the next one to look
 * for a worker that has room, and {@linkplain #poll polls} it when it has found one. A request whose worker was lost does
 * not come again; the balancer hands it out before any that waits here.
 *
 * <p>A full queue never drops and never overwrites: it refuses the offer, and the balancer stops reading from its
 * clients until there is room, so that TCP blocks the producers. An implementation may hand requests out in another
 * order than they came, but must hand out each one that it has taken exactly once, and each one some time: its client
 * waits. Operations of one connection on one key take effect in the order in which they are handed out.
 *
 * <p>Requests that nobody waits for any more stay in the queue until their turn; the balancer drops them then.
 *
 * <p>Called by the event loop of its balancer alone, so it needs no locks; it is made before that thread starts, and is
 * for one balancer. It must not block, and what it throws ends the balancer. {@code RequestQueueContract} of {@code
 * kvlb-spi-contracts} tests what every queue does.
 */
public interface RequestQueue {
    /** The capacity that a balancer uses unless told otherwise. */
    int DEFAULT_CAPACITY = 1_024;

    /**
     * Takes a request, to be handed out later.
     *
     * @param request not null, and not in the queue
     * @return true where {@link #size()} was less than {@link #capacity()}; false, and nothing has changed, where the
     *     queue is full
     */
    boolean offer(Request request);

    /**
     * {@return what {@link #poll()} would return now; null where the queue is empty} It stays in the queue. Another
     * request may be the next one once there was an offer.
     */
    @Nullable Request peek();

    /**
     * Removes the next request.
     *
     * @return that request; null where the queue is empty, and only there
     */
    @Nullable Request poll();

    /** {@return how many requests wait, 0..{@link #capacity()}} */
    int size();

    /** {@return how many requests the queue can hold, at least 1; the same all the time} */
    int capacity();

    /**
     * {@return a first-in, first-out queue on a circular buffer that grows with need up to its capacity; every operation
     * is O(1), amortized, and once the buffer has grown nothing is allocated}
     *
     * @param capacity 1..1,048,576 requests
     * @throws IllegalArgumentException if the capacity is outside that range
     */
    static RequestQueue bounded(int capacity) {
        return new CircularRequestQueue(capacity);
    }

    /**
     * A request that waits, as a queue may know it. The balancer implements it; a queue does not.
     *
     * <p>Its identity is the object's, and it stays what it is while it is in the queue. The balancer uses the object
     * again for other requests afterwards: a queue keeps nothing of what it has handed out.
     */
    interface Request {
        /** {@return whether the request changes data: a put or a delete, and no get} */
        boolean isWrite();

        /** {@return a hash of the request's key, any {@code int}: equal keys have equal hashes} */
        int keyHash();

        /**
         * {@return how many bytes the request's key and value have together with their lengths, as they stand in its
         * frame: 3..65,535}
         */
        int payloadBytes();
    }
}
