package dev.kvlb.spi;

import org.jspecify.annotations.Nullable;

/**
 * The workers that serve requests, and the choice of the one that gets the next.
 *
 * <p>Called by the balancer's event loop alone; must not block.
 */
public interface WorkerRing {
    /**
     * Adds a worker.
     *
     * @throws IllegalArgumentException if it is in the ring already
     */
    void add(Member worker);

    /** Removes a worker, if it is in the ring. */
    void remove(Member worker);

    /** Returns the worker that gets the next request; null where no worker in the ring {@linkplain Member#hasRoom has room}. */
    @Nullable Member next();

    /** Returns how many workers are in the ring. */
    int size();

    /**
     * Returns a ring that gives each worker its turn: a circular doubly linked list with a pointer that moves on.
     * Adding and removing are O(1), and so is {@link #next()} while the workers have room.
     */
    static WorkerRing roundRobin() {
        return new RoundRobinRing();
    }

    /**
     * Returns a ring that chooses the worker with the fewest requests under way; of equals, the one that was chosen,
     * or added, longest ago. {@link #next()} is O(workers).
     */
    static WorkerRing leastInFlight() {
        return new LeastInFlightRing();
    }

    /**
     * Returns a ring that draws two workers at random and chooses the one with fewer requests under way: nearly as
     * even as {@link #leastInFlight()} at O(1) (Mitzenmacher, The Power of Two Choices in Randomized Load Balancing,
     * 2001).
     *
     * @param seed of the random choice; the same seed gives the same choices
     */
    static WorkerRing powerOfTwoChoices(long seed) {
        return new PowerOfTwoChoicesRing(seed);
    }

    /** A worker, as a ring may know it. Its identity is the object's. */
    interface Member {
        /** Returns the id that the worker registered with, 0..4,294,967,295. */
        long workerId();

        /** Returns how many requests the worker has under way. */
        int inFlight();

        /** Returns whether the worker may get one more request now. */
        boolean hasRoom();
    }
}
