package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request costs the balancer in memory once it has grown to its size: nothing, whatever the size of the value. */
class RequestAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;
    private static final int TRIES_MAX = 200;

    /** What the JVM itself may allocate on the thread meanwhile, for example while it compiles. */
    private static final double BYTES_TOLERATED = 0.5;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({"1, 64", "32, 64", "1, 1024", "32, 1024", "1, 60000"})
    void getAllocatesNothingOnItsWay(int requestsInTurn, int valueBytes) {
        PlayedCluster cluster = new PlayedCluster(2, requestsInTurn, valueBytes);
        assertThat(bytesPerRequest(cluster::get) / requestsInTurn).isLessThan(BYTES_TOLERATED);
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "32, 64", "1, 1024", "32, 1024", "1, 60000"})
    void putAllocatesNothingOnItsWay(int requestsInTurn, int valueBytes) {
        PlayedCluster cluster = new PlayedCluster(2, requestsInTurn, valueBytes);
        assertThat(bytesPerRequest(cluster::put) / requestsInTurn).isLessThan(BYTES_TOLERATED);
    }

    @Test
    void theMeasurementSeesAnAllocation() {
        byte[][] last = new byte[1][];
        assertThat(bytesPerRequest(() -> last[0] = new byte[16])).isGreaterThanOrEqualTo(16);
    }

    /**
     * Returns what one run allocates on this thread; the least of several tries, since only the JVM adds to it, and what
     * its compiler takes away it takes away when that has had its time.
     */
    private double bytesPerRequest(Runnable request) {
        repeat(WARM_UP, request);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES_MAX && least >= BYTES_TOLERATED * MEASURED; i++) {
            long before = allocatedBytes();
            repeat(MEASURED, request);
            least = Math.min(least, allocatedBytes() - before);
        }
        return (double) least / MEASURED;
    }

    private static void repeat(int times, Runnable request) {
        for (int i = 0; i < times; i++) {
            request.run();
        }
    }

    private long allocatedBytes() {
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
