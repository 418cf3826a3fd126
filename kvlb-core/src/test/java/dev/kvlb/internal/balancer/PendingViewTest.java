package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * A worker that left is back while the view without it waits for a slow record: it waits for that view, and is let in
 * once, in a later one.
 */
class PendingViewTest {
    private final RecordingStateStore store = new RecordingStateStore();
    private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> settings.store = store);
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
        return worker;
    }

    private static List<Message> joins(FakeWorker worker) {
        return worker.received().stream().filter(Message.Join.class::isInstance).toList();
    }

    private static List<Long> listed(FakeWorker worker) {
        return worker.viewMembers().stream().map(Message.ViewMember::workerId).toList();
    }

    @Nested
    class OneThatWasReady {
        private final long viewBefore = balancer.snapshot().view();
        private FakeWorker again;

        OneThatWasReady() {
            second.vanishes();
            again = balancer.again(second);
            assertThat(store.writing()).isNotNull();
        }

        @Test
        void waitsAsNoMember() {
            assertThat(balancer.members()).containsExactly(1L);
            assertThat(balancer.waiting()).containsExactly(2L);
            assertThat(joins(again)).isEmpty();
            assertThat(balancer.snapshot().view()).isEqualTo(viewBefore);
        }

        @Test
        void isLetInOnceInTheViewBehindTheOneWithoutIt() {
            store.succeedsAlways(balancer);

            assertThat(joins(again))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Message.Join.class, join -> assertThat(join.role()).isEqualTo(MemberRole.LEARNER));
            assertThat(balancer.snapshot().view()).isEqualTo(viewBefore + 2);
            assertThat(listed(first)).containsExactly(1L, 2L);
            assertThat(listed(again)).containsExactly(1L, 2L);
            assertThat(balancer.waiting()).isEmpty();
        }

        @Test
        void isToldOfOneExport() {
            first.received();

            store.succeedsAlways(balancer);

            assertThat(first.received().stream()
                            .filter(Message.ExportOrder.class::isInstance)
                            .toList())
                    .containsExactly(new Message.ExportOrder(again.join().join(), 2));
            again.sendsImportDone();
            store.succeedsAlways(balancer);
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void waitsOnWhereTheRecordFails() {
            store.fails(balancer, "disk full");
            assertThat(balancer.waiting()).containsExactly(2L);
            assertThat(joins(again)).isEmpty();

            balancer.advance(Duration.ofSeconds(1));
            store.succeedsAlways(balancer);

            assertThat(joins(again)).hasSize(1);
            assertThat(balancer.members()).containsExactly(1L, 2L);
        }

        @Test
        void isLetInOnItsLastConnectionWhereItComesSeveralTimes() {
            FakeWorker onceMore = balancer.again(second);
            assertThat(again.isDisconnected()).isTrue();
            assertThat(balancer.waiting()).containsExactly(2L);

            store.succeedsAlways(balancer);

            assertThat(joins(again)).isEmpty();
            assertThat(joins(onceMore)).hasSize(1);
            assertThat(balancer.members()).containsExactly(1L, 2L);
        }

        @Test
        void isNotLetInWhereItIsLostMeanwhile() {
            again.vanishes();

            store.succeedsAlways(balancer);

            assertThat(listed(first)).containsExactly(1L);
            assertThat(balancer.members()).containsExactly(1L);
            assertThat(balancer.waiting()).isEmpty();
        }

        @Test
        void isLetInBehindAnotherThatCameMeanwhile() {
            FakeWorker third = balancer.kvlbWorker(3);
            assertThat(joins(third)).isEmpty();

            store.succeedsAlways(balancer);

            assertThat(joins(third)).hasSize(1);
            assertThat(joins(again)).hasSize(1);
            assertThat(listed(first)).containsExactly(1L, 3L, 2L);
        }

        @Test
        void isNotAwaitedByAWriteOfTheViewWithoutIt() {
            client.sends(put("k", "v"));
            Message write = first.onlyRequest();
            Message.ViewStart before = first.view();
            store.succeedsAlways(balancer);

            first.settlesIn(before, write);
            assertThat(client.received())
                    .as("settled in the view that listed its earlier connection")
                    .isEmpty();
            first.settles(write);

            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void takesThePlaceOfTheLastThatIsLostMeanwhile() {
            first.vanishes();
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);

            store.succeedsAlways(balancer);

            assertThat(joins(again))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Message.Join.class, join -> assertThat(join.role()).isEqualTo(MemberRole.READY));
            assertThat(balancer.ring()).containsExactly(2L);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void isNamedAsTheOneThatWaitsWhereTheClusterIsGivenUpMeanwhile() {
            first.sends(SHUTDOWN);

            store.succeedsAlways(balancer);

            assertThat(balancer.phase()).isEqualTo(Phase.EMPTY);
            assertThat(balancer.reason()).startsWith("worker 2 holds data of an earlier time and waits");
            assertThat(joins(again)).isEmpty();
        }
    }

    @Nested
    class ALearner {
        private final FakeWorker learner = balancer.kvlbWorker(3);
        private final long viewBefore = balancer.snapshot().view();
        private FakeWorker again;

        ALearner() {
            second.vanishes();
            again = balancer.again(learner);
            assertThat(store.writing()).isNotNull();
        }

        @Test
        void waitsAsNoMember() {
            assertThat(learner.isDisconnected()).isTrue();
            assertThat(balancer.members()).containsExactly(1L);
            assertThat(balancer.waiting()).containsExactly(3L);
            assertThat(joins(again)).isEmpty();
        }

        @Test
        void isLetInOnceInTheViewBehindTheOneWithoutIt() {
            long joinBefore = learner.join().join();

            store.succeedsAlways(balancer);

            assertThat(joins(again))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Message.Join.class, join -> assertThat(join.join()).isGreaterThan(joinBefore));
            assertThat(balancer.snapshot().view()).isEqualTo(viewBefore + 2);
            assertThat(listed(first)).containsExactly(1L, 3L);
            assertThat(balancer.waiting()).isEmpty();
        }
    }
}
