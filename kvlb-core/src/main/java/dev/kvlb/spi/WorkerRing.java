package dev.kvlb.spi;

import org.jspecify.annotations.Nullable;

/**
 * The workers that serve requests, and the choice of the one that gets the next.
 *
 * <p>The balancer {@linkplain #add adds} a worker when it is ready to serve, {@linkplain #remove removes} it when it
 * leaves, is lost, or asks to be left out for a while, and then may add it again. For each request that any worker may
 * serve it asks for the {@linkplain #next() next} one. Some requests are not asked for, because their worker is settled:
 * one that follows another of the same connection on the same key goes where that went. So what a worker has under way
 * changes also without a call of {@code next}, and a ring reads {@link Member#inFlight} and {@link Member#hasRoom} anew
 * in every call.
 *
 * <p>A ring decides who serves, and nothing else: every worker holds all data, whichever ring there is.
 *
 * <p>Called by the event loop of its balancer alone, so it needs no locks; it is made before that thread starts, and is
 * for one balancer. It must not block: {@code next} is called for every request, and all clients wait while it runs. What
 * it throws, but where it says so here, ends the balancer. {@code WorkerRingContract} of {@code kvlb-spi-contracts} tests
 * what every ring does.
 */
public interface WorkerRing {
    /**
     * Adds a worker.
     *
     * @param worker not null; it has no request under way, or some, where it comes back
     * @throws IllegalArgumentException if this very object is in the ring already; the message names the worker. The
     *     balancer never does that
     */
    void add(Member worker);

    /**
     * Removes a worker if it is in the ring, and does nothing if it is not: the balancer does not look first.
     *
     * @param worker the very object that was added
     */
    void remove(Member worker);

    /**
     * Returns the worker that gets the next request. It is in the ring and {@linkplain Member#hasRoom has room}; while
     * there is such a worker, one is returned, or requests would wait for nothing.
     *
     * <p>The worker gets the request before the next call, with one exception: a write that is refused because workers
     * are full of data goes to none.
     *
     * @return a worker of the ring; null where none in it has room, and the requests wait
     */
    @Nullable Member next();

    /** {@return how many workers are in the ring, those without room included: 0 or more} */
    int size();

    /**
     * {@return a ring that gives each worker its turn: a circular doubly linked list with a pointer that moves on}
     * Adding and removing are O(1), and so is {@link #next()} while the workers have room.
     */
    static WorkerRing roundRobin() {
        return new RoundRobinRing();
    }

    /**
     * {@return a ring that chooses the worker with the fewest requests under way; of equals, the one that was chosen,
     * or added, longest ago} {@link #next()} is O(workers).
     */
    static WorkerRing leastInFlight() {
        return new LeastInFlightRing();
    }

    /**
     * {@return a ring that draws two workers at random and chooses the one with fewer requests under way: nearly as
     * even as {@link #leastInFlight()} at O(1) (Mitzenmacher, The Power of Two Choices in Randomized Load Balancing,
     * 2001)}
     *
     * @param seed of the random choice; the same seed gives the same choices
     */
    static WorkerRing powerOfTwoChoices(long seed) {
        return new PowerOfTwoChoicesRing(seed);
    }

    /**
     * A worker, as a ring may know it. The balancer implements it; a ring does not.
     *
     * <p>Its identity is the object's: a worker that was lost and comes back with its id is another object. What it
     * returns is of the moment.
     */
    interface Member {
        /** {@return the id that the worker registered with, 0..4,294,967,295} It stays the same. */
        long workerId();

        /** {@return how many requests the worker has under way, 0 or more} */
        int inFlight();

        /** {@return whether the worker may get one more request now: it has fewer under way than the worker window} */
        boolean hasRoom();
    }
}
