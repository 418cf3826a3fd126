package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.spi.WorkerRing;
import dev.kvlb.spi.WorkerRing.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RoundRobinRingTest extends WorkerRingContract {
    @Override
    protected WorkerRing ring() {
        return WorkerRing.roundRobin();
    }

    @Nested
    class WithThreeWorkers {
        private final WorkerRing ring = ring();
        private final List<TestMember> workers = TestMember.numbered(3);

        WithThreeWorkers() {
            workers.forEach(ring::add);
        }

        @Test
        void eachHasItsTurnInTheOrderInWhichTheyCame() {
            assertThat(turns(ring, 7)).containsExactly(0L, 1L, 2L, 0L, 1L, 2L, 0L);
        }

        @Test
        void removingTheOneWhoseTurnItIsSkipsNobody() {
            turns(ring, 1);
            ring.remove(workers.get(1));

            assertThat(turns(ring, 4)).containsExactly(2L, 0L, 2L, 0L);
        }

        @Test
        void removingTheOneThatWasServedLastRepeatsNobody() {
            turns(ring, 2);
            ring.remove(workers.get(1));

            assertThat(turns(ring, 3)).containsExactly(2L, 0L, 2L);
        }

        @Test
        void aNewOneComesAfterAllThatAreThere() {
            turns(ring, 1);
            ring.add(new TestMember(3));

            assertThat(turns(ring, 4)).containsExactly(1L, 2L, 0L, 3L);
        }

        @Test
        void aFullOneIsPassedOver() {
            workers.get(1).hasRoom(false);

            assertThat(turns(ring, 4)).containsExactly(0L, 2L, 0L, 2L);
        }

        @Test
        void whenAllAreFullThePointerStays() {
            turns(ring, 1);
            workers.forEach(worker -> worker.hasRoom(false));
            assertThat(ring.next()).isNull();
            workers.forEach(worker -> worker.hasRoom(true));

            assertThat(turns(ring, 2)).containsExactly(1L, 2L);
        }
    }

    @Property
    void theTurnsAreThoseOfAListThatIsRotated(@ForAll @Size(max = 300) List<@IntRange(max = 9_999) Integer> steps) {
        List<TestMember> model = new ArrayList<>();
        new RingScript(ring(), (ring, members) -> {
                    model.retainAll(members);
                    members.stream().filter(member -> !model.contains(member)).forEach(model::add);
                    assertThat(ring.next()).isSameAs(nextOf(model));
                })
                .run(steps);
    }

    @Property
    void everyMemberWithRoomHasItsTurnWithinAsManyCallsAsThereAreMembers(
            @ForAll @Size(max = 200) List<@IntRange(max = 9_999) Integer> steps) {
        new RingScript(ring(), (ring, members) -> {
                    Set<Member> served = new HashSet<>();
                    for (int i = 0; i < members.size(); i++) {
                        served.add(ring.next());
                    }
                    assertThat(members).filteredOn(Member::hasRoom).allMatch(served::contains);
                })
                .run(steps);
    }

    @Property
    void sharesAreEqualToWithinOne(
            @ForAll @IntRange(min = 1, max = 40) int workers, @ForAll @IntRange(max = 1_000) int requests) {
        WorkerRing ring = ring();
        TestMember.numbered(workers).forEach(ring::add);
        Map<Long, Integer> shares = new HashMap<>();
        turns(ring, requests).forEach(id -> shares.merge(id, 1, Integer::sum));

        assertThat(shares.values()).allMatch(share -> share == requests / workers || share == requests / workers + 1);
        assertThat(shares.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(requests);
    }

    private static TestMember nextOf(List<TestMember> model) {
        for (int i = 0; i < model.size(); i++) {
            TestMember member = model.get(i);
            if (member.hasRoom()) {
                List<TestMember> passed = new ArrayList<>(model.subList(0, i + 1));
                model.subList(0, i + 1).clear();
                model.addAll(passed);
                return member;
            }
        }
        return null;
    }

    private static List<Long> turns(WorkerRing ring, int count) {
        List<Long> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            turns.add(ring.next().workerId());
        }
        return turns;
    }
}
