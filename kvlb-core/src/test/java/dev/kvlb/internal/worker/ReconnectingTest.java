package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.welcome;
import static dev.kvlb.internal.worker.WorkerSettings.HELLO;
import static dev.kvlb.internal.worker.WorkerSettings.WORKER_READY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.WorkerSnapshot.Role;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How a worker comes back to a balancer that it has lost, or that does not understand its HELLO. */
class ReconnectingTest {
    private static final String ADDRESS = WorkerSettings.BALANCER.toString();

    private final WorkerFixture worker = new WorkerFixture();

    @Nested
    class WhenTheBalancerIsLost {
        @Test
        void itReconnectsAtOnce() {
            worker.becomeReady();

            worker.balancer.vanishes();

            assertThat(worker.connecting()).containsExactly(WorkerSettings.BALANCER);
            assertThat(worker.role()).isEqualTo(Role.FENCED);
            assertThat(worker.events()).endsWith("disconnected from " + ADDRESS + ": the connection was lost");
        }

        @Test
        void itWaitsLongerAndLongerIfItIsNotAdmitted() {
            worker.becomeReady();
            worker.balancer.vanishes();
            worker.acceptAtBalancer().vanishes();

            assertThat(worker.connecting()).isEmpty();
            worker.advance(Duration.ofMillis(100));
            worker.acceptAtBalancer().vanishes();
            worker.advance(Duration.ofMillis(99));
            assertThat(worker.connecting()).isEmpty();
        }

        @Test
        void itReconnectsAtOnceAgainAfterItWasAdmitted() {
            worker.attemptsWithin(Duration.ofSeconds(5));
            worker.advance(Duration.ofSeconds(2));
            worker.becomeReady();

            worker.balancer.vanishes();

            assertThat(worker.connecting()).containsExactly(WorkerSettings.BALANCER);
        }

        @Test
        void itKeepsItsData() {
            worker.becomeReady();
            worker.balancer.stores(1, "k", "v");

            worker.balancer.vanishes();
            assertThat(worker.data()).containsEntry("k", "v");
            worker.becomeReady();

            assertThat(worker.data()).containsEntry("k", "v");
        }

        @Test
        void itClosesTheConnectionsToAndFromItsPeers() {
            worker.becomeReady(2, 3);
            Remote to = worker.acceptAtPeer(2);
            Remote from = worker.peer();

            worker.balancer.vanishes();

            assertThat(to.isDisconnected()).isTrue();
            assertThat(from.isDisconnected()).isTrue();
            assertThat(worker.snapshot().peers()).isZero();
        }

        @Test
        void itClosesAConnectionToAPeerThatComesUpLater() {
            worker.becomeReady(2);
            worker.balancer.vanishes();

            Remote late = worker.acceptAtPeer(2);

            assertThat(late.isDisconnected()).isTrue();
            assertThat(late.received()).isEmpty();
        }

        @Test
        void itDoesNotRetryAPeerThatIsNoPeerAnyMore() {
            worker.becomeReady(2);
            worker.balancer.vanishes();

            worker.refuseAtPeer(2);
            worker.advance(Duration.ofSeconds(5));

            assertThat(worker.connecting()).containsExactly(WorkerSettings.BALANCER);
        }

        @Test
        void thatItShutDownIsTheReason() {
            worker.becomeReady();

            worker.balancer.sends(SHUTDOWN);

            assertThat(worker.balancer.isDisconnected()).isTrue();
            assertThat(worker.events()).endsWith("disconnected from " + ADDRESS + ": it shut down");
            assertThat(worker.connecting()).containsExactly(WorkerSettings.BALANCER);
        }

        @Test
        void theEndOfItsInputIsTheEnd() {
            worker.becomeReady();

            worker.balancer.endsInput();

            assertThat(worker.balancer.isDisconnected()).isTrue();
            assertThat(worker.role()).isEqualTo(Role.FENCED);
        }
    }

    @Nested
    class WhenTheBalancerCannotBearAHello {
        private final List<Boolean> greeted = new ArrayList<>();

        /** Lets the worker connect, notes whether it greets, and ends the connection after what a balancer says. */
        private void connectAndHangUp(Message... answer) {
            worker.advance(Duration.ofMillis(1_600));
            worker.acceptAtBalancer().sends(answer);
            greeted.add(worker.balancer.received().contains(HELLO));
            worker.balancer.vanishes();
        }

        @Test
        void itIsTriedWithoutAfterAnError() {
            connectAndHangUp(error(ErrorCode.PROTOCOL_ERROR, "unknown type 128"));
            assertThat(worker.events())
                    .contains(
                            "127.0.0.1 misbehaved: unknown type 128",
                            "disconnected from " + ADDRESS + ": unknown type 128");

            worker.advance(Duration.ofMillis(100));
            worker.acceptAtBalancer();

            assertThat(worker.balancer.received()).containsExactly(WORKER_READY);
        }

        @Test
        void theTwoWaysTakeTurnsWhereItAnswersWithErrors() {
            for (int i = 0; i < 6; i++) {
                connectAndHangUp(error(ErrorCode.SERVER_BUSY, "full"));
            }

            assertThat(greeted).containsExactly(true, false, true, false, true, false);
        }

        @Test
        void itIsTriedWithoutAfterThreeConnectionsThatWereMerelyClosed() {
            for (int i = 0; i < 8; i++) {
                connectAndHangUp();
            }

            assertThat(greeted).containsExactly(true, true, true, false, true, true, true, false);
        }

        @Test
        void aConnectionThatIsLostAfterTheWelcomeIsNone() {
            for (int i = 0; i < 5; i++) {
                connectAndHangUp(welcome(Handshake.BALANCER, 77));
            }

            assertThat(greeted).containsOnly(true);
        }

        @Test
        void oneThatServesAndSaysNothingOfItIsGreetedAgain() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(WorkerSettings.ID));
            assertThat(worker.role()).isEqualTo(Role.READY);

            worker.balancer.vanishes();
            worker.acceptAtBalancer();

            assertThat(worker.balancer.received()).containsExactly(HELLO, WORKER_READY);
        }
    }
}
