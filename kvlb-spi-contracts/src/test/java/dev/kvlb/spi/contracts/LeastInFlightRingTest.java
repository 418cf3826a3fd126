package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.spi.WorkerRing;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LeastInFlightRingTest extends WorkerRingContract {
    @Override
    protected WorkerRing ring() {
        return WorkerRing.leastInFlight();
    }

    @Nested
    class WithThreeWorkers {
        private final WorkerRing ring = ring();
        private final List<TestMember> workers = TestMember.numbered(3);

        WithThreeWorkers() {
            workers.forEach(ring::add);
        }

        @Test
        void theOneWithTheFewestUnderWayIsNext() {
            workers.get(0).inFlight(3);
            workers.get(1).inFlight(1);
            workers.get(2).inFlight(2);

            assertThat(ring.next()).isSameAs(workers.get(1));
            assertThat(ring.next()).isSameAs(workers.get(1));
        }

        @Test
        void equalsTakeTurns() {
            assertThat(ring.next()).isSameAs(workers.get(0));
            assertThat(ring.next()).isSameAs(workers.get(1));
            assertThat(ring.next()).isSameAs(workers.get(2));
            assertThat(ring.next()).isSameAs(workers.get(0));
        }

        @Test
        void ofEqualsTheOneChosenLongestAgoIsNext() {
            workers.get(0).inFlight(1);
            assertThat(ring.next()).isSameAs(workers.get(1));
            workers.get(1).inFlight(1);
            workers.get(2).inFlight(1);

            assertThat(ring.next()).isSameAs(workers.get(0));
            assertThat(ring.next()).isSameAs(workers.get(2));
            assertThat(ring.next()).isSameAs(workers.get(1));
        }

        @Test
        void theLeastLoadedIsPassedOverWhileItIsFull() {
            workers.get(1).inFlight(1);
            workers.get(2).inFlight(2);
            workers.get(0).hasRoom(false);

            assertThat(ring.next()).isSameAs(workers.get(1));
        }
    }

    @Property
    void itChoosesAsAListInTheOrderOfTheLastChoiceDoes(
            @ForAll @Size(max = 300) List<@IntRange(max = 9_999) Integer> steps) {
        List<TestMember> model = new ArrayList<>();
        new RingScript(ring(), (ring, members) -> {
                    model.retainAll(members);
                    members.stream().filter(member -> !model.contains(member)).forEach(model::add);
                    TestMember expected = null;
                    for (TestMember member : model) {
                        if (member.hasRoom() && (expected == null || member.inFlight() < expected.inFlight())) {
                            expected = member;
                        }
                    }
                    if (expected != null) {
                        model.remove(expected);
                        model.add(expected);
                    }
                    assertThat(ring.next()).isSameAs(expected);
                })
                .run(steps);
    }
}
