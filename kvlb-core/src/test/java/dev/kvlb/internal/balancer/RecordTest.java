package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a balancer records, and that nothing rests on it before it is durable. */
class RecordTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final String UNRECORDED = "the state can't be recorded: disk full; it is tried again each second";

    private final RecordingStateStore store = new RecordingStateStore();

    private BalancerFixture newBalancer() {
        return BalancerFixture.linearizable(settings -> settings.store = store);
    }

    private static RecordedState state(long epoch, long... ids) {
        return new RecordedState(
                BalancerSettings.CLUSTER,
                epoch,
                LongStream.of(ids)
                        .mapToObj(id -> new RecordedState.Member(id, FakeWorker.INCARNATION + id))
                        .toList());
    }

    @Nested
    class WhenAClusterIsFounded {
        private final BalancerFixture balancer = newBalancer();

        @Test
        void nothingIsWrittenBeforeThereIsAWorker() {
            assertThat(store.writing()).isNull();
        }

        @Test
        void theFirstWorkerIsLetInOnceItIsRecorded() {
            FakeWorker worker = balancer.kvlbWorker(1);
            assertThat(store.writing()).isEqualTo(state(1, 1));
            assertThat(worker.join()).isNull();
            assertThat(worker.view()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.EMPTY);

            store.succeeds(balancer);

            assertThat(worker.join().role()).isEqualTo(MemberRole.READY);
            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void oneThatIsLostBeforeItIsRecordedIsLetInWhenItIsBack() {
            FakeWorker worker = balancer.kvlbWorker(1);
            worker.vanishes();
            store.succeedsAlways(balancer);
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);

            FakeWorker again = balancer.again(worker);
            store.succeedsAlways(balancer);

            assertThat(again.join().role()).isEqualTo(MemberRole.READY);
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void oneThatIsBackBeforeItIsRecordedIsLetInOnce() {
            FakeWorker worker = balancer.kvlbWorker(1);
            worker.vanishes();
            FakeWorker again = balancer.again(worker);
            assertThat(again.join()).isNull();

            store.succeedsAlways(balancer);

            assertThat(again.received().stream()
                            .filter(Message.Join.class::isInstance)
                            .toList())
                    .hasSize(1);
            assertThat(balancer.ring()).containsExactly(1L);
        }
    }

    @Nested
    class InACluster {
        private final BalancerFixture balancer = newBalancer();
        private final FakeWorker first = ready(1);
        private final FakeWorker second = ready(2);
        private final Remote client = balancer.client();

        private FakeWorker ready(long id) {
            FakeWorker worker = balancer.kvlbWorker(id);
            store.succeedsAlways(balancer);
            if (worker.join().role() == MemberRole.LEARNER) {
                worker.sendsImportDone();
                store.succeedsAlways(balancer);
            }
            worker.received();
            return worker;
        }

        @Test
        void everyWorkerThatIsReadyHasBeenRecorded() {
            assertThat(store.durable()).containsExactly(state(1, 1), state(1, 1, 2));
        }

        @Test
        void aLearnerIsNotRecordedAndNotWaitedFor() {
            FakeWorker learner = balancer.kvlbWorker(3);

            assertThat(store.writing()).isNull();
            assertThat(learner.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void aPromotionTakesEffectOnceItIsRecorded() {
            FakeWorker learner = balancer.kvlbWorker(3);
            long view = balancer.snapshot().view();

            learner.sendsImportDone();
            assertThat(store.writing()).isEqualTo(state(1, 1, 2, 3));
            assertThat(balancer.snapshot().view()).isEqualTo(view);
            assertThat(balancer.ring()).containsExactly(1L, 2L);

            store.succeeds(balancer);
            assertThat(balancer.snapshot().view()).isEqualTo(view + 1);
            assertThat(balancer.ring()).containsExactly(1L, 2L, 3L);
        }

        @Test
        void aRemovalTakesEffectOnceItIsRecorded() {
            first.received();

            second.vanishes();

            assertThat(store.writing()).isEqualTo(state(1, 1));
            assertThat(first.received()).isEmpty();
            store.succeeds(balancer);
            assertThat(first.received())
                    .containsExactly(
                            new Message.ViewStart(1, 4, Versions.first(1), 1),
                            new Message.ViewMember(
                                    1, first.incarnation, BalancerFixture.HOST, first.port, MemberRole.READY),
                            new Message.ViewEnd());
        }

        @Test
        void writesCommitInTheViewBeforeMeanwhile() {
            client.sends(put("k", "v"));
            Message write = first.onlyRequest();
            second.vanishes();

            first.settles(write);

            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void ofSeveralChangesTheLastIsWritten() {
            FakeWorker third = ready(3);
            second.vanishes();
            assertThat(store.writing()).isEqualTo(state(1, 1, 3));
            balancer.kvlbWorker(4);
            third.vanishes();

            store.succeeds(balancer);
            assertThat(store.writing()).isEqualTo(state(1, 1));
            assertThat(balancer.snapshot().view()).as("the view before").isEqualTo(5);

            store.succeeds(balancer);
            assertThat(store.writing()).isNull();
            assertThat(balancer.snapshot().view()).isEqualTo(6);
            assertThat(balancer.members()).containsExactly(1L, 4L);
        }

        @Test
        void theLastReadyWorkerStaysRecordedWhenItIsLost() {
            second.vanishes();
            store.succeeds(balancer);

            first.vanishes();

            assertThat(store.writing()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void thatTheLastWorkerEndedInOrderIsRecorded() {
            second.vanishes();
            store.succeeds(balancer);

            first.sends(SHUTDOWN);

            assertThat(store.writing()).isEqualTo(state(1));
        }

        @Test
        void theEndOfTheBalancerRecordsNothing() {
            balancer.drain();

            assertThat(store.writing()).isNull();
            assertThat(store.durable()).endsWith(state(1, 1, 2));
        }
    }

    @Nested
    class WhereItCannotBeWritten {
        private final BalancerFixture balancer = newBalancer();
        private final FakeWorker first = balancer.kvlbWorker(1);
        private final FakeWorker second = balancer.kvlbWorker(2);
        private final Remote client = balancer.client();

        WhereItCannotBeWritten() {
            store.succeedsAlways(balancer);
            client.sends(put("in", "flight"));
            balancer.events();
            second.sendsImportDone();
            store.fails(balancer, "disk full");
        }

        @Test
        void requestsAreRefusedWithTheReason() {
            client.sends(put("k", "v"));

            first.settles(first.onlyRequest());

            assertThat(client.received())
                    .containsExactly(done("in"), error(ErrorCode.SERVER_BUSY, "No workers available: " + UNRECORDED));
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
            assertThat(balancer.reason()).isEqualTo(UNRECORDED);
            assertThat(balancer.events()).contains("suspended: " + UNRECORDED);
        }

        @Test
        void whatIsInFlightIsDrivenOn() {
            first.settles(first.onlyRequest());

            assertThat(client.received()).containsExactly(done("in"));
            balancer.assertAtRest();
        }

        @Test
        void itIsTriedAgainEachSecond() {
            balancer.advance(A_SECOND.minus(A_MOMENT));
            assertThat(store.writing()).isNull();

            balancer.advance(A_MOMENT);
            assertThat(store.writing()).isEqualTo(state(1, 1, 2));
            store.fails(balancer, "disk full");

            balancer.advance(A_SECOND);
            assertThat(store.writing()).isEqualTo(state(1, 1, 2));
        }

        @Test
        void aChangeMeanwhileWaitsForThatToo() {
            second.vanishes();
            assertThat(store.writing()).isNull();

            balancer.advance(A_SECOND);

            assertThat(store.writing())
                    .as("it may be the state before or the one that failed")
                    .isEqualTo(state(1, 1));
        }

        @Test
        void allGoesOnOnceItCan() {
            balancer.advance(A_SECOND);

            store.succeeds(balancer);
            client.sends(put("k", "v"));

            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
            assertThat(balancer.reason()).isEmpty();
            assertThat(balancer.ring()).containsExactly(1L, 2L);
            assertThat(balancer.events()).endsWith("resumed", "worker 2 is ready");
            assertThat(first.requests().size() + second.requests().size()).isEqualTo(2);
        }

        @Test
        void nothingIsThereForAnOperatorToDecide() {
            Remote operator = balancer.greetedClient();

            operator.sends(new Message.Reset());

            assertThat(operator.received())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Message.OrderResponse.class,
                            answer -> assertThat(answer.result()).isEqualTo(ErrorCode.PROTOCOL_ERROR));
            assertThat(balancer.members()).containsExactly(1L, 2L);
        }
    }

    @Test
    void aCacheThatLosesAllRecordsTheNextEpochWithTheNextWorker() {
        BalancerFixture cache = BalancerFixture.linearizable(settings -> {
            settings.store = store;
            settings.onTotalLoss = TotalLoss.RESET;
        });
        FakeWorker first = cache.kvlbWorker(1);
        store.succeeds(cache);
        first.vanishes();

        FakeWorker second = cache.kvlbWorker(2);
        assertThat(second.join()).isNull();
        assertThat(store.writing())
                .isEqualTo(new RecordedState(
                        BalancerSettings.CLUSTER, 2, 2, state(2, 2).ready()));
        store.succeeds(cache);

        assertThat(second.join().epoch()).isEqualTo(2);
    }
}
