package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** All workers are lost at nearly the same time: whoever left since the last commit is as good as the last. */
class DepartedTest {
    @Nested
    class WithARecord {
        private final RecordingStateStore store = new RecordingStateStore();
        private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> settings.store = store);
        private final FakeWorker first = ready(1);
        private final FakeWorker second = ready(2);
        private final Remote client = balancer.client();

        private FakeWorker ready(long id) {
            FakeWorker worker = balancer.kvlbWorker(id);
            record();
            if (worker.join().role() == MemberRole.LEARNER) {
                worker.sendsImportDone();
                record();
            }
            worker.received();
            return worker;
        }

        private void record() {
            store.succeedsAlways(balancer);
        }

        private void loses(FakeWorker worker) {
            worker.vanishes();
            record();
        }

        private void losesAll() {
            loses(second);
            loses(first);
        }

        private FakeWorker again(FakeWorker worker) {
            FakeWorker back = balancer.again(worker);
            record();
            return back;
        }

        private void commits(FakeWorker coordinator) {
            client.sends(put("k", "v"));
            coordinator.settles(coordinator.onlyRequest());
            assertThat(client.received()).containsExactly(done("k"));
        }

        private void assertStillWaits(FakeWorker back) {
            assertThat(back.join()).isNull();
            assertThat(balancer.waiting()).contains(back.id);
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void oneThatLeftSinceTheLastCommitTakesThePlaceOfTheLast() {
            commits(first);
            losesAll();
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);

            FakeWorker back = again(second);

            assertThat(back.join().role()).isEqualTo(MemberRole.READY);
            assertThat(back.join().store()).isEqualTo(StoreOrder.KEEP);
            assertThat(balancer.members()).containsExactly(2L);
            assertThat(balancer.ring()).containsExactly(2L);
            assertThat(balancer.events())
                    .contains("worker 1 left: worker 2 holds all data and takes its place", "resumed");
        }

        @Test
        void itDoesSoOnceThatIsRecorded() {
            losesAll();

            FakeWorker back = balancer.again(second);
            assertThat(store.writing())
                    .isEqualTo(new RecordedState(
                            BalancerSettings.CLUSTER, 1, List.of(new RecordedState.Member(2, second.incarnation))));
            assertThat(back.join()).isNull();
            assertThat(balancer.ring()).isEmpty();

            record();
            assertThat(back.join()).isNotNull();
            assertThat(balancer.ring()).containsExactly(2L);
        }

        @Test
        void itDoesSoTooIfItWasBackBeforeItsLeavingWasRecorded() {
            second.vanishes();
            first.vanishes();
            FakeWorker back = balancer.again(second);
            assertStillWaits(back);

            record();

            assertThat(back.join().role()).isEqualTo(MemberRole.READY);
            assertThat(balancer.members()).containsExactly(2L);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void theLastLearnsFromItThen() {
            losesAll();
            again(second);

            FakeWorker last = again(first);

            assertThat(last.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void theLastKeepsItsPlaceIfItIsBackFirst() {
            losesAll();

            FakeWorker last = again(first);
            FakeWorker back = again(second);

            assertThat(last.join().role()).isEqualTo(MemberRole.READY);
            assertThat(back.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void whatIsInFlightIsDrivenOnThere() {
            loses(second);
            client.sends(put("k", "v"));
            Message write = first.onlyRequest();
            loses(first);

            FakeWorker back = again(second);

            assertThat(back.onlyRequest()).isEqualTo(write);
            back.settles(write);
            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void itTeachesTheLearnersThatAreThere() {
            FakeWorker learner = balancer.kvlbWorker(3);
            record();
            losesAll();

            FakeWorker back = again(second);

            assertThat(back.received())
                    .contains(new Message.ExportOrder(learner.join().join(), 3));
        }

        @Test
        void oneThatLeftBeforeACommitHasToWait() {
            loses(second);
            commits(first);
            loses(first);

            assertStillWaits(again(second));
        }

        @Test
        void ofSeveralThoseThatLeftAfterTheLastCommitMay() {
            FakeWorker third = ready(3);
            loses(second);
            commits(first);
            loses(third);
            loses(first);

            assertStillWaits(again(second));
            assertThat(again(third).join().role()).isEqualTo(MemberRole.READY);
            assertThat(balancer.ring()).containsExactly(3L);
        }

        @Test
        void anotherProcessWithItsIdHasToWait() {
            losesAll();

            FakeWorker other = balancer.kvlbWorker(2, 99);
            record();

            assertStillWaits(other);
        }

        @Test
        void oneWhoseStoreIsNotCompleteAnyMoreHasToWait() {
            losesAll();

            FakeWorker back = balancer.stranger(2, second.incarnation);
            back.greets();
            back.registers();
            back.reportsWhatItKnewAs(second, MemberRole.LEARNER);
            record();

            assertStillWaits(back);
        }

        @Test
        void aLearnerThatLeftHasToWaitWhateverItSays() {
            FakeWorker learner = balancer.kvlbWorker(3);
            record();
            loses(learner);
            losesAll();

            FakeWorker back = balancer.stranger(3, learner.incarnation);
            back.greets();
            back.registers();
            back.reportsWhatItKnewAs(learner, MemberRole.READY);
            record();

            assertStillWaits(back);
        }

        @Test
        void whoLeftBeforeAnOrderToBeginEmptyHasToWait() {
            losesAll();
            balancer.greetedClient().sends(new Message.Reset());
            FakeWorker fresh = balancer.kvlbWorker(3);
            record();
            loses(fresh);

            assertStillWaits(again(second));
        }
    }

    @Nested
    class WithoutARecord {
        private final BalancerFixture balancer = BalancerFixture.linearizable();
        private final FakeWorker first = balancer.readyKvlbWorker(1);
        private final FakeWorker second = balancer.readyKvlbWorker(2);

        WithoutARecord() {
            second.vanishes();
            first.vanishes();
        }

        @Test
        void oneThatLeftBeforeTheLastHasToWait() {
            FakeWorker back = balancer.again(second);

            assertThat(back.join()).isNull();
            assertThat(balancer.waiting()).containsExactly(2L);
            assertThat(balancer.members()).containsExactly(1L);
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void itLearnsFromTheLastOnceThatIsBack() {
            FakeWorker back = balancer.again(second);

            balancer.again(first);

            assertThat(back.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(balancer.ring()).containsExactly(1L);
        }
    }
}
