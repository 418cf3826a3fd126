package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an operator may order when no worker holds all data: to start empty, or with what one worker kept. */
class OrdersTest {
    private static final Message DONE = new Message.OrderResponse(ErrorCode.NONE, "");

    private static Message refused(ErrorCode code, String message) {
        return new Message.OrderResponse(code, message);
    }

    private static Message order(BalancerFixture balancer, Message order) {
        Remote client = balancer.greetedClient();
        client.sends(order);
        return client.received().get(0);
    }

    private static Message reset(BalancerFixture balancer) {
        return order(balancer, new Message.Reset());
    }

    private static Message recover(BalancerFixture balancer, long workerId) {
        return order(balancer, new Message.Recover(workerId));
    }

    @Nested
    class WhileTheClusterServes {
        private final BalancerFixture balancer = BalancerFixture.linearizable();
        private final FakeWorker worker = balancer.readyKvlbWorker(1);
        private final Message refusal = refused(
                ErrorCode.PROTOCOL_ERROR,
                "a worker that holds all data is there: stop the workers if it is to be given up");

        @Test
        void bothAreRefused() {
            assertThat(reset(balancer)).isEqualTo(refusal);
            assertThat(recover(balancer, 1)).isEqualTo(refusal);
        }

        @Test
        void nothingIsDone() {
            reset(balancer);

            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(balancer.snapshot().epoch()).isOne();
            assertThat(worker.isDisconnected()).isFalse();
        }

        @Test
        void theConnectionOfTheOperatorStays() {
            Remote client = balancer.greetedClient();

            client.sends(new Message.Reset(), new Message.Reset());

            assertThat(client.received()).containsExactly(refusal, refusal);
            assertThat(client.isDisconnected()).isFalse();
        }
    }

    @Nested
    class WhileItIsSuspended {
        private final BalancerFixture balancer = BalancerFixture.linearizable();
        private final FakeWorker lost = balancer.readyKvlbWorker(1);

        WhileItIsSuspended() {
            lost.vanishes();
        }

        @Test
        void resetStartsTheNextEpochEmptyWithTheNextWorker() {
            assertThat(reset(balancer)).isEqualTo(DONE);
            assertThat(balancer.phase()).isEqualTo(Phase.EMPTY);

            FakeWorker next = balancer.kvlbWorker(2);

            assertThat(next.join().epoch()).isEqualTo(2);
            assertThat(next.join().role()).isEqualTo(MemberRole.READY);
            assertThat(next.join().store()).isEqualTo(StoreOrder.EMPTY);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void resetStartsWithTheFirstThatWaitsAndTheOthersLearn() {
            FakeWorker first = balancer.kvlbWorker(2);
            FakeWorker second = balancer.kvlbWorker(3);

            reset(balancer);

            assertThat(first.join().role()).isEqualTo(MemberRole.READY);
            assertThat(second.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(balancer.ring()).containsExactly(2L);
        }

        @Test
        void resetEmptiesAlsoOneThatHeldDataOfThisCluster() {
            FakeWorker old =
                    balancer.returningWorker(2, EarlierRun.of(1, 1).ready(2).ofCluster(BalancerSettings.CLUSTER));

            reset(balancer);

            assertThat(old.join().role()).isEqualTo(MemberRole.READY);
            assertThat(old.join().store()).isEqualTo(StoreOrder.EMPTY);
        }

        @Test
        void theLostWorkerLearnsWhenItIsBackAfterAReset() {
            balancer.kvlbWorker(2);
            reset(balancer);

            FakeWorker back = balancer.again(lost);

            assertThat(back.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void recoverStartsWithAllThatAWorkerHas() {
            FakeWorker fresh = balancer.kvlbWorker(2);
            FakeWorker old = balancer.returningWorker(
                    3,
                    EarlierRun.of(1, 1)
                            .ready(3)
                            .ofCluster(BalancerSettings.CLUSTER)
                            .upTo(0));

            assertThat(recover(balancer, 3)).isEqualTo(DONE);

            assertThat(old.join().epoch()).isEqualTo(2);
            assertThat(old.join().role()).isEqualTo(MemberRole.READY);
            assertThat(old.join().store()).isEqualTo(StoreOrder.TAKE_BACK);
            assertThat(fresh.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(balancer.ring()).containsExactly(3L);
        }

        @Test
        void recoverFromALearnerTakesBackWhatItSetAside() {
            BalancerFixture other = BalancerFixture.linearizable();
            FakeWorker only = other.readyKvlbWorker(1);
            FakeWorker learner =
                    other.returningWorker(2, EarlierRun.of(1, 1).ready(2).ofCluster(BalancerSettings.CLUSTER));
            only.vanishes();

            assertThat(recover(other, 2)).isEqualTo(DONE);

            assertThat(learner.join().role()).isEqualTo(MemberRole.READY);
            assertThat(learner.join().store()).isEqualTo(StoreOrder.TAKE_BACK);
        }

        @Test
        void recoverWaitsForAWorkerToBeConnected() {
            assertThat(recover(balancer, 1))
                    .isEqualTo(refused(
                            ErrorCode.SERVER_BUSY, "worker 1 is not connected; kvlb status lists those that are"));
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void recoverNeedsAWorkerThatHeldData() {
            balancer.kvlbWorker(2);

            assertThat(recover(balancer, 2))
                    .isEqualTo(refused(
                            ErrorCode.PROTOCOL_ERROR,
                            "worker 2 held no data when it connected; kvlb status lists the others"));
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }
    }

    @Nested
    class WhileItIsRecovering {
        private final BalancerFixture balancer =
                BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(7, 1, 2));

        @Test
        void resetGivesUpWhoIsWaitedFor() {
            FakeWorker fresh = balancer.kvlbWorker(3);

            assertThat(reset(balancer)).isEqualTo(DONE);

            assertThat(fresh.join().role()).isEqualTo(MemberRole.READY);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void theEpochIsAboveThatOfTheRecord() {
            FakeWorker old = balancer.returningWorker(3, EarlierRun.of(6, 1).ready(3));

            reset(balancer);

            assertThat(old.join().cluster()).isEqualTo(EarlierRun.CLUSTER);
            assertThat(old.join().epoch()).isEqualTo(8);
        }

        @Test
        void theEpochIsAboveThatInWhichWorkersWereAsked() {
            FakeWorker first = balancer.returningWorker(1, EarlierRun.of(7, 1).ready(1, 2));
            FakeWorker second = balancer.returningWorker(2, EarlierRun.of(7, 1).ready(1, 2));
            assertThat(second.query().epoch()).isEqualTo(8);

            reset(balancer);

            assertThat(first.join().epoch()).isEqualTo(9);
        }

        @Test
        void anAnswerToTheQuestionComesTooLate() {
            FakeWorker first = balancer.returningWorker(1, EarlierRun.of(7, 1).ready(1, 2));
            balancer.returningWorker(2, EarlierRun.of(7, 1).ready(1, 2));
            reset(balancer);

            first.answersQuery(0);

            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(first.join().store()).isEqualTo(StoreOrder.EMPTY);
        }

        @Test
        void recoverGoesOnWithOneOfThem() {
            FakeWorker first = balancer.returningWorker(1, EarlierRun.of(7, 1).ready(1, 2));

            assertThat(recover(balancer, 1)).isEqualTo(DONE);

            assertThat(first.join().cluster()).isEqualTo(EarlierRun.CLUSTER);
            assertThat(first.join().epoch()).isEqualTo(8);
            assertThat(first.join().store()).isEqualTo(StoreOrder.TAKE_BACK);
        }

        @Test
        void recoverTakesTheClusterOfTheNamedWorker() {
            FakeWorker ofOne =
                    balancer.returningWorker(3, EarlierRun.of(9, 1).ready(3).ofCluster(77));
            FakeWorker ofAnother =
                    balancer.returningWorker(4, EarlierRun.of(2, 1).ready(4).ofCluster(88));

            recover(balancer, 4);

            assertThat(ofAnother.join().cluster()).isEqualTo(88);
            assertThat(ofOne.isDisconnected()).isTrue();
        }

        @Test
        void recoverStartsWithTheOtherWorkersAsLearners() {
            FakeWorker first = balancer.returningWorker(1, EarlierRun.of(7, 1).ready(1, 2));
            FakeWorker third = balancer.returningWorker(3, EarlierRun.of(7, 1).ready(1, 2));

            recover(balancer, 3);

            assertThat(balancer.ring()).containsExactly(3L);
            assertThat(third.join().role()).isEqualTo(MemberRole.READY);
            assertThat(first.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(first.join().store()).isEqualTo(StoreOrder.EMPTY);
        }

        @Test
        void nobodyIsWaitedForAnyMore() {
            reset(balancer);

            balancer.advance(Duration.ofMinutes(1));

            assertThat(balancer.phase()).isEqualTo(Phase.EMPTY);
            assertThat(balancer.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Nested
    class WhileItListens {
        private final BalancerFixture balancer =
                BalancerFixture.linearizable(settings -> settings.openingGrace = Duration.ofSeconds(1));

        @Test
        void resetFoundsAClusterAtOnce() {
            FakeWorker fresh = balancer.kvlbWorker(1);

            assertThat(reset(balancer)).isEqualTo(DONE);

            assertThat(fresh.join().cluster()).isEqualTo(BalancerSettings.CLUSTER);
            assertThat(fresh.join().epoch()).isOne();
        }
    }

    @Nested
    class WhileItIsEmpty {
        private final BalancerFixture balancer =
                BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3));
        private final FakeWorker old =
                balancer.returningWorker(1, EarlierRun.of(3, 7).learner(1));

        @Test
        void recoverStartsWithOneThatWaits() {
            assertThat(recover(balancer, 1)).isEqualTo(DONE);

            assertThat(old.join().epoch()).isEqualTo(5);
            assertThat(old.join().store()).isEqualTo(StoreOrder.TAKE_BACK);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void resetStartsEmptyWithOneThatWaits() {
            assertThat(reset(balancer)).isEqualTo(DONE);

            assertThat(old.join().role()).isEqualTo(MemberRole.READY);
            assertThat(old.join().store()).isEqualTo(StoreOrder.EMPTY);
        }
    }
}
