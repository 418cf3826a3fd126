package dev.kvlb.testkit;

import static dev.kvlb.testkit.TestsOfTests.fails;
import static dev.kvlb.testkit.TestsOfTests.passes;
import static dev.kvlb.testkit.TestsOfTests.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a test is given a simulation, and with which seeds. */
class SimulationExtensionTest {
    /** The seeds of what is run here, in order; they are run one after another. */
    private static final List<Long> SEEDS = new ArrayList<>();

    @BeforeEach
    void forget() {
        SEEDS.clear();
    }

    // What is run.

    @OnlyHere
    @KvlbSimulation(workers = 1)
    static class Simulated {
        @BeforeEach
        void before(SimulatedClient client) {
            client.put("k", "v");
        }

        @SeededTest(seeds = 3, from = 10)
        void seeded(SimulatedCluster cluster, SimulatedClient client) {
            SEEDS.add(cluster.seed());
            assertThat(client.get("k")).contains("v");
        }
    }

    @OnlyHere
    @KvlbSimulation(workers = 1)
    static class RealAmongSimulated {
        @Test
        @KvlbCluster(workers = 1)
        void real(TestCluster cluster) {
            assertThat(cluster).isInstanceOf(LoopbackCluster.class);
        }
    }

    @OnlyHere
    static class RegisteredSimulation {
        @RegisterExtension
        final KvlbExtension kvlb =
                KvlbExtension.of(SimulatedCluster.builder().workers(1).seed(5));

        @Test
        void test(SimulatedCluster cluster) {
            SEEDS.add(cluster.seed());
        }
    }

    @OnlyHere
    @KvlbSimulation(workers = 1)
    static class WrongClient {
        @Test
        void test(Client client) {
            client.put("k", "v");
        }
    }

    @OnlyHere
    @KvlbSimulation
    @KvlbCluster
    static class Both {
        @Test
        void test(TestCluster cluster) {
            cluster.awaitReady();
        }
    }

    @OnlyHere
    @KvlbSimulation
    static class WithoutSeeds {
        @SeededTest(seeds = 0)
        void test(TestCluster cluster) {
            cluster.awaitReady();
        }
    }

    // What comes of it.

    @Test
    void isRunWithEachSeed() {
        passes(Simulated.class, 3);
        assertThat(SEEDS).containsExactly(10L, 11L, 12L);
    }

    @Test
    void isRunWithTheSeedOfTheBuildAlone() {
        run(Simulated.class, "77")
                .testEvents()
                .assertStatistics(stats -> stats.started(1).succeeded(1));
        assertThat(SEEDS).containsExactly(77L);
    }

    @Test
    void isNotForATestThatWantsRealSockets() {
        passes(RealAmongSimulated.class, 1);
    }

    @Test
    void isWhatAnExtensionIsToldToo() {
        passes(RegisteredSimulation.class, 1);
        assertThat(SEEDS).containsExactly(5L);
    }

    @Test
    void hasAClientOfItsOwnKind() {
        fails(run(WrongClient.class), "no Client goes with a SimulatedCluster");
    }

    @Test
    void isNotMixedWithRealSockets() {
        fails(run(Both.class), "has @KvlbCluster and @KvlbSimulation: choose one");
    }

    @Test
    void hasASeedAtLeast() {
        fails(run(WithoutSeeds.class), "seeds must be 1 or more: 0");
    }
}
