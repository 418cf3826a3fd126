package dev.kvlb.spi;

import org.jspecify.annotations.Nullable;

/**
 * The replies that one client still has to get, in the order of its requests.
 *
 * <p>A reply may be known before an earlier one is: it waits here until it is the first. The capacity is the number of
 * requests that the balancer admits from one client before it has answered the first of them; when the queue is full
 * the balancer stops reading from that client. Every client session has a queue of its own.
 *
 * <p>The order is that of the offers, always: clients tell replies apart by their place. So an implementation differs
 * from another in what it costs, and little else.
 *
 * <p>Called by the event loop of its balancer alone, so it needs no locks. It must not block, and what it throws ends
 * the balancer. {@code ReplyQueueContract} of {@code kvlb-spi-contracts} tests what every queue does.
 */
public interface ReplyQueue {
    /** The capacity that a balancer uses unless told otherwise. */
    int DEFAULT_CAPACITY = 256;

    /**
     * Appends the reply of a request that has just been admitted.
     *
     * @param reply not null, and not in the queue
     * @return true where {@link #size()} was less than {@link #capacity()}; false, and nothing has changed, where the
     *     queue is full
     */
    boolean offer(Reply reply);

    /** {@return the reply that is due first; null where the queue is empty} It stays in the queue. */
    @Nullable Reply peek();

    /**
     * Removes the reply that is due first.
     *
     * @return that reply; null where the queue is empty
     */
    @Nullable Reply poll();

    /** {@return how many replies are due, 0..{@link #capacity()}} */
    int size();

    /** {@return how many replies the queue can hold, at least 1; the same all the time} */
    int capacity();

    /**
     * {@return a queue on a circular buffer that grows with need up to its capacity, so that an idle client costs
     * little; every operation is O(1), amortized}
     *
     * @param capacity 1..1,048,576 replies
     * @throws IllegalArgumentException if the capacity is outside that range
     */
    static ReplyQueue bounded(int capacity) {
        return new CircularReplyQueue(capacity);
    }

    /**
     * A reply that is due. The balancer implements it; a queue does not.
     *
     * <p>Its identity is the object's. The balancer uses the object again for other replies afterwards: a queue keeps
     * nothing of what it has given back.
     */
    interface Reply {
        /** {@return whether the reply is known, so that it can be sent once it is the first} */
        boolean isComplete();
    }
}
