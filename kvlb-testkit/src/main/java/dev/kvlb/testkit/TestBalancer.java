package dev.kvlb.testkit;

import dev.kvlb.BalancerSnapshot;

/**
 * The balancer of a {@link TestCluster}. It records which workers hold all data; started again it goes on with them, at
 * the same addresses.
 */
public interface TestBalancer extends TestProcess {
    /**
     * Loses what it has recorded, so that the next process of it knows of no cluster, and asks the workers that report.
     *
     * @throws IllegalStateException if it lives: kill it first
     */
    void loseRecord();

    /**
     * {@return a picture of its state}
     *
     * @throws IllegalStateException if it does not live, or is paused
     */
    BalancerSnapshot snapshot();
}
