package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.garbage;
import static dev.kvlb.internal.link.TestMessages.hello;
import static dev.kvlb.internal.link.TestMessages.welcome;
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

/** How a worker comes to its balancer, and comes back when it was lost. */
class ConnectingTest {
    private static final Message HELLO = hello(Handshake.WORKER, WorkerSettings.INCARNATION);
    private static final Message WORKER_READY = new Message.WorkerReady(WorkerSettings.ID, WorkerSettings.PEER_PORT);
    private static final String ADDRESS = "127.0.0.1:5060";

    private final WorkerFixture worker = new WorkerFixture();

    /** Refuses every attempt to connect for as long as {@code time}; returns when each of them came, in milliseconds. */
    private List<Long> attemptsWithin(Duration time) {
        List<Long> attempts = new ArrayList<>();
        for (long millis = 0; millis <= time.toMillis(); millis++) {
            if (worker.connecting().contains(WorkerSettings.BALANCER)) {
                attempts.add(millis);
                worker.refuseAtBalancer();
            }
            worker.advance(Duration.ofMillis(1));
        }
        return attempts;
    }

    private static List<Long> waits(List<Long> attempts) {
        List<Long> waits = new ArrayList<>();
        for (int i = 1; i < attempts.size(); i++) {
            waits.add(attempts.get(i) - attempts.get(i - 1));
        }
        return waits;
    }

    @Nested
    class TheFirstTime {
        @Test
        void itConnectsAtOnce() {
            assertThat(worker.connecting()).containsExactly(WorkerSettings.BALANCER);
            assertThat(worker.role()).isEqualTo(Role.DISCONNECTED);
        }

        @Test
        void itGreetsAndRegistersWithoutWaitingForAnAnswer() {
            worker.acceptAtBalancer();

            assertThat(worker.balancer.received()).containsExactly(HELLO, WORKER_READY);
            assertThat(worker.events()).containsExactly("connected to " + ADDRESS);
        }

        @Test
        void itIsReadyWhenTheViewListsItAsReady() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.admits();
            assertThat(worker.role()).isEqualTo(Role.DISCONNECTED);

            worker.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID));

            assertThat(worker.role()).isEqualTo(Role.READY);
            assertThat(worker.events()).containsExactly("connected to " + ADDRESS, "ready");
        }

        @Test
        void itSaysOnceAConnectionThatItWaitsToBeLetIn() {
            worker.acceptAtBalancer().welcomes();
            worker.events();
            worker.advance(Duration.ofSeconds(2));
            assertThat(worker.events()).containsExactly("waits for " + ADDRESS);

            worker.balancer.vanishes();
            worker.advance(Duration.ofMillis(100));
            worker.acceptAtBalancer().welcomes();
            worker.advance(Duration.ofSeconds(2));

            assertThat(worker.events()).endsWith("connected to " + ADDRESS, "waits for " + ADDRESS);
        }

        @Test
        void itDoesNotWaitWhenItHasBeenLetIn() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.admitsLearner(FakeBalancer.JOIN);

            worker.advance(Duration.ofSeconds(2));

            assertThat(worker.events()).doesNotContain("waits for " + ADDRESS);
        }

        @Test
        void itTriesAgainAtOnceAndThenWithGrowingWaits() {
            List<Long> waits = waits(attemptsWithin(Duration.ofSeconds(10)));

            long[] bounds = {100, 200, 400, 800, 1_600, 1_600};
            assertThat(waits).hasSizeGreaterThan(bounds.length);
            for (int i = 0; i < bounds.length; i++) {
                assertThat(waits.get(i)).as("wait %d", i + 1).isBetween(bounds[i] / 2, bounds[i] + 1);
            }
        }

        @Test
        void itSaysWhyItCouldNotConnect() {
            worker.refuseAtBalancer();

            assertThat(worker.events()).containsExactly("disconnected from " + ADDRESS + ": connection refused");
        }
    }

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
            attemptsWithin(Duration.ofSeconds(5));
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

    @Nested
    class WhenItIsRefused {
        private static final String REASON = "worker id 1 is registered already";

        @Test
        void itEndsIfTheReasonStays() {
            worker.acceptAtBalancer().welcomes();

            worker.balancer.sends(error(ErrorCode.PROTOCOL_ERROR, REASON));

            assertThat(worker.events()).contains("refused: " + REASON);
            assertThat(worker.balancer.isDisconnected()).isTrue();
            assertThat(worker.isEnded()).isTrue();
            worker.advance(Duration.ofSeconds(10));
            assertThat(worker.connecting()).isEmpty();
        }

        @Test
        void itEndsSoWithABalancerOfTheBaseProtocolToo() {
            worker.acceptAtBalancer().sends(error(ErrorCode.PROTOCOL_ERROR, "unknown type 128"));
            worker.balancer.vanishes();
            worker.advance(Duration.ofMillis(100));

            worker.acceptAtBalancer().sends(error(ErrorCode.PROTOCOL_ERROR, REASON));

            assertThat(worker.isEnded()).isTrue();
        }

        @Test
        void itTriesAgainIfTheClusterIsFull() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.sends(error(ErrorCode.SERVER_BUSY, "the cluster has its 2 workers"));
            worker.balancer.endsInput();

            assertThat(worker.isEnded()).isFalse();
            worker.advance(Duration.ofMillis(100));
            assertThat(worker.connecting()).containsExactly(WorkerSettings.BALANCER);
            assertThat(worker.events()).endsWith("disconnected from " + ADDRESS + ": the cluster has its 2 workers");
        }

        @Test
        void anErrorAfterItsAdmissionIsNoRefusal() {
            worker.becomeReady();

            worker.balancer.sends(error(ErrorCode.PROTOCOL_ERROR, "this connection is worker 1's, not 2's"));

            assertThat(worker.isEnded()).isFalse();
            assertThat(worker.events()).endsWith("127.0.0.1 misbehaved: this connection is worker 1's, not 2's");
        }
    }

    @Nested
    class AMalformedFrameOfTheBalancer {
        @Test
        void endsTheConnectionWithAnError() {
            worker.becomeReady();

            worker.balancer.sendsBytes(garbage());

            String reason = "malformed frame of type 99: type at byte 0: expected a type of the protocol, found 99";
            assertThat(worker.balancer.received()).containsExactly(error(ErrorCode.PROTOCOL_ERROR, reason));
            assertThat(worker.balancer.isDisconnected()).isTrue();
            assertThat(worker.events())
                    .endsWith("127.0.0.1 misbehaved: " + reason, "disconnected from " + ADDRESS + ": " + reason);
        }

        @Test
        void mayBeOneThatABalancerDoesNotSend() {
            worker.becomeReady();

            worker.balancer.sends(WORKER_READY);

            assertThat(worker.balancer.isDisconnected()).isTrue();
        }

        @Test
        void mayBeAnExtensionBeforeTheWelcome() {
            worker.acceptAtBalancer().sends(new Message.Heartbeat(1, 0));

            assertThat(worker.balancer.isDisconnected()).isTrue();
        }

        @Test
        void mayBeAMemberOfNoView() {
            worker.becomeReady();

            worker.balancer.sends(FakeBalancer.ready(2));

            assertThat(worker.balancer.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed VIEW_MEMBER: type at byte 0: expected VIEW_START before it, found VIEW_MEMBER"));
        }

        @Test
        void mayBeTheEndOfNoView() {
            worker.becomeReady();

            worker.balancer.sends(new Message.ViewEnd());

            assertThat(worker.balancer.isDisconnected()).isTrue();
        }
    }

    @Test
    void heartbeatsAreAnsweredWithTheirSequence() {
        worker.becomeReady();

        worker.balancer.sends(new Message.Heartbeat(-5, 0), new Message.Heartbeat(7, 0));

        assertThat(worker.balancer.heartbeatsAnswered()).containsExactly(-5L, 7L);
    }
}
