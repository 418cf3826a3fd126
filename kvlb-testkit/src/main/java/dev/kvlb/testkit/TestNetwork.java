package dev.kvlb.testkit;

import java.time.Duration;

/**
 * The network between the nodes of a {@link TestCluster}, and what is wrong with it.
 *
 * <p>Of each two nodes the way there and the way back are two. What a method changes holds when it returns, until it is
 * healed. Workers are connected to the balancer and to one another, clients to the balancer: nothing else has an effect.
 * Safe for use by several threads.
 */
public interface TestNetwork {
    /**
     * Nothing that the one sends arrives at the other. Neither is told: connections stay, and what was sent arrives
     * when that is healed, if it was not given up by then.
     *
     * @param from who is no longer heard
     * @param to who hears nothing of it
     */
    void silence(TestNode from, TestNode to);

    /**
     * Parts two nodes: nothing arrives, either way.
     *
     * @param one one of the two
     * @param other the other one
     */
    default void partition(TestNode one, TestNode other) {
        silence(one, other);
        silence(other, one);
    }

    /**
     * Parts a node from all others.
     *
     * @param node who neither hears nor is heard
     */
    void isolate(TestNode node);

    /**
     * All that the one sends arrives at the other so much later, in its order.
     *
     * @param from who sends
     * @param to who gets it later
     * @param late 0..1 hour
     * @throws IllegalArgumentException if it is outside its range
     */
    void delay(TestNode from, TestNode to, Duration late);

    /**
     * Slows the link between two nodes down: what is sent arrives so much later, either way.
     *
     * @param one one of the two
     * @param other the other one
     * @param late 0..1 hour, of each way
     * @throws IllegalArgumentException if it is outside its range
     */
    default void slow(TestNode one, TestNode other, Duration late) {
        delay(one, other, late);
        delay(other, one, late);
    }

    /**
     * Breaks the connections between two nodes, once: both are told, and can connect again.
     *
     * @param one one of the two
     * @param other the other one
     */
    void disconnect(TestNode one, TestNode other);

    /**
     * Mends what is wrong between two nodes, either way.
     *
     * @param one one of the two
     * @param other the other one
     */
    void heal(TestNode one, TestNode other);

    /** Mends all. */
    void heal();
}
