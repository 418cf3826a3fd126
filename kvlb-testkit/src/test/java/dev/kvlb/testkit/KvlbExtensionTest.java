package dev.kvlb.testkit;

import static dev.kvlb.testkit.TestsOfTests.fails;
import static dev.kvlb.testkit.TestsOfTests.passes;
import static dev.kvlb.testkit.TestsOfTests.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.Client;
import dev.kvlb.Consistency;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which cluster a test is given, and what is told when it fails. */
class KvlbExtensionTest {
    /** What the tests that are run here were given, in order; they are run one after another. */
    private static final List<LoopbackCluster> GIVEN = new ArrayList<>();

    private static final List<Long> SEEDS = new ArrayList<>();

    @BeforeEach
    void forget() {
        GIVEN.clear();
        SEEDS.clear();
    }

    private static boolean isEnded(LoopbackCluster cluster) {
        return !cluster.balancer().isAlive();
    }

    // What is run.

    @OnlyHere
    @KvlbCluster(workers = 1)
    static class EachItsOwn {
        @BeforeEach
        void before(TestCluster cluster, Client client) {
            client.put("k", Long.toString(cluster.seed()));
        }

        @Test
        void one(LoopbackCluster cluster, Client client) {
            GIVEN.add(cluster);
            assertThat(client).isSameAs(cluster.client());
            assertThat(client.get("k")).contains(Long.toString(cluster.seed()));
        }

        @Test
        void another(LoopbackCluster cluster) {
            GIVEN.add(cluster);
        }

        @Test
        @KvlbCluster(workers = 2, consistency = Consistency.EVENTUAL)
        void special(LoopbackCluster cluster, Client client) {
            assertThat(cluster.workers()).hasSize(2);
            assertThat(client.status().consistency()).isEqualTo(Consistency.EVENTUAL);
        }
    }

    @OnlyHere
    @KvlbCluster(workers = 2, lifetime = Lifetime.CLASS)
    static class AllTests {
        @BeforeAll
        static void before(LoopbackCluster cluster) {
            GIVEN.add(cluster);
        }

        @Test
        void one(LoopbackCluster cluster) {
            GIVEN.add(cluster);
            spoil(cluster);
        }

        @Test
        void another(LoopbackCluster cluster) {
            GIVEN.add(cluster);
            spoil(cluster);
        }

        /** The cluster is whole again, whichever test comes second. */
        static void spoil(LoopbackCluster cluster) {
            assertThat(cluster.balancer().snapshot().phase()).isEqualTo(Phase.SERVING);
            assertThat(cluster.workers()).allMatch(TestWorker::isAlive);
            cluster.worker(1).kill();
        }

        @Nested
        class Inside {
            @Test
            void too(LoopbackCluster cluster) {
                GIVEN.add(cluster);
                spoil(cluster);
            }
        }
    }

    @OnlyHere
    static class Registered {
        @RegisterExtension
        static final KvlbExtension KVLB =
                KvlbExtension.of(LoopbackCluster.builder().workers(1).seed(5));

        @Test
        void one(LoopbackCluster cluster) {
            GIVEN.add(cluster);
        }

        @Test
        void another(LoopbackCluster cluster) {
            GIVEN.add(cluster);
        }
    }

    @OnlyHere
    static class RegisteredInAField {
        @RegisterExtension
        final KvlbExtension kvlb =
                KvlbExtension.of(LoopbackCluster.builder().workers(1).seed(5));

        @Test
        void one(LoopbackCluster cluster) {
            GIVEN.add(cluster);
        }

        @Test
        void another(LoopbackCluster cluster) {
            GIVEN.add(cluster);
        }
    }

    @OnlyHere
    @KvlbCluster(workers = 1)
    @Seed(42)
    static class Failing {
        @Test
        void test(LoopbackCluster cluster) {
            GIVEN.add(cluster);
            cluster.worker(1).kill();
            throw new AssertionError("on purpose");
        }
    }

    @OnlyHere
    @KvlbCluster(workers = 1)
    @Seed(42)
    static class FailingAfterwards {
        @Test
        void test(LoopbackCluster cluster) {
            GIVEN.add(cluster);
        }

        @AfterEach
        void after(LoopbackCluster cluster) {
            throw new AssertionError("on purpose");
        }
    }

    @OnlyHere
    @KvlbCluster(workers = 1)
    static class TooEarly {
        TooEarly(Client client) {
            client.put("k", "v");
        }

        @Test
        void test() {}
    }

    @OnlyHere
    @KvlbCluster(workers = 1)
    static class Seeded {
        @Test
        @Seed(7)
        void byItself(TestCluster cluster) {
            assertThat(cluster.seed()).isEqualTo(7);
        }

        @Test
        void byTheBuild(TestCluster cluster) {
            assertThat(cluster.seed()).isEqualTo(9);
        }
    }

    @OnlyHere
    @KvlbCluster(workers = 1)
    static class SeededOnRealSockets {
        @SeededTest(seeds = 2)
        void seeded(TestCluster cluster) {
            SEEDS.add(cluster.seed());
        }
    }

    // What comes of it.

    @Test
    void eachTestHasAClusterOfItsOwnThatEndsWithIt() {
        passes(EachItsOwn.class, 3);
        assertThat(GIVEN).hasSize(2).doesNotHaveDuplicates().allMatch(KvlbExtensionTest::isEnded);
    }

    @Test
    void allTestsOfAClassShareOneThatIsRestoredAfterEach() {
        passes(AllTests.class, 3);
        assertThat(GIVEN).hasSize(4).allMatch(KvlbExtensionTest::isEnded);
        assertThat(GIVEN.stream().distinct()).hasSize(1);
    }

    @Test
    void anExtensionInAStaticFieldIsForTheClass() {
        passes(Registered.class, 2);
        assertThat(GIVEN).hasSize(2).allMatch(cluster -> cluster.seed() == 5);
        assertThat(GIVEN.get(0)).isSameAs(GIVEN.get(1));
    }

    @Test
    void anExtensionInAFieldIsForEachItsOwn() {
        passes(RegisteredInAField.class, 2);
        assertThat(GIVEN).hasSize(2).doesNotHaveDuplicates().allMatch(KvlbExtensionTest::isEnded);
    }

    @Test
    void aFailureIsFollowedByTheReportAndTheEndOfTheCluster() {
        String printed = printedBy(Failing.class);
        assertThat(printed)
                .contains(
                        "test(LoopbackCluster) failed; -Dkvlb.seed=42 chooses the same again\nkvlb cluster, seed 42\n")
                .contains("worker 1: dead", "kill worker 1");
        assertThat(GIVEN).singleElement().matches(KvlbExtensionTest::isEnded);
    }

    @Test
    void soIsAFailureAfterTheTest() {
        assertThat(printedBy(FailingAfterwards.class)).contains("seed 42", "worker 1: READY");
    }

    private static String printedBy(Class<?> tests) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            run(tests).testEvents().assertStatistics(stats -> stats.started(1).failed(1));
        } finally {
            System.setErr(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoAsksTooEarlyIsToldWhatToDo() {
        fails(run(TooEarly.class), "lifetime = Lifetime.CLASS");
    }

    @Test
    void theSeedIsThatOfTheMethodOrElseOfTheBuild() {
        run(Seeded.class, "9").testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    @Test
    void aSeedThatIsNoNumberIsNamed() {
        fails(run(Seeded.class, "nine"), "kvlb.seed must be a whole number such as 42: \"nine\"");
    }

    @Test
    void seedsAreForRealSocketsToo() {
        passes(SeededOnRealSockets.class, 2);
        assertThat(SEEDS).containsExactly(0L, 1L);
    }
}
