package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.protocol.StoreOrder;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A balancer that was restarted, and has recorded which workers held all data. */
class RecordedRecoveryTest {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final String ORDERS = "kvlb reset starts empty, kvlb recover --from ID with what a worker holds";
    private static final EarlierRun RUN = EarlierRun.of(3, 7).ready(1, 2);

    private final BalancerFixture balancer =
            BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3, 1, 2));

    private static Message readyInView(FakeWorker worker) {
        return new Message.ViewMember(
                worker.id, worker.incarnation, BalancerFixture.HOST, worker.port, MemberRole.READY);
    }

    private static Message join(long number, int role, int store) {
        return new Message.Join(
                EarlierRun.CLUSTER, 4, Versions.first(4) + number, role, ReplicationMode.LINEARIZABLE, store);
    }

    @Nested
    class WhileTheyAreAwaited {
        @Test
        void requestsAreRefusedWithTheNamesOfThoseThatAreMissing() {
            Remote client = balancer.client();

            client.sends(get("k"));

            assertThat(client.received())
                    .containsExactly(error(
                            ErrorCode.SERVER_BUSY,
                            "No workers available: waits for worker 1, worker 2 of the record; if lost, " + ORDERS));
            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
        }

        @Test
        void thoseThatAreThereAreNamedNoMore() {
            balancer.returningWorker(1, RUN);

            assertThat(balancer.reason()).isEqualTo("waits for worker 2 of the record; if lost, " + ORDERS);
            assertThat(balancer.waiting()).containsExactly(1L);
        }

        @Test
        void thoseThatLeaveAreNamedAgain() {
            balancer.returningWorker(1, RUN).vanishes();

            assertThat(balancer.reason()).startsWith("waits for worker 1, worker 2 of the record");
        }

        @Test
        void othersAreNotLetIn() {
            FakeWorker fresh = balancer.kvlbWorker(3);
            FakeWorker old = balancer.returningWorker(4, RUN);

            balancer.advance(GRACE.multipliedBy(2));

            assertThat(fresh.join()).isNull();
            assertThat(old.query()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
        }

        @Test
        void anotherProcessWithTheSameIdIsNotTheOneThatIsMissing() {
            balancer.kvlbWorker(1, 99);

            assertThat(balancer.reason()).startsWith("waits for worker 1, worker 2 of the record");
        }

        @Test
        void oneWhoseStoreIsNotCompleteIsMissingToo() {
            balancer.returningWorker(1, RUN.incomplete());
            balancer.returningWorker(2, RUN);

            assertThat(balancer.reason()).startsWith("waits for worker 1 of the record");
        }
    }

    @Nested
    class WhenAllHaveCome {
        private final FakeWorker first = balancer.returningWorker(1, RUN);
        private final FakeWorker second = balancer.returningWorker(2, RUN);

        @Test
        void theyAreAskedInAnEpochAboveThatOfTheRecord() {
            Message query = new Message.UnsettledQuery(EarlierRun.CLUSTER, 4);
            assertThat(first.received()).endsWith(query);
            assertThat(second.received()).endsWith(query);
            assertThat(balancer.reason())
                    .isEqualTo("asks the workers of the record what was in flight; if none of them holds all data, "
                            + ORDERS);
        }

        @Test
        void nothingIsServedBeforeAllHaveAnswered() {
            first.answersQuery(0);

            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
            assertThat(first.join()).isNull();
        }

        @Test
        void theyAreLetInWithTheirDataInTheFirstViewOfTheEpoch() {
            first.answersQuery(0);
            first.received();
            second.answersQuery(0);

            assertThat(first.received())
                    .startsWith(
                            join(1, MemberRole.READY, StoreOrder.KEEP),
                            new Message.ViewStart(4, 1, Versions.first(4), 2),
                            readyInView(first),
                            readyInView(second),
                            new Message.ViewEnd(),
                            new Message.WorkerRegistryStart(2));
            assertThat(second.join()).isEqualTo(join(2, MemberRole.READY, StoreOrder.KEEP));
            assertThat(balancer.ring()).containsExactly(1L, 2L);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
            assertThat(balancer.snapshot().cluster()).isEqualTo(EarlierRun.CLUSTER);
        }

        @Test
        void othersJoinAsLearnersBehindThem() {
            FakeWorker third = balancer.returningWorker(3, RUN);
            FakeWorker fourth = balancer.kvlbWorker(4);

            first.answersQuery(0);
            second.answersQuery(0);

            assertThat(third.join()).isEqualTo(join(3, MemberRole.LEARNER, StoreOrder.EMPTY));
            assertThat(fourth.join()).isEqualTo(join(4, MemberRole.LEARNER, StoreOrder.EMPTY));
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void oneThatIsLostMeanwhileIsAskedAgainWhenItIsBack() {
            first.answersQuery(0);
            second.vanishes();
            assertThat(balancer.reason()).startsWith("waits for worker 2 of the record");

            FakeWorker again = balancer.returningWorker(2, RUN);
            assertThat(again.query()).isEqualTo(new Message.UnsettledQuery(EarlierRun.CLUSTER, 4));
            again.answersQuery(0);

            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void oneThatConnectsAgainIsAskedOnItsNewConnection() {
            second.answersQuery(0);

            FakeWorker again = balancer.returningWorker(2, RUN);
            first.answersQuery(0);
            assertThat(second.isDisconnected()).isTrue();
            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);

            again.answersQuery(0);
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void nobodyIsAskedTwice() {
            first.received();

            balancer.kvlbWorker(3);
            balancer.advance(GRACE.multipliedBy(2));

            assertThat(first.received()).isEmpty();
        }

        @Test
        void oneThatObeysTheNewEpochAlreadyDoesNotMakeTheRecordOutdated() {
            second.vanishes();

            balancer.returningWorker(2, EarlierRun.of(3, 7).ready(1, 2).obeying(4));

            assertThat(balancer.reason()).startsWith("asks the workers of the record");
        }
    }

    @Nested
    class AfterTheGrace {
        private final FakeWorker first = balancer.returningWorker(1, RUN);

        @Test
        void oneIsEnough() {
            balancer.advance(GRACE.minus(A_MOMENT));
            assertThat(first.query()).isNull();

            balancer.advance(A_MOMENT);
            first.answersQuery(0);

            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void oneThatComesLaterLearns() {
            balancer.advance(GRACE);
            first.answersQuery(0);

            FakeWorker second = balancer.returningWorker(2, RUN);

            assertThat(second.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(second.join().store()).isEqualTo(StoreOrder.EMPTY);
        }

        @Test
        void oneThatComesBeforeItIsOverIsWaitedForToo() {
            balancer.advance(GRACE);

            FakeWorker second = balancer.returningWorker(2, RUN);
            first.answersQuery(0);
            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
            second.answersQuery(0);

            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void oneThatIsLostWhileItIsAskedLeavesNobody() {
            balancer.advance(GRACE);
            first.vanishes();
            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);

            FakeWorker second = balancer.returningWorker(2, RUN);
            second.answersQuery(0);

            assertThat(balancer.ring()).containsExactly(2L);
        }

        @Test
        void oneThatIsLostWhileAllAreAskedIsNotWaitedFor() {
            FakeWorker second = balancer.returningWorker(2, RUN);
            balancer.advance(GRACE);
            second.answersQuery(0);

            first.vanishes();

            assertThat(balancer.ring()).containsExactly(2L);
        }
    }

    @Nested
    class WhenNobodyComes {
        @Test
        void itWaitsForGood() {
            balancer.advance(Duration.ofHours(1));

            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
            assertThat(balancer.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void aCacheBeginsEmptyAfterTheGrace() {
            BalancerFixture cache = BalancerFixture.linearizable(settings -> {
                settings.recorded = EarlierRun.record(3, 1, 2);
                settings.onTotalLoss = TotalLoss.RESET;
            });
            FakeWorker old = cache.returningWorker(3, RUN);
            cache.advance(GRACE.minus(A_MOMENT));
            assertThat(cache.phase()).isEqualTo(Phase.RECOVERING);

            cache.advance(A_MOMENT);

            assertThat(old.join()).isEqualTo(join(1, MemberRole.READY, StoreOrder.EMPTY));
            assertThat(cache.ring()).containsExactly(3L);
        }

        @Test
        void aCacheTakesWhoHasCome() {
            BalancerFixture cache = BalancerFixture.linearizable(settings -> {
                settings.recorded = EarlierRun.record(3, 1, 2);
                settings.onTotalLoss = TotalLoss.RESET;
            });
            FakeWorker first = cache.returningWorker(1, RUN);

            cache.advance(GRACE);
            first.answersQuery(0);

            assertThat(first.join()).isEqualTo(join(1, MemberRole.READY, StoreOrder.KEEP));
        }
    }

    @Test
    void theEpochIsAboveEveryVersionThatIsReported() {
        balancer.returningWorker(1, RUN.upTo(Versions.first(8) + 1));
        FakeWorker second = balancer.returningWorker(2, RUN);

        assertThat(second.query()).isEqualTo(new Message.UnsettledQuery(EarlierRun.CLUSTER, 9));
    }

    @Test
    void anEventualClusterBeginsAnewAfterTheGrace() {
        BalancerFixture eventual = new BalancerFixture(settings -> settings.recorded = EarlierRun.record(3, 1));
        FakeWorker old = eventual.returningWorker(2, RUN);

        eventual.advance(GRACE);

        assertThat(old.join().role()).isEqualTo(MemberRole.READY);
        assertThat(old.join().store()).isEqualTo(StoreOrder.KEEP);
        assertThat(eventual.ring()).containsExactly(2L);
    }
}
