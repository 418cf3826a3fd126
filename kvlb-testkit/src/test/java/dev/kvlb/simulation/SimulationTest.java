package dev.kvlb.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Runs clusters of the linearizable mode through faults, and checks what must hold at each step and at the end.
 *
 * <pre>
 * mvn test -pl kvlb-testkit -am -Dtest=SimulationTest -Dkvlb.seeds=0..100000    other seeds
 * mvn test -pl kvlb-testkit -am -Dtest=SimulationTest -Dkvlb.seed=42            one seed, and all that happens
 * </pre>
 */
class SimulationTest {
    static final int DEFAULT_SEEDS = 5_000;

    private final Seeds seeds = new Seeds(Simulation::drawn);

    @Test
    void whatIsPromisedHoldsThroughAllFaults() {
        Assumptions.assumeFalse(Seeds.areAskedFor(), "other seeds were asked for");
        Counters counters = seeds.run(0, DEFAULT_SEEDS);
        assertThat(counters.zeros()).as("what no seed has met:%n%s", counters).isEmpty();
    }

    @Test
    void whatIsPromisedHoldsWithTheSeedsAskedFor() {
        seeds.runRangeAskedFor();
    }

    @Test
    void whatIsPromisedHoldsWithTheSeedAskedFor() {
        seeds.runOneAskedFor();
    }
}
