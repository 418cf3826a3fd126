package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who is let in, who is left out of the ring, and who has to go. */
class MembershipTest {
    private final BalancerFixture balancer = new BalancerFixture();

    @Nested
    class AFullCluster {
        private final BalancerFixture small = new BalancerFixture(settings -> settings.workersMax = 2);
        private final FakeWorker first = small.baseWorker(1);

        @Test
        void refusesOneMore() {
            small.baseWorker(2);

            FakeWorker third = small.baseWorker(3);

            assertThat(third.received())
                    .containsExactly(
                            error(ErrorCode.SERVER_BUSY, "the cluster has its 2 workers; try again when one has left"));
            assertThat(third.isDisconnected()).isTrue();
            assertThat(small.ring()).containsExactly(1L, 2L);
        }

        @Test
        void letsOneInWhenAnotherHasLeft() {
            small.baseWorker(2);
            first.vanishes();

            small.baseWorker(3);

            assertThat(small.ring()).containsExactly(2L, 3L);
        }

        @Test
        void letsAMemberComeBackOnAnotherConnection() {
            FakeWorker second = small.kvlbWorker(2);

            small.again(second);

            assertThat(small.members()).containsExactly(1L, 2L);
        }
    }

    @Test
    void peerPortZeroIsRefused() {
        FakeWorker worker = balancer.stranger(1, FakeWorker.BASE);

        worker.sends(new Message.WorkerReady(1, 0));

        assertThat(worker.received())
                .containsExactly(
                        error(ErrorCode.PROTOCOL_ERROR, "peerPort must be 1..65535: 0; tell the port that is bound"));
        assertThat(worker.isDisconnected()).isTrue();
        assertThat(balancer.members()).isEmpty();
    }

    @Nested
    class AWorkerThatIsNotReady {
        private final FakeWorker first = balancer.readyKvlbWorker(1);
        private final FakeWorker second = balancer.readyKvlbWorker(2);
        private final Remote client = balancer.client();

        private void secondRests() {
            second.sends(new Message.WorkerNotReady(2));
        }

        @Test
        void getsNoRequests() {
            secondRests();

            client.sends(get("a"), get("b"), get("c"));

            assertThat(first.requestedKeys()).containsExactly("a", "b", "c");
            assertThat(second.requests()).isEmpty();
            assertThat(balancer.events()).endsWith("worker 2 is not ready");
        }

        @Test
        void staysAMemberOfTheView() {
            long view = balancer.snapshot().view();

            secondRests();

            assertThat(balancer.members()).containsExactly(1L, 2L);
            assertThat(balancer.snapshot().view()).isEqualTo(view);
        }

        @Test
        void answersWhatItHadUnderWay() {
            client.sends(get("a"), get("b"));

            secondRests();
            first.servesAll();
            second.servesAll();

            assertThat(client.received()).hasSize(2);
            balancer.assertAtRest();
        }

        @Test
        void isInTheRingAgainWhenItIsReadyAgain() {
            secondRests();
            second.registers();

            client.sends(get("a"), get("b"));

            assertThat(first.requests()).hasSize(1);
            assertThat(second.requests()).hasSize(1);
        }

        @Test
        void mayLeave() {
            secondRests();

            second.sends(SHUTDOWN);

            assertThat(balancer.members()).containsExactly(1L);
            assertThat(balancer.events()).endsWith("worker 2 left: it shut down");
        }

        @Test
        void maySayItTwice() {
            secondRests();
            balancer.events();

            secondRests();

            assertThat(balancer.events()).isEmpty();
        }

        @Test
        void isNotAnother() {
            second.sends(new Message.WorkerNotReady(1));

            assertThat(second.received())
                    .containsExactly(error(ErrorCode.PROTOCOL_ERROR, "this connection is worker 2's, not 1's"));
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void isNotReadyAgainAsAnother() {
            secondRests();

            second.sends(new Message.WorkerReady(1, 6_001));

            assertThat(second.received()).hasOnlyElementsOfType(Message.Error.class);
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void isNobodyBeforeItRegisters() {
            FakeWorker stranger = balancer.stranger(3, FakeWorker.BASE);

            stranger.sends(new Message.WorkerNotReady(3));

            assertThat(stranger.received()).isEmpty();
            assertThat(stranger.isDisconnected()).isFalse();
        }
    }

    @Nested
    class AStranger {
        @Test
        void isDisconnectedWhenItDoesNotRegisterWithinTheTimeOfAJoin() {
            FakeWorker stranger = balancer.stranger(1, FakeWorker.BASE);
            balancer.advance(Duration.ofSeconds(59));
            assertThat(stranger.isDisconnected()).isFalse();

            balancer.advance(Duration.ofSeconds(1));

            assertThat(stranger.isDisconnected()).isTrue();
            assertThat(balancer.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void hasNoSayInWhoIsAMember() {
            FakeWorker member = balancer.readyKvlbWorker(1);
            FakeWorker stranger = balancer.stranger(2, 22);
            stranger.greets();

            stranger.sends(new Message.PeerUnreachable(1));
            stranger.sends(new Message.ImportDone(member.join().join()));

            assertThat(balancer.members()).containsExactly(1L);
        }

        @Test
        void thatLeavesIsForgotten() {
            balancer.stranger(1, FakeWorker.BASE).vanishes();

            assertThat(balancer.events()).isEmpty();
            assertThat(balancer.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        }
    }
}
