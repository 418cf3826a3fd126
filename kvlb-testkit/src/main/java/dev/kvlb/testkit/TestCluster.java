package dev.kvlb.testkit;

import dev.kvlb.BalancerSnapshot;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A cluster of one balancer and some workers, with a network between them, to which a test can do harm.
 *
 * <p>Workers are numbered from 1 on. Safe for use by several threads.
 */
public interface TestCluster extends AutoCloseable {
    /**
     * {@return the worker of this id}
     *
     * @param id 1 or greater
     * @throws IllegalArgumentException if there is none
     */
    default TestWorker worker(long id) {
        List<TestWorker> all = workers();
        if (id < 1 || id > all.size()) {
            throw new IllegalArgumentException("there are workers 1.." + all.size() + ": " + id);
        }
        return all.get((int) id - 1);
    }

    /** {@return all workers, dead ones too, in the order of their ids} */
    List<TestWorker> workers();

    /**
     * Starts one more worker, whose id is the next, and returns it. It has not joined yet.
     *
     * @return the worker
     */
    TestWorker addWorker();

    /** {@return the balancer} */
    TestBalancer balancer();

    /** {@return what stands for all clients in the network} */
    TestNode clients();

    /** {@return the network} */
    TestNetwork network();

    /**
     * Waits until the balancer is like that, for a bounded time.
     *
     * @param expected what is waited for, for the message
     * @param condition whether what is waited for is so
     * @throws AssertionError if it does not become so; it says how the cluster is
     * @throws IllegalStateException if the balancer does not live, or is paused
     */
    void await(String expected, Predicate<BalancerSnapshot> condition);

    /**
     * Waits until the cluster serves, with every worker that lives and is not paused, and with no other.
     *
     * @throws AssertionError if that takes too long; it says how the cluster is
     * @throws IllegalStateException if the balancer, or a worker meanwhile, does not live, or is paused
     */
    default void awaitReady() {
        List<TestWorker> expected = workers().stream()
                .filter(worker -> worker.isAlive() && !worker.isPaused())
                .toList();
        await("ready are " + expected + ", and no other", snapshot -> Readiness.isOf(expected, snapshot));
    }

    /**
     * Ends all faults: mends the network, resumes what is paused, starts what is dead, and waits until all are ready.
     *
     * @throws AssertionError if that takes too long; it says how the cluster is
     */
    default void restore() {
        network().heal();
        balancer().resume();
        balancer().start();
        for (TestWorker worker : workers()) {
            worker.resume();
            worker.start();
        }
        awaitReady();
    }

    /**
     * {@return what the test may draw from: with the same {@link #seed()} it gives the same numbers} For one thread.
     */
    Random random();

    /** {@return the seed of what is left to chance} */
    long seed();

    /** {@return how the cluster is, and what was done to it, in some lines for people} Does not fail, nor wait. */
    String report();

    /** Ends everything. */
    @Override
    void close();
}
