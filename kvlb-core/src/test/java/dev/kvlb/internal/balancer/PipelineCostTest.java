package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a request costs the balancer in time does not grow with how many its client has under way. */
class PipelineCostTest {
    private static final int DEEP = 200;
    private static final int SHALLOW = 16;
    private static final int REQUESTS = 100 * DEEP;
    private static final int TRIES = 25;

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
        // The two take turns, and the best of each counts, so that what else the machine does falls on neither.
        for (int i = 0; i < TRIES; i++) {
            deepNanos = Math.min(deepNanos, nanos(deep, turn, REQUESTS / DEEP));
            shallowNanos = Math.min(shallowNanos, nanos(shallow, turn, REQUESTS / SHALLOW));
        }
        assertThat((double) deepNanos / shallowNanos).isLessThan(2.5);
    }

    private static long nanos(PlayedCluster cluster, Consumer<PlayedCluster> turn, int turns) {
        long begin = System.nanoTime();
        for (int i = 0; i < turns; i++) {
            turn.accept(cluster);
        }
        return System.nanoTime() - begin;
    }
}
