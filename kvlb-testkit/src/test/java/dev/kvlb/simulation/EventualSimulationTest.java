package dev.kvlb.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Consistency;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Runs clusters of the eventual mode through faults: one version is one write, what is settled is held by all, views go
 * forward, each request has one reply, and at rest all workers are alike.
 *
 * <pre>
 * mvn test -pl kvlb-testkit -am -Dtest=EventualSimulationTest -Dkvlb.seeds=0..100000
 * mvn test -pl kvlb-testkit -am -Dtest=EventualSimulationTest -Dkvlb.seed=42
 * </pre>
 */
class EventualSimulationTest {
    private static final int DEFAULT_SEEDS = 300;

    private final Seeds seeds = new Seeds(seed -> Simulation.drawn(seed).consistency(Consistency.EVENTUAL));

    @Test
    void workersAreAlikeAfterAllFaults() {
        Assumptions.assumeFalse(Seeds.areAskedFor(), "other seeds were asked for");
        Counters counters = seeds.run(0, DEFAULT_SEEDS);
        assertThat(counters.of(Counter.PUTS_DONE)).isPositive();
        assertThat(counters.of(Counter.DELETES_DONE)).isPositive();
    }

    @Test
    void workersAreAlikeWithTheSeedsAskedFor() {
        seeds.runRangeAskedFor();
    }

    @Test
    void workersAreAlikeWithTheSeedAskedFor() {
        seeds.runOneAskedFor();
    }
}
