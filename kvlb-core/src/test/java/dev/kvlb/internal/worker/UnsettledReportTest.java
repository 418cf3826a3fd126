package dev.kvlb.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a worker answers to a restarted balancer: all that it does not know to be settled. */
class UnsettledReportTest {
    private static final Message QUERY = new Message.UnsettledQuery(FakeBalancer.CLUSTER, FakeBalancer.EPOCH);

    private final WorkerFixture worker = new WorkerFixture();

    private static Message holds(long version, String key, String value) {
        return new Message.UnsettledEntry(version, Key.of(key), Value.of(value));
    }

    private static Message holdsDelete(long version, String key) {
        return new Message.UnsettledTombstone(version, Key.of(key));
    }

    private List<Message> answer() {
        worker.balancer.received();
        worker.balancer.sends(QUERY);
        return worker.balancer.received();
    }

    @Nested
    class OfAWorkerThatIsReady {
        OfAWorkerThatIsReady() {
            worker.becomeReady();
            worker.balancer.stores(11, "a", "1");
            worker.balancer.stores(12, "b", "2");
            worker.balancer.deletes(13, "c");
        }

        @Test
        void isAllThatItHoldsWhereNothingIsKnownToBeSettled() {
            List<Message> answer = answer();

            assertThat(answer)
                    .containsExactlyInAnyOrder(
                            holds(11, "a", "1"), holds(12, "b", "2"), holdsDelete(13, "c"), new Message.UnsettledEnd(0))
                    .endsWith(new Message.UnsettledEnd(0));
        }

        @Test
        void isWhatItHoldsAboveTheSettledVersion() {
            worker.balancer.settlesTo(11);

            assertThat(answer())
                    .containsExactlyInAnyOrder(holds(12, "b", "2"), holdsDelete(13, "c"), new Message.UnsettledEnd(11));
        }

        @Test
        void isNothingWhereAllIsSettled() {
            worker.balancer.settlesTo(13);

            assertThat(answer()).containsExactly(new Message.UnsettledEnd(13));
        }

        @Test
        void isGivenAgainWhenItIsAskedAgain() {
            List<Message> first = answer();

            assertThat(answer()).isEqualTo(first);
        }

        @Test
        void isGivenOnTheNextConnectionTooBeforeItIsLetIn() {
            worker.balancer.vanishes();
            worker.acceptAtBalancer().welcomes();

            assertThat(answer()).hasSize(4);
        }

        @Test
        void changesNothingOfWhatItHolds() {
            answer();

            assertThat(worker.data()).containsEntry("a", "1").containsEntry("b", "2");
            assertThat(worker.tombstones()).containsEntry("c", 13L);
        }
    }

    @Nested
    class OfALearner {
        @Test
        void isOfTheStoreIntoWhichItImports() {
            worker.becomeReady();
            worker.balancer.stores(11, "before", "1");
            worker.balancer.vanishes();
            worker.becomeLearner(FakeBalancer.JOIN + 1, 2);
            worker.peer(2)
                    .sends(new Message.VersionedNotify(FakeBalancer.EPOCH, 1, 12, Key.of("since"), Value.of("2")));

            assertThat(answer()).containsExactly(holds(12, "since", "2"), new Message.UnsettledEnd(0));
        }
    }

    @Nested
    class OfALot {
        private static final int ENTRIES = 500;
        private static final int VALUE_BYTES = 1_000;
        private static final int SLICE_BYTES_MAX = Link.LOW_WATER_BYTES + 16 * (VALUE_BYTES + 100);

        OfALot() {
            worker.becomeReady();
            for (int i = 0; i < ENTRIES; i++) {
                worker.balancer.stores(i + 1, "k" + i, "v".repeat(VALUE_BYTES));
            }
            worker.balancer.received();
        }

        @Test
        void isGivenWhole() {
            assertThat(answer()).hasSize(ENTRIES + 1).endsWith(new Message.UnsettledEnd(0));
        }

        @Test
        void isGivenInSlicesBetweenOtherWork() {
            worker.balancer.link().send(QUERY);
            List<Integer> slices = new ArrayList<>();
            List<Message> answer = new ArrayList<>();
            while (answer.isEmpty() || !(answer.get(answer.size() - 1) instanceof Message.UnsettledEnd)) {
                worker.turn();
                List<Message> slice = worker.balancer.received();
                answer.addAll(slice);
                slices.add(slice.stream().mapToInt(FrameCodec::encodedLength).sum());
            }

            assertThat(slices).hasSizeBetween(5, 9).allMatch(bytes -> bytes <= SLICE_BYTES_MAX);
            assertThat(answer).hasSize(ENTRIES + 1);
        }

        @Test
        void waitsForABalancerThatDoesNotRead() {
            worker.balancer.stopsReading();

            worker.balancer.sends(QUERY);
            worker.advance(Duration.ofMillis(600));

            assertThat(worker.balancer.link().unsentBytes()).isBetween(Link.LOW_WATER_BYTES, SLICE_BYTES_MAX);
            assertThat(worker.nextDeadlineNanos()).isGreaterThan(worker.nowNanos());

            worker.balancer.readsOn();
            assertThat(worker.balancer.received()).hasSize(ENTRIES + 1);
        }

        @Test
        void isForgottenWithItsConnection() {
            worker.balancer.stopsReading();
            worker.balancer.sends(QUERY);
            worker.balancer.vanishes();
            worker.acceptAtBalancer().welcomes();

            assertThat(worker.balancer.received()).noneMatch(Message.UnsettledEntry.class::isInstance);
        }
    }

    @Test
    void ofOneThatHoldsNothingIsAnEnd() {
        worker.becomeLearner(FakeBalancer.JOIN, 2);
        Remote donor = worker.peer(2);
        donor.sends(new Message.VersionedExportStart(FakeBalancer.JOIN, 0));

        assertThat(answer()).containsExactly(new Message.UnsettledEnd(0));
    }
}
