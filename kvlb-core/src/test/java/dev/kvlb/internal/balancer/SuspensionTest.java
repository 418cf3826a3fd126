package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The last worker that holds all data is lost: nothing is served rather than served without it. */
class SuspensionTest {
    private static final String REASON =
            "worker 1, the last that held all data, is lost; waits until that very process is back, or a learner has"
                    + " imported all; if it is gone for good, kvlb reset starts empty, kvlb recover --from ID with what"
                    + " a worker kept";

    private final BalancerFixture balancer = BalancerFixture.linearizable();
    private final FakeWorker only = balancer.readyKvlbWorker(1);
    private final Remote client = balancer.client();

    private Message.VersionedStore putInFlight(String key, String value) {
        client.sends(put(key, value));
        return (Message.VersionedStore) only.onlyRequest();
    }

    @Nested
    class WithoutLearners {
        @Test
        void theClusterIsSuspendedAndSaysWhatToDo() {
            balancer.events();

            only.vanishes();

            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
            assertThat(balancer.reason()).isEqualTo(REASON);
            assertThat(balancer.events())
                    .containsExactly("worker 1 left: its connection was lost", "suspended: " + REASON);
        }

        @Test
        void requestsAreRefusedWithTheReason() {
            only.vanishes();

            client.sends(get("k"), put("k", "v"));

            Message refusal = error(ErrorCode.SERVER_BUSY, "No workers available: " + REASON);
            assertThat(client.received()).containsExactly(refusal, refusal);
        }

        @Test
        void theLostWorkerIsShownAsAMemberThatIsWaitedFor() {
            only.vanishes();

            assertThat(balancer.snapshot().workers())
                    .containsExactly(new BalancerSnapshot.WorkerState(
                            1,
                            only.incarnation,
                            BalancerFixture.HOST,
                            only.port,
                            BalancerSnapshot.Role.READY,
                            false,
                            false,
                            true,
                            0,
                            0,
                            0,
                            0));
        }

        @Test
        void whatWasInFlightIsDrivenOnWhenThatWorkerIsBack() {
            Message.VersionedStore write = putInFlight("k", "v");
            only.vanishes();
            assertThat(balancer.snapshot().writesInFlight()).isOne();

            FakeWorker back = balancer.again(only);

            assertThat(back.onlyRequest()).isEqualTo(write);
            back.settles(write);
            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void theSameViewGoesOnWhenThatWorkerIsBack() {
            long view = balancer.snapshot().view();
            only.vanishes();
            balancer.events();

            FakeWorker back = balancer.again(only);

            assertThat(back.join().role()).isEqualTo(MemberRole.READY);
            assertThat(back.join().store()).isEqualTo(StoreOrder.KEEP);
            assertThat(back.view().view()).isEqualTo(view);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
            assertThat(balancer.events()).containsExactly("worker 1 returned", "worker 1 is ready", "resumed");
        }

        @Test
        void anotherProcessIsNotThatWorker() {
            only.vanishes();

            FakeWorker other = balancer.kvlbWorker(1, 99);

            assertThat(other.join()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void othersWaitUntilThatWorkerIsBack() {
            only.vanishes();
            FakeWorker fresh = balancer.kvlbWorker(2);
            FakeWorker old =
                    balancer.returningWorker(3, EarlierRun.of(1, 1).ready(3).ofCluster(BalancerSettings.CLUSTER));
            balancer.advance(Duration.ofMinutes(5));
            assertThat(fresh.join()).isNull();
            assertThat(old.join()).isNull();
            assertThat(balancer.waiting()).containsExactly(2L, 3L);

            balancer.again(only);

            assertThat(fresh.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(old.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void whoWaitsIsToldNothingOfWhatIsSettled() {
            only.vanishes();
            FakeWorker fresh = balancer.kvlbWorker(2);
            fresh.fallsSilent();

            balancer.advance(Duration.ofMillis(600));

            assertThat(fresh.heartbeats()).isNotEmpty().allMatch(heartbeat -> heartbeat.settled() == 0);
        }
    }

    @Nested
    class WithALearner {
        private final FakeWorker learner = balancer.kvlbWorker(2);

        @Test
        void thatTurnsOutToBeCompleteItServesAgain() {
            only.vanishes();
            assertThat(balancer.ring()).isEmpty();

            learner.sendsImportDone();

            assertThat(balancer.members()).containsExactly(2L);
            assertThat(balancer.ring()).containsExactly(2L);
            assertThat(balancer.events())
                    .contains("worker 1 left: worker 2 holds all data and takes its place", "resumed");
        }

        @Test
        void thatTakesItsPlaceWhatWasInFlightIsDrivenOn() {
            Message.VersionedStore write = putInFlight("k", "v");
            only.vanishes();

            learner.sendsImportDone();

            assertThat(learner.onlyRequest()).isEqualTo(write);
            learner.settles(write);
            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void thatTakesItsPlaceTheLostOneLearnsFromIt() {
            only.vanishes();
            learner.sendsImportDone();

            FakeWorker back = balancer.again(only);

            assertThat(back.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(back.join().store()).isEqualTo(StoreOrder.EMPTY);
        }

        @Test
        void thatConnectsAgainItImportsOnceThereIsADonor() {
            only.vanishes();
            FakeWorker again = balancer.again(learner);
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);

            FakeWorker back = balancer.again(only);

            assertThat(again.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(back.received())
                    .contains(new Message.ExportOrder(again.join().join(), 2));
            again.sendsImportDone();
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void whoseImportWasCompleteBeforeItConnectedAgainItServesAgain() {
            only.vanishes();

            FakeWorker again = balancer.stranger(2, learner.incarnation);
            again.greets();
            again.registers();
            again.reportsWhatItKnewAs(learner, MemberRole.READY);

            assertThat(again.join().role()).isEqualTo(MemberRole.READY);
            assertThat(again.join().store()).isEqualTo(StoreOrder.KEEP);
            assertThat(again.viewMembers()).hasSize(1);
            assertThat(balancer.ring()).containsExactly(2L);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void whoseStoreIsThatOfAnEarlierTimeItDoesNot() {
            learner.vanishes();
            FakeWorker back = balancer.again(learner);
            only.vanishes();

            FakeWorker again = balancer.stranger(2, learner.incarnation);
            again.greets();
            again.registers();
            again.reportsWhatItKnewAs(learner, MemberRole.READY);

            assertThat(back.isDisconnected()).isTrue();
            assertThat(again.isDisconnected()).isFalse();
            assertThat(balancer.members()).containsExactly(1L);
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void thatIsLostTooItStaysSuspended() {
            only.vanishes();

            learner.vanishes();

            assertThat(balancer.members()).containsExactly(1L);
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void thatComplainsOfTheLostOneItIsNotToBlame() {
            only.vanishes();

            learner.sends(new Message.PeerUnreachable(1));
            balancer.advance(Duration.ofSeconds(1));

            assertThat(learner.isDisconnected()).isFalse();
            assertThat(balancer.members()).contains(2L);
        }

        @Test
        void thatWaitsLongForADonorItIsNotLate() {
            only.vanishes();
            balancer.advance(Duration.ofMinutes(5));
            assertThat(learner.isDisconnected()).isFalse();

            balancer.again(only);
            balancer.advance(Duration.ofSeconds(59));
            assertThat(learner.isDisconnected()).isFalse();

            balancer.advance(Duration.ofSeconds(1));
            assertThat(learner.isDisconnected()).isTrue();
        }

        @Test
        void anOrderlyEndOfTheLastOneIsALossToo() {
            only.sends(SHUTDOWN);

            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
            assertThat(balancer.members()).containsExactlyInAnyOrder(1L, 2L);
        }
    }

    @Nested
    class AnOrderlyEndOfTheOnlyWorker {
        private final long cluster = balancer.snapshot().cluster();

        AnOrderlyEndOfTheOnlyWorker() {
            only.sends(SHUTDOWN);
        }

        @Test
        void givesTheDataUp() {
            assertThat(balancer.phase()).isEqualTo(Phase.EMPTY);
            assertThat(balancer.members()).isEmpty();
            assertThat(balancer.events()).doesNotContain("suspended: " + REASON);
        }

        @Test
        void letsTheNextWorkerBegin() {
            FakeWorker next = balancer.kvlbWorker(2);

            assertThat(next.join().cluster()).isEqualTo(cluster);
            assertThat(next.join().role()).isEqualTo(MemberRole.READY);
            assertThat(next.join().store()).isEqualTo(StoreOrder.EMPTY);
            assertThat(balancer.ring()).containsExactly(2L);
        }

        @Test
        void letsOneThatHoldsOldDataWaitForANewOne() {
            FakeWorker old =
                    balancer.returningWorker(3, EarlierRun.of(1, 1).ready(3).ofCluster(cluster));
            assertThat(old.join()).isNull();

            balancer.kvlbWorker(2);

            assertThat(old.join().role()).isEqualTo(MemberRole.LEARNER);
        }
    }
}
