package dev.kvlb.testkit;

import dev.kvlb.Consistency;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes clusters of either kind; each method checks its argument and returns this builder. For one thread.
 *
 * @param <C> the clusters that it makes
 * @param <B> the builder itself
 */
public abstract sealed class ClusterBuilder<C extends TestCluster, B extends ClusterBuilder<C, B>>
        permits LoopbackCluster.Builder, SimulatedCluster.Builder {
    static final int WORKERS_MAX = 64;

    private static final Duration TIMEOUT_MIN = Duration.ofMillis(20);
    private static final Duration TIMEOUT_MAX = Duration.ofHours(1);

    /** For how long a worker hears nothing of the balancer before it connects again, in units of the worker timeout. */
    private static final int BALANCER_TIMEOUT = 3;

    int workers = 3;
    Consistency consistency = Consistency.LINEARIZABLE;
    Duration workerTimeout = Duration.ofMillis(500);
    private @Nullable Long seed;

    ClusterBuilder() {}

    /**
     * Sets how many workers there are when it starts: by default 3.
     *
     * @param workers 0..64
     * @return this builder
     */
    public B workers(int workers) {
        if (workers < 0 || workers > WORKERS_MAX) {
            throw new IllegalArgumentException("workers must be 0.." + WORKERS_MAX + ": " + workers);
        }
        this.workers = workers;
        return self();
    }

    /**
     * Sets what the store promises: by default {@link Consistency#LINEARIZABLE}.
     *
     * @param consistency the promise, which workers learn from their balancer
     * @return this builder
     */
    public B consistency(Consistency consistency) {
        this.consistency = consistency;
        return self();
    }

    /**
     * Sets how long a node may be silent before the others take it for lost: by default half a second.
     * It is the worker timeout of the balancer and the peer timeout of the workers, and a third of their balancer
     * timeout. In real time, a busy machine may be silent for a while, too.
     *
     * @param timeout 20 ms..1 hour
     * @return this builder
     */
    public B workerTimeout(Duration timeout) {
        if (timeout.compareTo(TIMEOUT_MIN) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException("workerTimeout must be 20 ms..1 hour: " + timeout);
        }
        workerTimeout = timeout;
        return self();
    }

    /**
     * Sets the seed of all that is left to chance: by default another one for each cluster.
     *
     * @param seed any number
     * @return this builder
     */
    public B seed(long seed) {
        this.seed = seed;
        return self();
    }

    /**
     * {@return a cluster that serves, all of whose workers are ready} May be called again, for another one.
     *
     * @throws java.io.UncheckedIOException if a real port can't be bound, or no directory be made for the record
     * @throws AssertionError if it is not ready in time; it says how it is
     */
    public C start() {
        return startWithSeed(Seeds.drawn());
    }

    /** Starts it with this seed, unless another one was set. */
    final C startWithSeed(long otherwise) {
        C cluster = make(seed == null ? otherwise : seed);
        try {
            for (int i = 0; i < workers; i++) {
                cluster.addWorker();
            }
            if (workers > 0) {
                cluster.awaitReady();
            }
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Makes a cluster that has no worker yet. */
    abstract C make(long seed);

    abstract B self();

    /** Returns how long a worker hears nothing of the balancer before it connects again. */
    static Duration balancerTimeout(Duration workerTimeout) {
        return workerTimeout.multipliedBy(BALANCER_TIMEOUT);
    }
}
