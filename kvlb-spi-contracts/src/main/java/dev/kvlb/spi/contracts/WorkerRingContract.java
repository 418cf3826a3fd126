package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.spi.WorkerRing;
import dev.kvlb.spi.WorkerRing.Member;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What every {@link WorkerRing} does, whichever worker it chooses: a test class of a ring extends this one and says how an
 * empty ring is made.
 *
 * <pre>{@code
 * class WeightedRingTest extends WorkerRingContract {
 *     @Override
 *     protected WorkerRing ring() {
 *         return new WeightedRing(Map.of(1L, 3));
 *     }
 * }
 * }</pre>
 *
 * <p>The workers that it is tried with are {@link TestMember}s with the ids 0, 1, 2 and so on, up to some hundred, and
 * two with the id 7.
 */
public abstract class WorkerRingContract {
    /** For subclasses. */
    protected WorkerRingContract() {}

    /** {@return a new ring without workers} */
    protected abstract WorkerRing ring();

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
            worker.hasRoom(false);
            assertThat(ring.next()).isNull();

            worker.hasRoom(true);
            assertThat(ring.next()).isSameAs(worker);
        }

        @Test
        void addingItAgainIsRefused() {
            assertThatThrownBy(() -> ring.add(worker))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("7");
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
            List<TestMember> workers = TestMember.numbered(50);
            workers.forEach(ring::add);
            for (TestMember only : workers) {
                workers.forEach(worker -> worker.hasRoom(worker == only));

                assertThat(ring.next()).isSameAs(only);
                assertThat(ring.next()).isSameAs(only);
            }
        }
    }

    @Property
    void nextIsAlwaysAMemberWithRoomWhereThereIsOne(
            @ForAll @Size(max = 200) List<@IntRange(max = 9_999) Integer> steps) {
        RingScript script = new RingScript(ring(), (ring, members) -> {
            Member next = ring.next();
            List<TestMember> withRoom = members.stream().filter(Member::hasRoom).toList();
            if (withRoom.isEmpty()) {
                assertThat(next).isNull();
            } else {
                assertThat(next).isIn(withRoom);
            }
        });
        script.run(steps);
    }
}
