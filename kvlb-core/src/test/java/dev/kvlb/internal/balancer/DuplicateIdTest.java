package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.hello;
import static dev.kvlb.internal.link.TestMessages.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A worker that comes with the id of a member and is another process: one of the two has to choose another id. */
class DuplicateIdTest {
    private static final String TAKEN = "worker id 1 is registered already, from 127.0.0.1:6001; choose another id";
    private static final Message REFUSAL = error(ErrorCode.PROTOCOL_ERROR, TAKEN);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final BalancerFixture balancer = new BalancerFixture();

    @Nested
    class OfAMemberThatSpeaksTheExtensions {
        private final FakeWorker member = balancer.readyKvlbWorker(1);
        private final FakeWorker namesake = balancer.kvlbWorker(1, 99);

        @Test
        void waitsWhileTheMemberIsAskedWhetherItLives() {
            assertThat(namesake.received()).containsExactly(welcome(Handshake.BALANCER, BalancerSettings.INCARNATION));
            assertThat(namesake.isDisconnected()).isFalse();
            assertThat(member.heartbeats()).hasSize(1);
            assertThat(balancer.waiting()).containsExactly(1L);
        }

        @Test
        void isRefusedOnceTheMemberHasAnswered() {
            namesake.received();

            member.answersHeartbeats();

            assertThat(namesake.received()).containsExactly(REFUSAL);
            assertThat(namesake.isDisconnected()).isTrue();
            assertThat(balancer.events()).endsWith("worker at 127.0.0.1 refused: " + TAKEN);
        }

        @Test
        void isNotRefusedByAnAnswerThatWasOnItsWay() {
            BalancerFixture other = new BalancerFixture();
            FakeWorker first = other.readyKvlbWorker(1);
            first.fallsSilent();
            other.advance(Duration.ofMillis(250));
            Message.Heartbeat earlier = first.heartbeats().get(0);
            other.advance(Duration.ofMillis(1));
            FakeWorker second = other.kvlbWorker(1, 99);

            first.sends(new Message.HeartbeatAck(earlier.sequence()));
            assertThat(second.isDisconnected()).isFalse();

            first.sends(new Message.HeartbeatAck(first.heartbeats().get(1).sequence()));
            assertThat(second.isDisconnected()).isTrue();
        }

        @Test
        void leavesTheMemberAsItWas() {
            member.received();

            member.answersHeartbeats();

            assertThat(member.isDisconnected()).isFalse();
            assertThat(member.received()).isEmpty();
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void takesThePlaceOfAMemberThatTurnsOutToBeLost() {
            member.fallsSilent();

            balancer.advance(A_SECOND);

            assertThat(member.isDisconnected()).isTrue();
            assertThat(namesake.isDisconnected()).isFalse();
            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(balancer.snapshot().workers())
                    .singleElement()
                    .satisfies(worker -> assertThat(worker.incarnation()).isEqualTo(99));
        }

        @Test
        void mayLeaveBeforeThat() {
            namesake.vanishes();

            member.answersHeartbeats();

            assertThat(balancer.waiting()).isEmpty();
            assertThat(balancer.ring()).containsExactly(1L);
        }
    }

    @Nested
    class OfALostMemberThatIsWaitedFor {
        @Test
        void waitsToo() {
            BalancerFixture linearizable = BalancerFixture.linearizable();
            linearizable.readyKvlbWorker(1).vanishes();

            FakeWorker namesake = linearizable.kvlbWorker(1, 99);

            assertThat(namesake.isDisconnected()).isFalse();
            assertThat(linearizable.waiting()).containsExactly(1L);
            assertThat(namesake.join()).isNull();
        }
    }

    @Nested
    class WhereOneSpeaksOnlyTheBaseProtocol {
        @Test
        void isRefusedAtOnceBesideAMemberOfTheExtensions() {
            FakeWorker member = balancer.readyKvlbWorker(1);
            FakeWorker namesake = balancer.baseWorker(1);

            assertThat(namesake.received()).containsExactly(REFUSAL);
            assertThat(namesake.isDisconnected()).isTrue();
            assertThat(member.isDisconnected()).isFalse();
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void isRefusedAtOnceBesideAMemberOfTheBaseProtocol() {
            balancer.baseWorker(1);

            FakeWorker namesake = balancer.kvlbWorker(1);

            assertThat(namesake.received()).endsWith(REFUSAL);
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void isRefusedBetweenTwoWhoseIncarnationNobodyKnows() {
            balancer.baseWorker(1);

            FakeWorker namesake = balancer.baseWorker(1);

            assertThat(namesake.received()).containsExactly(REFUSAL);
            assertThat(balancer.ring()).containsExactly(1L);
        }
    }

    @Nested
    class OfOneThatWaitsToo {
        @Test
        void onlyOneOfThemIsLetIn() {
            BalancerFixture linearizable = BalancerFixture.linearizable();
            FakeWorker only = linearizable.readyKvlbWorker(1);
            only.vanishes();
            FakeWorker earlier = linearizable.kvlbWorker(3, 901);
            FakeWorker later = linearizable.kvlbWorker(3, 902);

            linearizable.again(only);
            earlier.answersHeartbeats();

            assertThat(linearizable.members()).containsExactly(1L, 3L);
            assertThat(earlier.isDisconnected()).isFalse();
            assertThat(later.isDisconnected()).isTrue();
        }

        @Test
        void theSameProcessOnAnotherConnectionTakesItsPlace() {
            BalancerFixture linearizable = BalancerFixture.linearizable();
            linearizable.readyKvlbWorker(1).vanishes();
            FakeWorker earlier = linearizable.kvlbWorker(3);

            FakeWorker again = linearizable.kvlbWorker(3);

            assertThat(earlier.isDisconnected()).isTrue();
            assertThat(again.isDisconnected()).isFalse();
            assertThat(linearizable.waiting()).containsExactly(3L);
        }
    }

    @Test
    void aProcessThatGreetsTwiceBeforeItRegistersIsTheLastThatItSaid() {
        FakeWorker worker = balancer.stranger(1, 11);
        worker.sends(hello(Handshake.WORKER, 10), hello(Handshake.WORKER, 11));
        worker.registers();
        worker.reportsNothing();

        assertThat(balancer.snapshot().workers())
                .singleElement()
                .satisfies(member -> assertThat(member.incarnation()).isEqualTo(11));
    }
}
