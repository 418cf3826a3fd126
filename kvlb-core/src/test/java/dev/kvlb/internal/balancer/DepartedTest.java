package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Two workers that are lost one after the other: where nothing was committed in between, either holds all. */
class DepartedTest {
    private final BalancerFixture balancer = BalancerFixture.linearizable();
    private final FakeWorker first = balancer.readyKvlbWorker(1);
    private final FakeWorker second = balancer.readyKvlbWorker(2);
    private final Remote client = balancer.client();

    private void loseBoth() {
        second.vanishes();
        first.vanishes();
    }

    @Nested
    class WhereNothingWasCommittedInBetween {
        @Test
        void theOneThatLeftEarlierTakesThePlaceOfTheLast() {
            loseBoth();
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);

            FakeWorker back = balancer.again(second);

            assertThat(back.join().role()).isEqualTo(MemberRole.READY);
            assertThat(back.join().store()).isEqualTo(StoreOrder.KEEP);
            assertThat(balancer.members()).containsExactly(2L);
            assertThat(balancer.ring()).containsExactly(2L);
            assertThat(balancer.events())
                    .contains("worker 1 left: worker 2 holds all data and takes its place", "resumed");
        }

        @Test
        void theLastOneLearnsFromItThen() {
            loseBoth();
            balancer.again(second);

            FakeWorker last = balancer.again(first);

            assertThat(last.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void theLastOneKeepsItsPlaceIfItIsBackFirst() {
            loseBoth();

            FakeWorker last = balancer.again(first);
            FakeWorker back = balancer.again(second);

            assertThat(last.join().role()).isEqualTo(MemberRole.READY);
            assertThat(back.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void whatIsInFlightIsDrivenOnThere() {
            second.vanishes();
            client.sends(put("k", "v"));
            Message write = first.onlyRequest();
            first.vanishes();

            FakeWorker back = balancer.again(second);

            assertThat(back.onlyRequest()).isEqualTo(write);
            back.settles(write);
            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void itTeachesTheLearnersThatAreThere() {
            FakeWorker learner = balancer.kvlbWorker(3);
            loseBoth();

            FakeWorker back = balancer.again(second);

            assertThat(back.received())
                    .contains(new Message.ExportOrder(learner.join().join(), 3));
        }

        @Test
        void anotherProcessWithItsIdHoldsNothing() {
            loseBoth();

            FakeWorker other = balancer.kvlbWorker(2, 99);

            assertThat(other.join()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void oneWhoseStoreIsNotCompleteAnyMoreHasToWait() {
            loseBoth();

            FakeWorker back = balancer.stranger(2, second.incarnation);
            back.greets();
            back.registers();
            back.reportsWhatItKnewAs(second, MemberRole.LEARNER);

            assertThat(back.join()).isNull();
        }
    }

    @Nested
    class WhereSomethingWas {
        @Test
        void onlyTheLastHoldsIt() {
            second.vanishes();
            client.sends(put("k", "v"));
            first.settles(first.onlyRequest());
            first.vanishes();

            FakeWorker back = balancer.again(second);

            assertThat(back.join()).isNull();
            assertThat(balancer.waiting()).containsExactly(2L);
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void thoseThatLeftAfterItDoToo() {
            FakeWorker third = balancer.readyKvlbWorker(3);
            second.vanishes();
            client.sends(put("k", "v"));
            first.settles(first.onlyRequest());
            third.vanishes();
            first.vanishes();

            assertThat(balancer.again(second).join()).isNull();
            assertThat(balancer.again(third).join().role()).isEqualTo(MemberRole.READY);
            assertThat(balancer.ring()).containsExactly(3L);
        }
    }

    @Nested
    class ALearner {
        @Test
        void thatLeftEarlierHeldNothing() {
            FakeWorker learner = balancer.kvlbWorker(3);
            learner.vanishes();
            loseBoth();

            assertThat(balancer.again(learner).join()).isNull();
        }
    }

    @Nested
    class AfterAnOrderToBeginEmpty {
        @Test
        void nobodyHoldsAnythingThatCounts() {
            loseBoth();
            Remote operator = balancer.greetedClient();
            operator.sends(new Message.Reset());
            FakeWorker fresh = balancer.kvlbWorker(3);
            fresh.vanishes();

            FakeWorker back = balancer.again(second);

            assertThat(back.join()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }
    }
}
