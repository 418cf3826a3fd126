package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Members that say that they can't reach others: one of them has to go, but nobody before all had time to speak. */
class ComplaintsTest {
    private static final Duration COLLECTED = Duration.ofMillis(250);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final String LEFT = " left: others and it can't reach one another";

    private final BalancerFixture balancer = BalancerFixture.linearizable();
    private final FakeWorker first = balancer.readyKvlbWorker(1);

    private static void complains(FakeWorker reporter, FakeWorker... accused) {
        for (FakeWorker each : accused) {
            reporter.sends(new Message.PeerUnreachable(each.id));
        }
    }

    @Nested
    class OfTwo {
        private final FakeWorker second = balancer.readyKvlbWorker(2);

        @Test
        void nobodyGoesBeforeTheOtherHadTimeToSpeak() {
            complains(first, second);

            balancer.advance(COLLECTED.minus(A_MOMENT));
            assertThat(balancer.members()).containsExactly(1L, 2L);

            balancer.advance(A_MOMENT);
            assertThat(balancer.members()).containsExactly(1L);
        }

        @Test
        void theOneThatCameLaterGoesWhoeverComplains() {
            complains(second, first);

            balancer.advance(COLLECTED);

            assertThat(balancer.members()).containsExactly(1L);
            assertThat(second.isDisconnected()).isTrue();
            assertThat(balancer.events()).endsWith("worker 2" + LEFT);
        }

        @Test
        void thatComplainOfOneAnotherOnlyOneGoes() {
            complains(first, second);
            complains(second, first);

            balancer.advance(COLLECTED.multipliedBy(4));

            assertThat(balancer.members()).containsExactly(1L);
        }

        @Test
        void theClientsRequestsGoOn() {
            Remote client = balancer.client();
            client.sends(put("a", "1"), put("b", "2"));

            complains(first, second);
            balancer.advance(COLLECTED);
            first.servesAll();

            assertThat(client.received()).hasSize(2);
            balancer.assertAtRest();
        }

        @Test
        void nobodyGoesForWhoIsNoMember() {
            first.sends(new Message.PeerUnreachable(9));
            first.sends(new Message.PeerUnreachable(1));

            balancer.advance(COLLECTED.multipliedBy(4));

            assertThat(balancer.members()).containsExactly(1L, 2L);
        }

        @Test
        void nobodyGoesForWhoHasLeftMeanwhile() {
            complains(first, second);

            second.vanishes();
            balancer.advance(COLLECTED.multipliedBy(4));

            assertThat(balancer.members()).containsExactly(1L);
        }

        @Test
        void aComplaintIsNotHeldAgainstTheNextView() {
            complains(first, second);
            FakeWorker third = balancer.readyKvlbWorker(3);

            balancer.advance(COLLECTED.multipliedBy(4));

            assertThat(balancer.members()).containsExactly(1L, 2L, third.id);
        }
    }

    @Nested
    class OfThree {
        private final FakeWorker second = balancer.readyKvlbWorker(2);
        private final FakeWorker third = balancer.readyKvlbWorker(3);

        @Test
        void theOneThatIsCutOffGoesThoughItCameFirst() {
            complains(first, second, third);

            balancer.advance(COLLECTED);

            assertThat(balancer.members()).containsExactly(2L, 3L);
            assertThat(balancer.events()).endsWith("worker 1" + LEFT);
        }

        @Test
        void theOneThatIsCutOffGoesThoughOthersComplainOfItOneByOne() {
            complains(second, first);
            balancer.advance(COLLECTED.minus(A_MOMENT));
            complains(third, first);

            balancer.advance(A_MOMENT);

            assertThat(balancer.members()).containsExactly(2L, 3L);
        }

        @Test
        void theSameComplaintCountsOnce() {
            complains(first, second, second, second);
            complains(third, second);
            complains(second, first, third);

            balancer.advance(COLLECTED);

            assertThat(balancer.members()).containsExactly(1L, 3L);
        }

        @Test
        void whoSpeaksTooLateIsHeardInTheNextRound() {
            complains(first, second);
            balancer.advance(COLLECTED);
            assertThat(balancer.members()).containsExactly(1L, 3L);

            complains(first, third);
            balancer.advance(COLLECTED);

            assertThat(balancer.members()).containsExactly(1L);
        }

        @Test
        void aLearnerGoesBeforeAWorkerThatIsReady() {
            FakeWorker learner = balancer.kvlbWorker(4);

            complains(third, learner);
            balancer.advance(COLLECTED);

            assertThat(balancer.members()).containsExactly(1L, 2L, 3L);
            assertThat(learner.isDisconnected()).isTrue();
        }
    }

    @Nested
    class TheLastThatHoldsAllData {
        @Test
        void staysThoughItIsTheOneThatIsCutOff() {
            FakeWorker learner = balancer.kvlbWorker(2);
            FakeWorker another = balancer.kvlbWorker(3);

            complains(first, learner, another);
            balancer.advance(COLLECTED);

            assertThat(balancer.members()).containsExactly(1L, 2L);
        }

        @Test
        void isNotGivenUpForALearnerThatCameBeforeIt() {
            FakeWorker learner = balancer.kvlbWorker(2);
            FakeWorker promoted = balancer.readyKvlbWorker(3);
            first.vanishes();

            complains(learner, promoted);
            balancer.advance(COLLECTED);

            assertThat(balancer.members()).containsExactly(3L);
            assertThat(balancer.ring()).containsExactly(3L);
        }
    }

    @Nested
    class OneThatHadToGo {
        private static final Duration PAUSE = Duration.ofSeconds(1);

        private final FakeWorker second = balancer.readyKvlbWorker(2);

        private FakeWorker sendAwayAndReturn(FakeWorker worker) {
            complains(first, worker);
            balancer.advance(COLLECTED);
            assertThat(worker.isDisconnected()).isTrue();
            return balancer.again(worker);
        }

        @Test
        void waitsBeforeItIsLetInAgain() {
            FakeWorker back = sendAwayAndReturn(second);
            assertThat(balancer.waiting()).containsExactly(2L);
            assertThat(back.join()).isNull();

            balancer.advance(PAUSE.minus(A_MOMENT));
            assertThat(back.join()).isNull();

            balancer.advance(A_MOMENT);
            assertThat(back.join()).isNotNull();
            assertThat(balancer.members()).containsExactly(1L, 2L);
        }

        @Test
        void waitsTwiceAsLongTheNextTimeUpToEightTimes() {
            FakeWorker worker = second;
            for (int times : new int[] {1, 2, 4, 8, 8}) {
                FakeWorker back = sendAwayAndReturn(worker);
                balancer.advance(PAUSE.multipliedBy(times).minus(A_MOMENT));
                assertThat(back.join()).as("after nearly %d pauses", times).isNull();
                balancer.advance(A_MOMENT);
                assertThat(back.join()).as("after %d pauses", times).isNotNull();
                worker = back;
            }
        }

        @Test
        void waitsNoLongerThanTheFirstTimeAfterALongPeace() {
            FakeWorker back = sendAwayAndReturn(second);
            balancer.advance(PAUSE.multipliedBy(20));

            FakeWorker again = sendAwayAndReturn(back);
            balancer.advance(PAUSE);

            assertThat(again.join()).isNotNull();
        }

        @Test
        void asAnotherProcessDoesNotWait() {
            complains(first, second);
            balancer.advance(COLLECTED);

            FakeWorker other = balancer.kvlbWorker(2, 99);

            assertThat(other.join()).isNotNull();
        }

        @Test
        void isWelcomeAtOnceInPlaceOfTheLastThatIsLost() {
            RecordingStateStore store = new RecordingStateStore();
            BalancerFixture recording = BalancerFixture.linearizable(settings -> settings.store = store);
            FakeWorker last = recording.kvlbWorker(1);
            store.succeedsAlways(recording);
            FakeWorker worker = recording.kvlbWorker(2);
            store.succeedsAlways(recording);
            worker.sendsImportDone();
            store.succeedsAlways(recording);
            complains(last, worker);
            recording.advance(COLLECTED);
            store.succeedsAlways(recording);
            FakeWorker back = recording.again(worker);
            assertThat(recording.waiting()).containsExactly(2L);

            last.vanishes();
            store.succeedsAlways(recording);

            assertThat(back.join().role()).isEqualTo(MemberRole.READY);
            assertThat(recording.ring()).containsExactly(2L);
        }
    }
}
