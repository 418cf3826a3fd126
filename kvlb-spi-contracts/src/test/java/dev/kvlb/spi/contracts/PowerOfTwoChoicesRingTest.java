package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.spi.WorkerRing;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerOfTwoChoicesRingTest extends WorkerRingContract {
    @Override
    protected WorkerRing ring() {
        return WorkerRing.powerOfTwoChoices(42);
    }

    @Test
    void theSameSeedGivesTheSameChoices() {
        assertThat(choices(1)).isEqualTo(choices(1)).isNotEqualTo(choices(2));
    }

    @Test
    void theMostLoadedIsNeverChosenWhileOthersHaveRoom() {
        WorkerRing ring = ring();
        List<TestMember> workers = TestMember.numbered(5);
        workers.forEach(ring::add);
        workers.get(3).inFlight(1);

        for (int i = 0; i < 1_000; i++) {
            assertThat(ring.next()).isNotSameAs(workers.get(3));
        }
    }

    @Test
    void loadsStayNearlyEven() {
        WorkerRing ring = ring();
        List<TestMember> workers = TestMember.numbered(20);
        workers.forEach(ring::add);
        for (int i = 0; i < 100_000; i++) {
            TestMember next = (TestMember) ring.next();
            next.inFlight(next.inFlight() + 1);
        }

        IntSummaryStatistics loads =
                workers.stream().mapToInt(TestMember::inFlight).summaryStatistics();
        // Drawing one at random would spread them by some 250.
        assertThat(loads.getMax() - loads.getMin()).isLessThanOrEqualTo(10);
    }

    @Test
    void whenTheTwoDrawnAreFullTheLeastLoadedOfTheOthersIsChosen() {
        WorkerRing ring = ring();
        List<TestMember> workers = TestMember.numbered(40);
        workers.forEach(ring::add);
        workers.forEach(worker -> worker.hasRoom(false));
        workers.get(11).hasRoom(true);
        workers.get(11).inFlight(2);
        workers.get(30).hasRoom(true);
        workers.get(30).inFlight(1);

        int[] chosen = new int[40];
        for (int i = 0; i < 1_000; i++) {
            chosen[(int) ring.next().workerId()]++;
        }
        // 11 is chosen only where it alone was drawn: 2 in 40, about.
        assertThat(chosen[11]).isBetween(1, 200);
        assertThat(chosen[30]).isEqualTo(1_000 - chosen[11]);
    }

    private static List<Long> choices(long seed) {
        WorkerRing ring = WorkerRing.powerOfTwoChoices(seed);
        TestMember.numbered(10).forEach(ring::add);
        List<Long> choices = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            choices.add(ring.next().workerId());
        }
        return choices;
    }
}
