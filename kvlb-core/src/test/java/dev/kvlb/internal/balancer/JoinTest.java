package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.protocol.StoreOrder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How one of kvlb's own workers becomes a learner, and a learner becomes ready. */
class JoinTest {
    private static final long EPOCH = BalancerSettings.EPOCH;
    private static final long NOTHING_WRITTEN = Versions.first(EPOCH);
    private static final long FIRST_JOIN = Versions.first(EPOCH) + 1;
    private static final Message.WorkerRegistryEnd END = new Message.WorkerRegistryEnd();

    private final BalancerFixture balancer = new BalancerFixture();

    private static Message join(long join, int role, int store) {
        return new Message.Join(BalancerSettings.CLUSTER, EPOCH, join, role, ReplicationMode.EVENTUAL, store);
    }

    private static Message viewMember(FakeWorker worker, int role) {
        return new Message.ViewMember(worker.id, worker.incarnation, BalancerFixture.HOST, worker.port, role);
    }

    private static Message entry(FakeWorker worker) {
        return new Message.WorkerEntry(worker.id, BalancerFixture.HOST, worker.port, false);
    }

    private static Message exportOrder(FakeWorker learner) {
        return new Message.ExportOrder(learner.join().join(), learner.id);
    }

    private static List<Message> exportOrders(FakeWorker donor) {
        return donor.received().stream()
                .filter(Message.ExportOrder.class::isInstance)
                .toList();
    }

    private static void leaves(FakeWorker worker) {
        worker.sends(new Message.Shutdown());
    }

    @Nested
    class TheFirstWorker {
        @Test
        void isReadyWithWhatItHas() {
            FakeWorker worker = balancer.stranger(1, 11);
            worker.greets();
            worker.received();

            worker.registers();
            worker.reportsNothing();

            assertThat(worker.received())
                    .containsExactly(
                            join(FIRST_JOIN, MemberRole.READY, StoreOrder.KEEP),
                            new Message.ViewStart(EPOCH, 1, NOTHING_WRITTEN, 1),
                            viewMember(worker, MemberRole.READY),
                            new Message.ViewEnd(),
                            new Message.WorkerRegistryStart(1),
                            entry(worker),
                            END,
                            END);
            assertThat(balancer.ring()).containsExactly(1L);
        }
    }

    @Nested
    class ALearner {
        private final FakeWorker donor = balancer.kvlbWorker(1);
        private final FakeWorker learner = newLearner();

        private FakeWorker newLearner() {
            donor.received();
            FakeWorker worker = balancer.stranger(2, 22);
            worker.greets();
            worker.received();
            worker.registers();
            worker.reportsNothing();
            return worker;
        }

        @Test
        void isListedBeforeTheExportIsOrdered() {
            assertThat(donor.received())
                    .containsExactly(
                            new Message.ViewStart(EPOCH, 2, NOTHING_WRITTEN, 2),
                            viewMember(donor, MemberRole.READY),
                            viewMember(learner, MemberRole.LEARNER),
                            new Message.ViewEnd(),
                            new Message.WorkerRegistryStart(2),
                            entry(learner),
                            END,
                            exportOrder(learner));
        }

        @Test
        void isToldItsJoinThenTheViewThenTheRegistry() {
            assertThat(learner.received())
                    .containsExactly(
                            join(FIRST_JOIN + 1, MemberRole.LEARNER, StoreOrder.EMPTY),
                            new Message.ViewStart(EPOCH, 2, NOTHING_WRITTEN, 2),
                            viewMember(donor, MemberRole.READY),
                            viewMember(learner, MemberRole.LEARNER),
                            new Message.ViewEnd(),
                            new Message.WorkerRegistryStart(2),
                            entry(donor),
                            entry(learner),
                            END,
                            END);
        }

        @Test
        void isNotInTheRing() {
            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(balancer.members()).containsExactly(1L, 2L);
            assertThat(balancer.snapshot().workers())
                    .extracting(BalancerSnapshot.WorkerState::role)
                    .containsExactly(BalancerSnapshot.Role.READY, BalancerSnapshot.Role.LEARNER);
        }

        @Test
        void isReadyAndInTheRingOnceItHasImported() {
            donor.received();
            learner.received();

            learner.sendsImportDone();

            Message[] view = {
                new Message.ViewStart(EPOCH, 3, NOTHING_WRITTEN, 2),
                viewMember(donor, MemberRole.READY),
                viewMember(learner, MemberRole.READY),
                new Message.ViewEnd()
            };
            assertThat(donor.received()).containsExactly(view);
            assertThat(learner.received()).containsExactly(view);
            assertThat(balancer.ring()).containsExactly(1L, 2L);
            assertThat(balancer.events()).endsWith("worker 2 is ready");
        }

        @Test
        void isNotReadyByAnImportOfAnotherJoin() {
            learner.sends(new Message.ImportDone(FIRST_JOIN));
            learner.sends(new Message.ImportDone(FIRST_JOIN + 2));

            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void isNotReadyTwice() {
            learner.sendsImportDone();
            long view = balancer.snapshot().view();

            learner.sendsImportDone();

            assertThat(balancer.snapshot().view()).isEqualTo(view);
        }

        @Test
        void isRemovedWhenItMissesItsDeadline() {
            balancer.advance(Duration.ofSeconds(59));
            assertThat(balancer.members()).containsExactly(1L, 2L);

            balancer.advance(Duration.ofSeconds(1));

            assertThat(balancer.members()).containsExactly(1L);
            assertThat(learner.isDisconnected()).isTrue();
            assertThat(balancer.events()).endsWith("worker 2 left: it did not join within 60000 ms");
        }

        @Test
        void isRemovedWhenItsConnectionIsLost() {
            donor.received();

            learner.vanishes();

            assertThat(donor.received())
                    .containsExactly(
                            new Message.ViewStart(EPOCH, 3, NOTHING_WRITTEN, 1),
                            viewMember(donor, MemberRole.READY),
                            new Message.ViewEnd());
        }

        @Test
        void comesIntoTheRingLaterIfItIsNotReadyYet() {
            learner.sends(new Message.WorkerNotReady(2));
            learner.sendsImportDone();
            assertThat(balancer.ring()).containsExactly(1L);

            learner.registers();

            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void staysOneThoughItSaysThatItIsReady() {
            learner.sends(new Message.WorkerNotReady(2));
            learner.registers();

            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(balancer.events()).doesNotContain("worker 2 is ready");
        }

        @Test
        void holdsEveryWriteOnceItIsReady() {
            Remote client = balancer.client();
            client.sends(put("k", "v"));
            Message write = donor.onlyRequest();
            donor.stores(write);
            Message.ViewStart viewWithTheLearner = donor.view();
            assertThat(viewWithTheLearner.members()).isEqualTo(2);

            learner.sendsImportDone();
            donor.settlesIn(viewWithTheLearner, write);

            assertThat(client.received()).containsExactly(done("k"));
            assertThat(donor.onlyRequest()).as("driven again in the new view").isEqualTo(write);
        }
    }

    @Nested
    class WhenTheDonorIsLost {
        private final FakeWorker first = balancer.readyKvlbWorker(1);
        private final FakeWorker second = balancer.readyKvlbWorker(2);

        @Test
        void oneOfSeveralExports() {
            first.received();

            FakeWorker learner = balancer.kvlbWorker(3);

            assertThat(exportOrders(first)).containsExactly(exportOrder(learner));
            assertThat(exportOrders(second)).isEmpty();
        }

        @Test
        void anotherOneExportsForTheSameJoin() {
            FakeWorker learner = balancer.kvlbWorker(3);
            second.received();

            leaves(first);

            assertThat(exportOrders(second)).containsExactly(exportOrder(learner));
            assertThat(balancer.ring()).containsExactly(2L);
        }

        @Test
        void nothingIsOrderedForALearnerOfAnotherDonor() {
            FakeWorker learner = balancer.kvlbWorker(3);
            first.received();

            leaves(second);

            assertThat(exportOrders(first)).isEmpty();
            learner.sendsImportDone();
            assertThat(balancer.ring()).containsExactly(1L, 3L);
        }

        @Test
        void aBaseWorkerIsToldByTheFlagAndTheLearnerServesAtOnce() {
            FakeWorker base = balancer.baseWorker(3);
            leaves(second);
            FakeWorker learner = balancer.kvlbWorker(4);
            assertThat(learner.join().role()).isEqualTo(MemberRole.LEARNER);
            base.received();

            leaves(first);

            assertThat(base.received())
                    .containsExactly(
                            new Message.WorkerRegistryStart(2),
                            new Message.WorkerEntry(4, BalancerFixture.HOST, learner.port, true),
                            END);
            assertThat(learner.join().role()).isEqualTo(MemberRole.READY);
            assertThat(balancer.ring()).containsExactly(3L, 4L);
        }
    }

    @Nested
    class WhenAllThatAreReadyAreLost {
        private final FakeWorker only = balancer.kvlbWorker(1);
        private final FakeWorker learner = balancer.kvlbWorker(2);
        private final FakeWorker laterLearner = balancer.kvlbWorker(3);

        @Test
        void aLearnerServesWithWhatItHas() {
            learner.received();

            leaves(only);

            assertThat(learner.received())
                    .startsWith(
                            join(FIRST_JOIN + 1, MemberRole.READY, StoreOrder.TAKE_BACK),
                            new Message.ViewStart(EPOCH, 4, NOTHING_WRITTEN, 2),
                            viewMember(learner, MemberRole.READY),
                            viewMember(laterLearner, MemberRole.LEARNER));
            assertThat(balancer.ring()).containsExactly(2L);
        }

        @Test
        void itExportsToTheOtherLearners() {
            learner.received();

            leaves(only);

            assertThat(exportOrders(learner)).containsExactly(exportOrder(laterLearner));
            laterLearner.sendsImportDone();
            assertThat(balancer.ring()).containsExactly(2L, 3L);
        }

        @Test
        void itIsTheDonorOfWhoComesNext() {
            leaves(only);
            leaves(laterLearner);
            learner.received();

            FakeWorker next = balancer.kvlbWorker(4);

            assertThat(exportOrders(learner)).containsExactly(exportOrder(next));
        }
    }
}
