package dev.kvlb.spi;

import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of requests that wait for a worker.
 *
 * <p>A full queue never drops and never overwrites: it refuses the offer, and the balancer stops reading from its
 * clients until there is room, so that TCP blocks the producers. An implementation may hand requests out in another
 * order than they came, but must hand out each one that it has taken exactly once. Operations of one connection on one key
 * take effect in the order in which they are handed out.
 *
 * <p>Called by the balancer's event loop alone; must not block.
 */
public interface RequestQueue {
    /** The capacity that a balancer uses unless told otherwise. */
    int DEFAULT_CAPACITY = 1_024;

    /**
     * Takes a request, to be handed out later.
     *
     * @return false, and nothing has changed, where the queue is full
     */
    boolean offer(Request request);

    /** Returns what {@link #poll()} would return now, and leaves it in the queue; null where the queue is empty. */
    @Nullable Request peek();

    /** Removes and returns the next request; null where the queue is empty. */
    @Nullable Request poll();

    /** Returns how many requests wait, 0..{@link #capacity()}. */
    int size();

    /** Returns how many requests the queue can hold, at least 1. */
    int capacity();

    /**
     * Returns a first-in, first-out queue on a circular buffer that grows with need up to its capacity; every operation
     * is O(1), amortized, and once the buffer has grown nothing is allocated.
     *
     * @param capacity 1..1,048,576 requests
     * @throws IllegalArgumentException if the capacity is outside that range
     */
    static RequestQueue bounded(int capacity) {
        return new CircularRequestQueue(capacity);
    }

    /** A request that waits, as a queue may know it. Its identity is the object's. */
    interface Request {
        /** Returns whether the request changes data. */
        boolean isWrite();

        /** Returns a hash of the request's key: equal keys have equal hashes. */
        int keyHash();

        /** Returns the bytes of the request's key and value together. */
        int payloadBytes();
    }
}
