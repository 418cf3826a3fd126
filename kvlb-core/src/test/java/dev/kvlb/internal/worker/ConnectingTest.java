package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.garbage;
import static dev.kvlb.internal.worker.WorkerSettings.HELLO;
import static dev.kvlb.internal.worker.WorkerSettings.WORKER_READY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.WorkerSnapshot.Role;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How a worker comes to its balancer, and what ends the connection. */
class ConnectingTest {
    private static final String ADDRESS = WorkerSettings.BALANCER.toString();

    private final WorkerFixture worker = new WorkerFixture();

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
            List<Long> waits = waits(worker.attemptsWithin(Duration.ofSeconds(10)));

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
