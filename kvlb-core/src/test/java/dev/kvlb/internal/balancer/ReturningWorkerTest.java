package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A member that connects again, as the same process, before anybody has noticed that it was gone. */
class ReturningWorkerTest {
    private static final Message.WorkerRegistryEnd END = new Message.WorkerRegistryEnd();

    private final BalancerFixture balancer = BalancerFixture.linearizable();
    private final FakeWorker first = balancer.readyKvlbWorker(1);
    private final Remote client = balancer.client();

    private static Message entry(FakeWorker worker) {
        return new Message.WorkerEntry(worker.id, BalancerFixture.HOST, worker.port, false);
    }

    private static List<Message> view(FakeWorker worker) {
        List<Message> view = new ArrayList<>();
        view.add(worker.view());
        view.addAll(worker.viewMembers());
        view.add(new Message.ViewEnd());
        return view;
    }

    private static List<Message> exportOrders(FakeWorker donor) {
        return donor.received().stream()
                .filter(Message.ExportOrder.class::isInstance)
                .toList();
    }

    @Nested
    class OneThatIsReady {
        private final FakeWorker second = balancer.readyKvlbWorker(2);

        @Test
        void keepsItsPlaceInTheViewAndInTheRing() {
            long view = balancer.snapshot().view();

            FakeWorker again = balancer.again(second);

            assertThat(second.isDisconnected()).isTrue();
            assertThat(balancer.snapshot().view()).isEqualTo(view);
            assertThat(balancer.ring()).containsExactly(1L, 2L);
            assertThat(again.isDisconnected()).isFalse();
            assertThat(balancer.events()).endsWith("worker 2 returned", "worker 2 is ready");
        }

        @Test
        void isToldToKeepItsDataThenTheViewThenTheRegistry() {
            List<Message> view = view(second);
            Message.Join before = second.join();

            FakeWorker again = balancer.again(second);

            List<Message> told = again.received();
            assertThat(told.subList(1, 2))
                    .containsExactly(new Message.Join(
                            before.cluster(),
                            before.epoch(),
                            before.join(),
                            MemberRole.READY,
                            before.mode(),
                            StoreOrder.KEEP));
            assertThat(told.subList(2, 2 + view.size())).isEqualTo(view);
            assertThat(told.subList(2 + view.size(), told.size()))
                    .containsExactly(new Message.WorkerRegistryStart(2), entry(first), entry(second), END, END);
        }

        @Test
        void tellsTheOthersNothing() {
            first.received();

            balancer.again(second);

            assertThat(first.received()).isEmpty();
        }

        @Test
        void leavesWhatItHadUnderWayToWhoComesNext() {
            client.sends(get("a"), put("b", "1"));
            Message write = second.onlyRequest();

            FakeWorker again = balancer.again(second);
            first.servesAll();
            again.servesAll();

            assertThat(client.received()).hasSize(2);
            assertThat(first.requests()).doesNotContain(write);
            balancer.assertAtRest();
        }

        @Test
        void canSayNothingMoreOnItsOldConnection() {
            client.sends(get("a"), put("b", "1"));
            Message write = second.onlyRequest();
            second.stopsReading();
            balancer.again(second);

            second.settles(write);
            second.vanishes();

            assertThat(balancer.ring()).containsExactly(1L, 2L);
            assertThat(balancer.snapshot().writesInFlight()).isOne();
        }

        @Test
        void mayRestOnItsNewConnection() {
            second.sends(new Message.WorkerNotReady(2));
            FakeWorker again = balancer.stranger(2, second.incarnation);
            again.greets();
            again.registers();
            again.sends(new Message.WorkerNotReady(2));

            again.reportsWhatItKnewAs(second);

            assertThat(balancer.members()).containsExactly(1L, 2L);
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void isInTheRingAgainThoughItRestedBefore() {
            second.sends(new Message.WorkerNotReady(2));

            balancer.again(second);

            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void hasToReportFirst() {
            FakeWorker again = balancer.stranger(2, second.incarnation);
            again.greets();
            again.registers();

            assertThat(second.isDisconnected()).isFalse();
            assertThat(again.join()).isNull();
        }

        @Test
        void whichExportsGetsItsOrderAgain() {
            FakeWorker learner = balancer.kvlbWorker(3);

            FakeWorker again = balancer.again(first);

            assertThat(exportOrders(again))
                    .containsExactly(new Message.ExportOrder(learner.join().join(), learner.id));
            learner.sendsImportDone();
            assertThat(balancer.ring()).containsExactly(1L, 2L, 3L);
        }

        @Test
        void whichDoesNotExportGetsNoOrder() {
            balancer.kvlbWorker(3);
            first.received();

            FakeWorker again = balancer.again(second);

            assertThat(exportOrders(again)).isEmpty();
            assertThat(exportOrders(first)).isEmpty();
        }

        @Test
        void whichIsAnotherProcessDoesNotReturn() {
            second.vanishes();

            FakeWorker other = balancer.kvlbWorker(2, 99);

            assertThat(other.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(other.join().store()).isEqualTo(StoreOrder.EMPTY);
        }

        @Test
        void whichWasTakenOutOfTheViewLearnsAgain() {
            second.vanishes();

            FakeWorker again = balancer.again(second);

            assertThat(again.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(again.join().store()).isEqualTo(StoreOrder.EMPTY);
            assertThat(again.join().join()).isGreaterThan(second.join().join());
        }
    }

    @Nested
    class ALearner {
        private final FakeWorker learner = balancer.kvlbWorker(2);

        @Test
        void beginsItsImportAgain() {
            first.received();
            long join = learner.join().join();

            FakeWorker again = balancer.again(learner);

            Message.Join told = again.join();
            assertThat(told.join()).isGreaterThan(join);
            assertThat(told.role()).isEqualTo(MemberRole.LEARNER);
            assertThat(told.store()).isEqualTo(StoreOrder.EMPTY);
            assertThat(exportOrders(first)).containsExactly(new Message.ExportOrder(told.join(), 2));
        }

        @Test
        void leavesTheViewAndIsInALaterOne() {
            long view = balancer.snapshot().view();

            balancer.again(learner);

            assertThat(balancer.snapshot().view()).isEqualTo(view + 2);
            assertThat(balancer.members()).containsExactly(1L, 2L);
        }

        @Test
        void isNotReadyByTheImportOfItsEarlierConnection() {
            long join = learner.join().join();
            FakeWorker again = balancer.again(learner);

            again.sends(new Message.ImportDone(join));
            assertThat(balancer.ring()).containsExactly(1L);

            again.sendsImportDone();
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void isStillWaitedForByEveryWrite() {
            client.sends(put("k", "v"));
            Message write = first.onlyRequest();

            balancer.again(learner);
            first.settles(write);

            assertThat(client.received()).containsExactly(done("k"));
        }
    }
}
