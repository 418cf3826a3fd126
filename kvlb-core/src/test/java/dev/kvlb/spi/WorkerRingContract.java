package dev.kvlb.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.spi.WorkerRing.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link WorkerRing} does. */
abstract class WorkerRingContract {
    abstract WorkerRing ring();

    @Nested
    class WithoutWorkers {
        private final WorkerRing ring = ring();

        @Test
        void thereIsNoNext() {
            assertThat(ring.next()).isNull();
            assertThat(ring.size()).isZero();
        }

        @Test
        void removingOneThatIsNotThereDoesNothing() {
            ring.remove(new TestMember(1));

            assertThat(ring.size()).isZero();
        }
    }

    @Nested
    class WithOneWorker {
        private final WorkerRing ring = ring();
        private final TestMember worker = new TestMember(7);

        WithOneWorker() {
            ring.add(worker);
        }

        @Test
        void itIsAlwaysNext() {
            assertThat(ring.next()).isSameAs(worker);
            assertThat(ring.next()).isSameAs(worker);
        }

        @Test
        void thereIsNoNextWhileItHasNoRoom() {
            worker.room = false;
            assertThat(ring.next()).isNull();

            worker.room = true;
            assertThat(ring.next()).isSameAs(worker);
        }

        @Test
        void addingItAgainIsRefused() {
            assertThatThrownBy(() -> ring.add(worker))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("worker is in the ring already: 7");
            assertThat(ring.size()).isEqualTo(1);
        }

        @Test
        void anotherObjectWithItsIdIsAnotherWorker() {
            ring.add(new TestMember(7));

            assertThat(ring.size()).isEqualTo(2);
        }

        @Test
        void onceRemovedItIsNoLongerNext() {
            ring.remove(worker);

            assertThat(ring.next()).isNull();
            assertThat(ring.size()).isZero();
        }

        @Test
        void itCanComeBack() {
            ring.remove(worker);
            ring.add(worker);

            assertThat(ring.next()).isSameAs(worker);
        }
    }

    @Nested
    class WhenAllButOneAreFull {
        @Test
        void thatOneIsFound() {
            WorkerRing ring = ring();
            List<TestMember> workers = members(50);
            workers.forEach(ring::add);
            for (TestMember only : workers) {
                workers.forEach(worker -> worker.room = worker == only);

                assertThat(ring.next()).isSameAs(only);
                assertThat(ring.next()).isSameAs(only);
            }
        }
    }

    @Property
    void nextIsAlwaysAMemberWithRoomWhereThereIsOne(
            @ForAll @Size(max = 200) List<@IntRange(max = 9_999) Integer> steps) {
        Script script = new Script(ring(), (ring, members) -> {
            Member next = ring.next();
            if (members.stream().anyMatch(Member::hasRoom)) {
                assertThat(next).isIn(members);
                assertThat(next.hasRoom()).isTrue();
            } else {
                assertThat(next).isNull();
            }
        });
        script.run(steps);
    }

    static List<TestMember> members(int count) {
        List<TestMember> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(new TestMember(i));
        }
        return members;
    }

    /** Drives a ring by random numbers: adds, removes, fills and empties workers; between that, {@code check} calls next. */
    static final class Script {
        private final WorkerRing ring;
        private final BiConsumer<WorkerRing, Set<TestMember>> check;
        private final Set<TestMember> members = new LinkedHashSet<>();
        private int ids;

        Script(WorkerRing ring, BiConsumer<WorkerRing, Set<TestMember>> check) {
            this.ring = ring;
            this.check = check;
        }

        void run(List<Integer> steps) {
            for (int step : steps) {
                switch (step % 10) {
                    case 0, 1 -> add();
                    case 2 -> remove(step / 10);
                    case 3 -> fill(step / 10);
                    default -> check.accept(ring, members);
                }
                assertThat(ring.size()).isEqualTo(members.size());
            }
        }

        private void add() {
            TestMember member = new TestMember(ids++);
            ring.add(member);
            members.add(member);
        }

        private void remove(int number) {
            if (!members.isEmpty()) {
                TestMember member = pick(number);
                ring.remove(member);
                members.remove(member);
            }
        }

        private void fill(int number) {
            if (!members.isEmpty()) {
                TestMember member = pick(number);
                member.room = !member.room;
                member.inFlight = number % 5;
            }
        }

        private TestMember pick(int number) {
            return new ArrayList<>(members).get(number % members.size());
        }
    }

    /** A worker whose load a test sets. Its identity is the object's. */
    static final class TestMember implements Member {
        final long id;
        int inFlight;
        boolean room = true;

        TestMember(long id) {
            this.id = id;
        }

        @Override
        public long workerId() {
            return id;
        }

        @Override
        public int inFlight() {
            return inFlight;
        }

        @Override
        public boolean hasRoom() {
            return room;
        }

        @Override
        public String toString() {
            return "worker " + id + (room ? "" : ", full") + ", " + inFlight + " in flight";
        }
    }
}
