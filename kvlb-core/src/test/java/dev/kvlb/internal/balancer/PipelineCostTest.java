package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a request costs the balancer in time does not grow with how many its client has under way. */
class PipelineCostTest {
    private static final int DEEP = 200;
    private static final int SHALLOW = 16;
    private static final int REQUESTS = 100 * DEEP;
    private static final int TRIES_MIN = 25;
    private static final int TRIES_MAX = 1_000;

    /** How much more a request may cost; where the cost grew with the depth it would be {@code DEEP / SHALLOW}. */
    private static final double LITTLE_MORE = 2.5;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void aGetCostsNoMoreForADeepPipeliner() {
        assertDeepCostsLittleMore(PlayedCluster::get);
    }

    @Test
    void aPutCostsNoMoreForADeepPipeliner() {
        assertDeepCostsLittleMore(PlayedCluster::put);
    }

    private static void assertDeepCostsLittleMore(Consumer<PlayedCluster> turn) {
        PlayedCluster deep = new PlayedCluster(2, DEEP, 64);
        PlayedCluster shallow = new PlayedCluster(2, SHALLOW, 64);
        long deepNanos = Long.MAX_VALUE;
        long shallowNanos = Long.MAX_VALUE;
        // The two take turns, and the best of each counts, so that what else the machine does falls on neither; where
        // it does much, more tries are needed.
        for (int i = 0; i < TRIES_MIN || (i < TRIES_MAX && deepNanos >= LITTLE_MORE * shallowNanos); i++) {
            deepNanos = Math.min(deepNanos, nanos(deep, turn, REQUESTS / DEEP));
            shallowNanos = Math.min(shallowNanos, nanos(shallow, turn, REQUESTS / SHALLOW));
        }
        assertThat((double) deepNanos / shallowNanos).isLessThan(LITTLE_MORE);
    }

    /** Returns how long the processor was busy with it, whoever else had it meanwhile. */
    private static long nanos(PlayedCluster cluster, Consumer<PlayedCluster> turn, int turns) {
        long begin = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < turns; i++) {
            turn.accept(cluster);
        }
        return THREADS.getCurrentThreadCpuTime() - begin;
    }
}
