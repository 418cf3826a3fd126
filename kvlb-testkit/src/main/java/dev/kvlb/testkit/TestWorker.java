package dev.kvlb.testkit;

import dev.kvlb.WorkerSnapshot;

/** One worker of a {@link TestCluster}. Started again it has the same id and, until it has joined, no data. */
public interface TestWorker extends TestProcess {
    /** {@return its id: the first worker of a cluster has 1, the next 2} */
    long id();

    /** Ends it in order, if it lives: it leaves the ring, and hands over what it had under way. */
    void stop();

    /**
     * {@return a picture of its state}
     *
     * @throws IllegalStateException if it does not live, or is paused
     */
    WorkerSnapshot snapshot();
}
