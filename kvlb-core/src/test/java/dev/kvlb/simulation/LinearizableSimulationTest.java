package dev.kvlb.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Consistency;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Runs clusters of the linearizable mode through faults: every acknowledged write is held by every ready worker, and the
 * history of every key is linearizable.
 *
 * <pre>
 * mvn test -pl kvlb-core -am -Dtest=LinearizableSimulationTest -Dkvlb.seeds=0..100000
 * mvn test -pl kvlb-core -am -Dtest=LinearizableSimulationTest -Dkvlb.seed=42
 * </pre>
 */
class LinearizableSimulationTest {
    static final int DEFAULT_SEEDS = 2_000;

    /** What these faults must have led to. */
    private static final List<Counter> EXPECTED = List.of(
            Counter.PUTS_DONE,
            Counter.GETS_FOUND_NOTHING,
            Counter.OUTCOME_UNKNOWN,
            Counter.WRITE_REDRIVEN,
            Counter.SETTLED_IN_OLD_VIEW,
            Counter.NOTIFY_RESENT,
            Counter.NOTIFY_EARLY,
            Counter.EXPORT_RESTARTED,
            Counter.LEARNER_DROPPED,
            Counter.SUSPENDED,
            Counter.RESUMED);

    @Test
    void thePromiseHoldsThroughAllFaults() {
        Assumptions.assumeTrue(
                System.getProperty("kvlb.seed") == null && System.getProperty("kvlb.seeds") == null,
                "other seeds were asked for");
        Counters counters = run(0, DEFAULT_SEEDS);
        assertThat(counters.zeros()).as("what no seed has met").doesNotContainAnyElementsOf(EXPECTED);
    }

    /** Two runs of a worker had waited for the end of a suspension under one id, and both were let in. */
    @Test
    void thePromiseHoldsWhereItOnceDidNot() {
        run(8_954, 8_955);
    }

    @Test
    void thePromiseHoldsWithTheSeedsAskedFor() {
        String range = System.getProperty("kvlb.seeds");
        Assumptions.assumeTrue(range != null, "-Dkvlb.seeds=A..B runs the seeds from A up to, without, B");
        String[] ends = range.split("\\.\\.", 2);
        long nanos = System.nanoTime();
        Counters counters = run(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
        System.out.printf("seeds %s in %.1f s%n%s", range, (System.nanoTime() - nanos) / 1e9, counters);
    }

    @Test
    void thePromiseHoldsWithTheSeedAskedFor() {
        String seed = System.getProperty("kvlb.seed");
        Assumptions.assumeTrue(seed != null, "-Dkvlb.seed=N runs one seed and prints all that happens");
        System.out.println(simulation(Long.parseLong(seed))
                .traceTo(System.out::println)
                .run()
                .counters());
    }

    private static Counters run(long from, long to) {
        Counters counters = new Counters();
        for (long seed = from; seed < to; seed++) {
            counters.addAll(simulation(seed).run().counters());
        }
        return counters;
    }

    private static Simulation simulation(long seed) {
        return Simulation.drawn(seed).consistency(Consistency.LINEARIZABLE);
    }
}
