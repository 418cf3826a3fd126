package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Workers that leave requests or heartbeats unanswered for a second. */
class SilentWorkerTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final String SILENT = "left: it left a request or heartbeat unanswered for 1000 ms";

    private final BalancerFixture balancer = new BalancerFixture();
    private final Remote client = balancer.client();

    @Nested
    class AKvlbWorker {
        private final FakeWorker worker = balancer.readyKvlbWorker(1);

        @Test
        void isAskedForASignOfLifeFourTimesASecond() {
            worker.fallsSilent();

            balancer.advance(A_SECOND.minus(A_MOMENT));

            assertThat(worker.heartbeats()).hasSize(3);
        }

        @Test
        void staysWhileItAnswers() {
            balancer.advance(A_SECOND.multipliedBy(20));

            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void leavesWhenItAnswersNoHeartbeat() {
            worker.fallsSilent();
            balancer.advance(A_SECOND.minus(A_MOMENT));
            assertThat(balancer.ring()).containsExactly(1L);

            balancer.advance(A_MOMENT);

            assertThat(balancer.members()).isEmpty();
            assertThat(worker.isDisconnected()).isTrue();
            assertThat(balancer.events()).endsWith("worker 1 " + SILENT);
        }

        @Test
        void leavesWhenItAnswersHeartbeatsButNotARequest() {
            client.sends(get("k"));

            balancer.advance(A_SECOND);

            assertThat(balancer.members()).isEmpty();
        }

        @Test
        void staysWithAWriteThatIsNotSettled() {
            client.sends(put("k", "v"));
            worker.stores(worker.onlyRequest());

            balancer.advance(A_SECOND.multipliedBy(5));

            assertThat(balancer.members()).containsExactly(1L);
        }

        @Test
        void leavesAsALearnerToo() {
            FakeWorker learner = balancer.kvlbWorker(2);
            learner.fallsSilent();

            balancer.advance(A_SECOND);

            assertThat(balancer.members()).containsExactly(1L);
            assertThat(balancer.events()).endsWith("worker 2 " + SILENT);
        }
    }

    @Nested
    class ABaseWorker {
        private final FakeWorker worker = balancer.baseWorker(1);

        @Test
        void staysWhileItOwesNothing() {
            balancer.advance(A_SECOND.multipliedBy(20));

            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(worker.heartbeats()).isEmpty();
        }

        @Test
        void leavesWhenItLeavesARequestUnanswered() {
            client.sends(get("k"));
            balancer.advance(A_SECOND.minus(A_MOMENT));
            assertThat(balancer.ring()).containsExactly(1L);

            balancer.advance(A_MOMENT);

            assertThat(balancer.ring()).isEmpty();
            assertThat(balancer.events()).endsWith("worker 1 " + SILENT);
        }

        @Test
        void leavesItsRequestsToAnother() {
            client.sends(get("k"));
            FakeWorker other = balancer.baseWorker(2);

            balancer.advance(A_SECOND);
            other.servesAll();

            assertThat(client.received()).containsExactly(found("k", "value of k"));
        }

        @Test
        void leavesThoughItAnswersOtherRequests() {
            client.sends(get("never"));
            for (int i = 0; i < 10; i++) {
                client.sends(get("k"));
                worker.serves(worker.requests().get(1));
                balancer.advance(Duration.ofMillis(99));
            }
            assertThat(balancer.ring()).containsExactly(1L);

            balancer.advance(Duration.ofMillis(10));

            assertThat(balancer.ring()).isEmpty();
        }

        @Test
        void hasASecondForEachRequest() {
            for (int i = 0; i < 5; i++) {
                client.sends(get("k"));
                balancer.advance(A_SECOND.minus(A_MOMENT));
                worker.servesAll();
            }

            assertThat(balancer.ring()).containsExactly(1L);
        }
    }

    @Nested
    class WhenItWasTheBalancerThatStoodStill {
        @Test
        void heartbeatsMayBeAnsweredLate() {
            FakeWorker worker = balancer.readyKvlbWorker(1);
            balancer.advance(Duration.ofMillis(300));

            balancer.standStill(A_SECOND.multipliedBy(5));
            assertThat(balancer.ring()).containsExactly(1L);

            worker.fallsSilent();
            balancer.advance(A_SECOND);
            assertThat(balancer.ring()).isEmpty();
        }

        @Test
        void registrationsMayComeLate() {
            FakeWorker stranger = balancer.stranger(1, FakeWorker.BASE);

            balancer.standStill(Duration.ofSeconds(70));
            stranger.registers();

            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void importsMayEndLate() {
            balancer.readyKvlbWorker(1);
            FakeWorker learner = balancer.kvlbWorker(2);

            balancer.standStill(Duration.ofSeconds(70));
            learner.sendsImportDone();

            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void requestsMayBeAnsweredLate() {
            FakeWorker worker = balancer.baseWorker(1);
            client.sends(get("k"));

            balancer.standStill(A_SECOND.multipliedBy(2));
            worker.servesAll();

            assertThat(client.received()).containsExactly(found("k", "value of k"));
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void requestsMustBeAnsweredASecondAfterItMovedAgain() {
            balancer.baseWorker(1);
            client.sends(get("k"));

            balancer.standStill(A_SECOND.multipliedBy(2));
            balancer.advance(A_SECOND.minus(A_MOMENT));
            assertThat(balancer.ring()).containsExactly(1L);
            balancer.advance(A_MOMENT);

            assertThat(balancer.ring()).isEmpty();
        }
    }

    @Test
    void aReasonablyBusyBalancerDoesNotForgive() {
        FakeWorker worker = balancer.baseWorker(1);
        client.sends(get("k"));

        for (int i = 0; i < 4; i++) {
            balancer.standStill(Duration.ofMillis(250));
        }

        assertThat(balancer.ring()).isEmpty();
        assertThat(worker.requests()).hasSize(1);
    }

    @Test
    void aTimeoutOfTheWorkersOwnIsToldInItsReason() {
        BalancerFixture patient = new BalancerFixture(settings -> settings.workerTimeout = Duration.ofSeconds(7));
        patient.readyKvlbWorker(1).fallsSilent();

        patient.advance(Duration.ofSeconds(7));

        assertThat(patient.events()).endsWith("worker 1 left: it left a request or heartbeat unanswered for 7000 ms");
    }

    @Test
    void messagesAreSignsOfLifeToo() {
        FakeWorker worker = balancer.readyKvlbWorker(1);
        worker.fallsSilent();

        for (int i = 0; i < 10; i++) {
            balancer.advance(Duration.ofMillis(900));
            worker.sends(new Message.PeerUnreachable(99));
        }

        assertThat(balancer.ring()).containsExactly(1L);
    }
}
