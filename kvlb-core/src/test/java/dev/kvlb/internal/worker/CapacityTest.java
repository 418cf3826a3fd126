package dev.kvlb.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.Message;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a worker says of its memory: when it comes, with each heartbeat, and when it is full or not full any more. */
class CapacityTest {
    private static final long EMPTY_BYTES = new WorkerFixture().snapshot().bytesInUse();

    /** What a few entries of a thousand bytes each reach. */
    private static final long MAX = EMPTY_BYTES + 20_000;

    private final WorkerFixture worker = new WorkerFixture(settings -> settings.dataBytesMax = MAX);

    CapacityTest() {
        worker.becomeReady();
        worker.balancer.capacities();
    }

    private Message.Capacity now() {
        return new Message.Capacity(worker.snapshot().bytesInUse(), MAX);
    }

    /** Stores entries of a thousand bytes until the worker is full; returns how many. */
    private int fill() {
        int entries = 0;
        while (worker.snapshot().bytesInUse() < MAX) {
            worker.balancer.stores(entries + 1, "k" + entries, "v".repeat(1_000));
            entries++;
        }
        return entries;
    }

    @Test
    void isToldBehindEachAnswerToAHeartbeat() {
        worker.balancer.settlesTo(0);
        worker.balancer.settlesTo(0);

        assertThat(worker.balancer.capacities()).containsExactly(now(), now());
    }

    @Test
    void isNotToldOfEachWrite() {
        worker.balancer.stores(1, "k", "v");

        assertThat(worker.balancer.capacities()).isEmpty();
    }

    @Nested
    class WhenItIsFull {
        private final int entries = fill();

        @Test
        void itSaysSoAtOnceAndOnce() {
            assertThat(entries).isGreaterThan(5);
            assertThat(worker.balancer.capacities()).containsExactly(now());

            worker.balancer.stores(entries + 1, "one more", "v");

            assertThat(worker.balancer.capacities()).isEmpty();
        }

        @Test
        void itTakesWhatItGetsAllTheSame() {
            worker.balancer.stores(entries + 1, "one more", "v");

            assertThat(worker.data()).containsKey("one more");
        }

        @Test
        void itSaysAtOnceThatItHasRoomAgain() {
            worker.balancer.capacities();
            long version = entries;
            for (int i = 0; i < entries; i++) {
                worker.balancer.deletes(++version, "k" + i);
            }
            worker.balancer.settlesTo(version);

            List<Message.Capacity> told = worker.balancer.capacities();
            assertThat(worker.snapshot().bytesInUse()).isLessThan(MAX);
            assertThat(told).isNotEmpty();
            assertThat(told.get(0).dataBytes()).isLessThan(MAX);
        }

        @Test
        void itSaysSoToTheNextBalancer() {
            worker.balancer.vanishes();

            worker.acceptAtBalancer().welcomes();

            assertThat(worker.balancer.capacities()).containsExactly(now());
        }

        @Test
        void whatIsSetAsideCountsUntilItIsDropped() {
            worker.balancer.vanishes();
            worker.becomeLearner(FakeBalancer.JOIN + 1, 2);
            assertThat(worker.snapshot().entries()).isZero();
            assertThat(worker.snapshot().bytesInUse()).isGreaterThan(MAX);
            worker.balancer.capacities();

            worker.showView(2);

            assertThat(worker.snapshot().bytesInUse()).isEqualTo(EMPTY_BYTES);
            assertThat(worker.balancer.capacities()).containsExactly(now());
        }
    }

    @Test
    void isNotToldABalancerOfTheBaseProtocol() {
        WorkerFixture other = new WorkerFixture(settings -> settings.dataBytesMax = 1);
        other.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(WorkerSettings.ID));

        assertThat(other.balancer.capacities()).isEmpty();
    }
}
