package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a worker of the extensions says that it brings along, and who is refused for it. */
class ReportTest {
    private static final Message REPORT = new Message.Report(0, 0, MemberRole.NONE, 0);
    private static final Message START = new Message.ViewStart(0, 0, 0, 0);
    private static final Message MEMBER = new Message.ViewMember(1, 5_001, "127.0.0.1", 6_001, MemberRole.READY);
    private static final Message END = new Message.ViewEnd();
    private static final Message READY = new Message.WorkerReady(2, 6_002);

    private final BalancerFixture balancer = BalancerFixture.linearizable();

    private FakeWorker greeted() {
        FakeWorker worker = balancer.stranger(2, 5_002);
        worker.greets();
        worker.received();
        return worker;
    }

    @Nested
    class ItsRegistration {
        @Test
        void isCompleteWithTheEndOfTheView() {
            FakeWorker worker = greeted();
            worker.sends(READY, REPORT, START);
            assertThat(worker.join()).isNull();
            assertThat(balancer.members()).isEmpty();

            worker.sends(END);

            assertThat(worker.join()).isNotNull();
            assertThat(balancer.members()).containsExactly(2L);
        }

        @Test
        void isNotCompleteBeforeItSaysWhoItIs() {
            FakeWorker worker = greeted();
            worker.sends(REPORT, START, END);
            assertThat(worker.join()).isNull();

            worker.sends(READY);

            assertThat(balancer.members()).containsExactly(2L);
        }

        @Test
        void endsWhenItTakesTooLong() {
            FakeWorker worker = greeted();
            worker.sends(READY, REPORT, START);
            balancer.advance(Duration.ofSeconds(59));
            assertThat(worker.isDisconnected()).isFalse();

            balancer.advance(Duration.ofSeconds(1));

            assertThat(worker.isDisconnected()).isTrue();
        }

        @Test
        void isNotNeededWhenItIsReadyAgain() {
            FakeWorker worker = balancer.readyKvlbWorker(2);
            worker.sends(new Message.WorkerNotReady(2));

            worker.registers();

            assertThat(balancer.ring()).containsExactly(2L);
        }
    }

    @Nested
    class OutOfItsOrder {
        static Stream<List<Message>> sequences() {
            return Stream.of(
                    List.of(START),
                    List.of(MEMBER),
                    List.of(END),
                    List.of(REPORT, MEMBER),
                    List.of(REPORT, END),
                    List.of(REPORT, REPORT),
                    List.of(REPORT, START, START),
                    List.of(REPORT, START, REPORT),
                    List.of(REPORT, START, END, END),
                    List.of(REPORT, START, END, START),
                    List.of(READY, REPORT, START, END, REPORT));
        }

        @ParameterizedTest
        @MethodSource("sequences")
        void itIsMalformed(List<Message> sequence) {
            FakeWorker worker = greeted();

            worker.sends(sequence.toArray(Message[]::new));

            Message last = sequence.get(sequence.size() - 1);
            assertThat(worker.received())
                    .contains(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed " + last.type()
                                    + ": type at byte 0: expected a type that a worker at this moment may send, found "
                                    + last.type()));
            assertThat(worker.isDisconnected()).isTrue();
        }

        @Test
        void itIsMalformedOfAWorkerWithoutAHello() {
            FakeWorker worker = balancer.stranger(2, FakeWorker.BASE);

            worker.sends(REPORT);

            assertThat(worker.isDisconnected()).isTrue();
        }
    }

    @Nested
    class OfDataOfAnotherCluster {
        private final String reason = "worker 2 holds data of cluster 1234, and this is cluster "
                + Long.toHexString(BalancerSettings.CLUSTER) + ": it keeps them; restart it to join empty";

        @Test
        void refusesItForNow() {
            balancer.readyKvlbWorker(1);

            FakeWorker worker = balancer.returningWorker(2, EarlierRun.of(1, 7).ready(2));

            assertThat(worker.received()).endsWith(error(ErrorCode.SERVER_BUSY, reason));
            assertThat(worker.isDisconnected()).isTrue();
            assertThat(balancer.events()).endsWith("worker at 127.0.0.1 refused: " + reason);
            assertThat(balancer.members()).containsExactly(1L);
        }
    }

    @Nested
    class OfALaterBalancer {
        private final EarlierRun later = EarlierRun.of(9, 7).ready(2).ofCluster(BalancerSettings.CLUSTER);

        @Test
        void refusesItForNow() {
            balancer.readyKvlbWorker(1);

            FakeWorker worker = balancer.returningWorker(2, later);

            assertThat(worker.received())
                    .endsWith(
                            error(
                                    ErrorCode.SERVER_BUSY,
                                    "worker 2 knows epoch 9 of a newer balancer, and this one has epoch 1: stop one of the two"));
            assertThat(worker.isDisconnected()).isTrue();
        }

        @Test
        void refusesEvenAMemberThatConnectsAgain() {
            FakeWorker member = balancer.readyKvlbWorker(2);

            FakeWorker again = balancer.returningWorker(2, later);

            assertThat(again.isDisconnected()).isTrue();
            assertThat(member.isDisconnected()).isFalse();
        }
    }

    @Nested
    class OfAnEarlierTimeOfThisCluster {
        @Test
        void hasItLearn() {
            balancer.readyKvlbWorker(1);

            FakeWorker worker =
                    balancer.returningWorker(2, EarlierRun.of(1, 1).ready(2).ofCluster(BalancerSettings.CLUSTER));

            assertThat(worker.join().role()).isEqualTo(MemberRole.LEARNER);
        }
    }
}
