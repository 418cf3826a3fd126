package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.TotalLoss;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A balancer that was restarted without a record: the highest view that anybody reports says for whom it waits. */
class ReportedRecoveryTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final String ORDERS = "kvlb reset starts empty, kvlb recover --from ID with what a worker holds";

    private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> settings.openingGrace = GRACE);

    private static Message question(long epoch) {
        return new Message.UnsettledQuery(EarlierRun.CLUSTER, epoch);
    }

    @Nested
    class WhereAllReportTheSameView {
        private final EarlierRun run = EarlierRun.of(3, 7).ready(1, 2).learner(3);
        private final FakeWorker first = balancer.returningWorker(1, run);

        @Test
        void allItsMembersAreAwaitedAndNamed() {
            balancer.advance(GRACE);

            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
            assertThat(balancer.reason()).isEqualTo("waits for worker 2, worker 3 of view 3.7; if lost, " + ORDERS);
        }

        @Test
        void itGoesOnWithThoseThatWereReady() {
            FakeWorker second = balancer.returningWorker(2, run);
            FakeWorker third = balancer.returningWorker(3, run.incomplete());
            balancer.advance(GRACE);
            assertThat(third.query()).isNull();

            first.answersQuery(0);
            second.answersQuery(0);

            assertThat(balancer.ring()).containsExactly(1L, 2L);
            assertThat(first.join().store()).isEqualTo(StoreOrder.KEEP);
            assertThat(third.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(third.join().store()).isEqualTo(StoreOrder.EMPTY);
        }

        @Test
        void aLearnerIsAwaitedForGood() {
            balancer.returningWorker(2, run);

            balancer.advance(LONG);

            assertThat(first.query()).isNull();
            assertThat(balancer.reason()).startsWith("waits for worker 3 of view 3.7");
        }

        @Test
        void oneThatWasReadyIsAwaitedForGood() {
            balancer.returningWorker(3, run.incomplete());

            balancer.advance(LONG);

            assertThat(first.query()).isNull();
        }

        @Test
        void theLastThatIsMissingMayComeLongAfterTheTimeOfListening() {
            balancer.returningWorker(3, run.incomplete());
            balancer.advance(LONG);

            FakeWorker second = balancer.returningWorker(2, run);

            assertThat(first.query()).isEqualTo(question(4));
            assertThat(second.query()).isEqualTo(question(4));
        }

        @Test
        void anotherProcessWithTheIdOfAMemberIsNotTheOneThatIsMissing() {
            balancer.returningWorker(3, run.incomplete());
            balancer.kvlbWorker(2, 99);

            balancer.advance(LONG);

            assertThat(balancer.reason()).startsWith("waits for worker 2 of view 3.7");
        }
    }

    @Nested
    class WhereSomeoneReportsALaterView {
        private final EarlierRun earlier = EarlierRun.of(3, 7).ready(1, 2);

        @Test
        void thatOneSaysForWhomToWait() {
            FakeWorker first = balancer.returningWorker(1, EarlierRun.of(3, 9).ready(1));
            balancer.advance(GRACE);

            assertThat(first.query()).isEqualTo(question(4));
            FakeWorker second = balancer.returningWorker(2, earlier);
            first.answersQuery(0);
            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(second.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void itMayComeWhileTheOthersAreAwaited() {
            FakeWorker second = balancer.returningWorker(2, earlier);
            balancer.advance(LONG);

            FakeWorker first = balancer.returningWorker(1, EarlierRun.of(3, 9).ready(1));

            assertThat(first.query()).isEqualTo(question(4));
            assertThat(second.query()).isNull();
        }

        @Test
        void aLaterEpochIsLaterWhateverTheNumber() {
            balancer.returningWorker(2, earlier);
            FakeWorker first = balancer.returningWorker(1, EarlierRun.of(4, 1).ready(1));

            balancer.advance(GRACE);

            assertThat(first.query()).isEqualTo(question(5));
        }

        @Test
        void itCountsThoughItsReporterHasLeft() {
            balancer.returningWorker(1, EarlierRun.of(4, 1).ready(1)).vanishes();
            FakeWorker second = balancer.returningWorker(2, EarlierRun.of(3, 7).ready(2));

            balancer.advance(LONG);

            assertThat(second.query()).isNull();
            assertThat(balancer.reason()).startsWith("waits for worker 1 of view 4.1");
        }

        @Test
        void itIsStillTheViewToWaitForWhileThoseOfItAreAsked() {
            FakeWorker first = balancer.returningWorker(1, EarlierRun.of(3, 9).ready(1));
            balancer.advance(GRACE);

            FakeWorker third = balancer.returningWorker(3, EarlierRun.of(3, 11).ready(3));
            first.answersQuery(0);

            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
            assertThat(third.query()).isEqualTo(question(4));
            third.answersQuery(0);
            assertThat(balancer.ring()).containsExactly(3L);
        }
    }

    @Nested
    class WhereAPromotionWasNotToldEverybody {
        private final EarlierRun before = EarlierRun.of(3, 7).ready(1).learner(2);
        private final EarlierRun after = EarlierRun.of(3, 8).ready(1, 2);

        @Test
        void oneThatHadImportedAllIsReady() {
            FakeWorker first = balancer.returningWorker(1, after);
            FakeWorker second = balancer.returningWorker(2, before);

            balancer.advance(GRACE);
            first.answersQuery(0);
            second.answersQuery(0);

            assertThat(balancer.ring()).containsExactly(1L, 2L);
            assertThat(second.join().store()).isEqualTo(StoreOrder.KEEP);
        }

        @Test
        void oneThatHadNotIsALearner() {
            FakeWorker first = balancer.returningWorker(1, after);
            FakeWorker second = balancer.returningWorker(2, before.incomplete());

            balancer.advance(GRACE);
            first.answersQuery(0);

            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(second.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void theOneThatWasToldOfItDoesNotSufficeWithoutTheOther() {
            balancer.returningWorker(1, after);

            balancer.advance(LONG);

            assertThat(balancer.reason()).startsWith("waits for worker 2 of view 3.8");
        }

        @Test
        void aLearnerWithAllDataThatNobodyPromotedIsALearner() {
            FakeWorker first = balancer.returningWorker(1, before);
            FakeWorker second = balancer.returningWorker(2, before);

            balancer.advance(GRACE);
            first.answersQuery(0);

            assertThat(second.query()).isNull();
            assertThat(second.join().role()).isEqualTo(MemberRole.LEARNER);
        }
    }

    @Nested
    class WhereNobodyHoldsAllData {
        @Test
        void somebodyHasToDecide() {
            balancer.returningWorker(1, EarlierRun.of(3, 7).ready(1).incomplete());

            balancer.advance(LONG);

            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
            assertThat(balancer.reason())
                    .isEqualTo("asks the workers of view 3.7 what was in flight; if none of them holds all data, "
                            + ORDERS);
        }

        @Test
        void aCacheBeginsEmptyAfterTheGrace() {
            BalancerFixture cache = BalancerFixture.linearizable(settings -> {
                settings.openingGrace = GRACE;
                settings.onTotalLoss = TotalLoss.RESET;
            });
            FakeWorker worker =
                    cache.returningWorker(1, EarlierRun.of(3, 7).ready(1).incomplete());

            cache.advance(Duration.ofSeconds(5));

            assertThat(worker.join().epoch()).isEqualTo(3 + Epochs.UNHEARD_MAX + 1);
            assertThat(worker.join().role()).isEqualTo(MemberRole.READY);
            assertThat(worker.join().store()).isEqualTo(StoreOrder.EMPTY);
        }
    }

    @Nested
    class OfACache {
        private final BalancerFixture cache = BalancerFixture.linearizable(settings -> {
            settings.openingGrace = GRACE;
            settings.onTotalLoss = TotalLoss.RESET;
        });
        private final EarlierRun run = EarlierRun.of(3, 7).ready(1, 2);
        private final FakeWorker first = cache.returningWorker(1, run);

        @Test
        void allAreAwaitedWithinTheGrace() {
            cache.advance(GRACE);
            FakeWorker second = cache.returningWorker(2, run);

            first.answersQuery(0);
            second.answersQuery(0);

            assertThat(cache.ring()).containsExactly(1L, 2L);
            assertThat(first.join().store()).isEqualTo(StoreOrder.KEEP);
        }

        @Test
        void itBeginsEmptyRatherThanWithWhatOneAloneHolds() {
            cache.advance(Duration.ofSeconds(5));

            assertThat(first.query()).isNull();
            assertThat(first.join().role()).isEqualTo(MemberRole.READY);
            assertThat(first.join().store()).isEqualTo(StoreOrder.EMPTY);
        }
    }

    @Nested
    class InTheEventualMode {
        private final BalancerFixture eventual = new BalancerFixture(settings -> settings.openingGrace = GRACE);

        @Test
        void afterTheGraceThoseThatHaveComeAreEnough() {
            FakeWorker first =
                    eventual.returningWorker(1, EarlierRun.of(3, 7).ready(1, 2).learner(3));
            eventual.advance(Duration.ofSeconds(4));
            assertThat(first.query()).isNull();

            eventual.advance(Duration.ofSeconds(1));
            first.answersQuery(0);

            assertThat(first.join().store()).isEqualTo(StoreOrder.KEEP);
            assertThat(eventual.ring()).containsExactly(1L);
        }

        @Test
        void aMemberOfTheBaseProtocolIsNotAwaited() {
            FakeWorker first =
                    eventual.returningWorker(1, EarlierRun.of(3, 7).ready(1).base(2));

            eventual.advance(GRACE);

            assertThat(first.query()).isEqualTo(question(4));
        }

        @Test
        void oneOfTheBaseProtocolThatWaitsIsLetInBehindThem() {
            FakeWorker base = eventual.baseWorker(2);
            FakeWorker first =
                    eventual.returningWorker(1, EarlierRun.of(3, 7).ready(1).base(2));
            eventual.advance(GRACE);
            assertThat(base.received()).isEmpty();

            first.answersQuery(0);

            assertThat(eventual.ring()).containsExactly(1L, 2L);
        }

        @Test
        void whereNobodyHoldsAllDataTheNextBegins() {
            FakeWorker first =
                    eventual.returningWorker(1, EarlierRun.of(3, 7).ready(1).incomplete());

            eventual.advance(Duration.ofSeconds(5));

            assertThat(first.join().role()).isEqualTo(MemberRole.READY);
            assertThat(first.join().store()).isEqualTo(StoreOrder.KEEP);
        }
    }

    @Nested
    class TheEpoch {
        @Test
        void isAboveThatWhichAnybodyObeys() {
            EarlierRun run = EarlierRun.of(3, 7).ready(1, 2);
            FakeWorker first = balancer.returningWorker(1, run);
            balancer.returningWorker(2, run.obeying(6));

            balancer.advance(GRACE);

            assertThat(first.query()).isEqualTo(question(7));
        }

        @Test
        void isAboveThatOfEveryVersionThatAnybodyHolds() {
            FakeWorker first =
                    balancer.returningWorker(1, EarlierRun.of(3, 7).ready(1).upTo(Versions.first(5) - 3));

            balancer.advance(GRACE);

            assertThat(first.query()).as("the next few may be of epoch 5").isEqualTo(question(6));
        }

        @Test
        void growsWhenOneComesThatObeysALaterOne() {
            FakeWorker first = balancer.returningWorker(1, EarlierRun.of(3, 7).ready(1));
            balancer.advance(GRACE);
            assertThat(first.query()).isEqualTo(question(4));

            FakeWorker second =
                    balancer.returningWorker(2, EarlierRun.of(3, 5).ready(2).obeying(9));
            first.answersQuery(0);

            assertThat(first.join().epoch()).isEqualTo(10);
            assertThat(second.join().epoch()).isEqualTo(10);
        }

        @Test
        void isNotThatOfAnotherCluster() {
            BalancerFixture cache = BalancerFixture.linearizable(settings -> {
                settings.openingGrace = GRACE;
                settings.onTotalLoss = TotalLoss.RESET;
            });
            FakeWorker first = cache.returningWorker(1, EarlierRun.of(3, 7).ready(1));
            cache.returningWorker(2, EarlierRun.of(3, 1).ready(2).ofCluster(99).obeying(50));

            cache.advance(GRACE);

            assertThat(first.query()).isEqualTo(question(4));
        }
    }
}
