package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.garbage;
import static dev.kvlb.internal.link.TestMessages.hello;
import static dev.kvlb.internal.link.TestMessages.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The connections that a worker opens to its peers, and what it reports of those that it can't reach. */
class PeerLinkTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final WorkerFixture worker = new WorkerFixture();

    @BeforeEach
    void becomeReady() {
        worker.becomeReady(2);
    }

    private List<Message> reports() {
        return worker.balancer.received().stream()
                .filter(Message.PeerUnreachable.class::isInstance)
                .toList();
    }

    private static Message unreachable(long id) {
        return new Message.PeerUnreachable(id);
    }

    /** Lets time go on and refuses every attempt to reach the peer. */
    private void advanceWithoutPeer(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis++) {
            if (worker.connecting().contains(WorkerFixture.endpoint(2))) {
                worker.refuseAtPeer(2);
            }
            worker.advance(A_MOMENT);
        }
    }

    /** Lets the worker connect to the peer, which speaks the extensions. */
    private Remote connect() {
        Remote peer = worker.acceptAtPeer(2);
        peer.sends(welcome(Handshake.WORKER, 5_002));
        peer.received();
        return peer;
    }

    @Nested
    class Connecting {
        @Test
        void beginsAtOnceWithAHello() {
            assertThat(worker.connecting()).containsExactly(WorkerFixture.endpoint(2));

            assertThat(worker.acceptAtPeer(2).received())
                    .containsExactly(hello(Handshake.WORKER, WorkerSettings.INCARNATION));
        }

        @Test
        void isTriedAgainWithGrowingWaits() {
            worker.refuseAtPeer(2);
            assertThat(worker.connecting()).isEmpty();
            worker.advance(Duration.ofMillis(100));
            assertThat(worker.connecting()).hasSize(1);

            worker.refuseAtPeer(2);
            worker.advance(Duration.ofMillis(99));
            assertThat(worker.connecting()).isEmpty();
            worker.advance(Duration.ofMillis(101));
            assertThat(worker.connecting()).hasSize(1);
        }

        @Test
        void isTriedAgainAtOnceWhenAConnectionThatStoodIsLost() {
            Remote peer = connect();
            worker.advance(Duration.ofSeconds(2));

            peer.vanishes();

            assertThat(worker.connecting()).containsExactly(WorkerFixture.endpoint(2));
        }

        @Test
        void isNotTriedWithoutAPauseWhenThePeerHangsUpAtOnce() {
            int attempts = 0;
            for (int i = 0; i < 1_000; i++) {
                if (!worker.connecting().isEmpty()) {
                    worker.acceptAtPeer(2).vanishes();
                    attempts++;
                }
                worker.advance(A_MOMENT);
            }

            assertThat(attempts).isBetween(4, 7);
        }

        @Test
        void isNotTriedTwiceAtATime() {
            worker.advance(Duration.ofSeconds(10));

            assertThat(worker.connecting()).hasSize(1);
        }

        @Test
        void endsWithTheEndOfThePeersInput() {
            Remote peer = connect();

            peer.endsInput();

            assertThat(peer.isDisconnected()).isTrue();
            worker.advance(Duration.ofMillis(100));
            assertThat(worker.connecting()).containsExactly(WorkerFixture.endpoint(2));
        }
    }

    @Nested
    class APeerThatCannotBeReached {
        @Test
        void isReportedAfterASecond() {
            advanceWithoutPeer(A_SECOND.minus(A_MOMENT));
            assertThat(reports()).isEmpty();

            advanceWithoutPeer(A_MOMENT);

            assertThat(reports()).containsExactly(unreachable(2));
        }

        @Test
        void isReportedThoughNothingElseHappens() {
            worker.advance(A_SECOND);

            assertThat(reports()).containsExactly(unreachable(2));
        }

        @Test
        void isReportedAgainEachSecond() {
            advanceWithoutPeer(A_SECOND.multipliedBy(5));

            assertThat(reports()).hasSize(5);
        }

        @Test
        void isReportedASecondAfterItsConnectionWasLost() {
            Remote peer = connect();
            worker.advance(A_SECOND.multipliedBy(5));
            peer.vanishes();

            advanceWithoutPeer(A_SECOND.minus(A_MOMENT));
            assertThat(reports()).isEmpty();
            advanceWithoutPeer(A_MOMENT);

            assertThat(reports()).containsExactly(unreachable(2));
        }

        @Test
        void isNotReportedOnceItIsReached() {
            advanceWithoutPeer(Duration.ofMillis(950));
            while (worker.connecting().isEmpty()) {
                worker.advance(A_MOMENT);
            }
            connect();
            reports();

            worker.advance(A_SECOND.multipliedBy(3));

            assertThat(reports()).isEmpty();
        }

        @Test
        void isReportedThoughItTakesConnectionsAndHangsUp() {
            for (int i = 0; i < 1_500; i++) {
                if (!worker.connecting().isEmpty()) {
                    worker.acceptAtPeer(2).vanishes();
                }
                worker.advance(A_MOMENT);
            }

            assertThat(reports()).hasSize(1);
        }

        @Test
        void isNotReportedWhenItWasThisProcessThatStoodStill() {
            worker.standStill(A_SECOND.multipliedBy(5));
            assertThat(reports()).isEmpty();

            worker.advance(A_SECOND);
            assertThat(reports()).containsExactly(unreachable(2));
        }

        @Test
        void isNotReportedToNobody() {
            worker.balancer.vanishes();

            worker.advance(A_SECOND.multipliedBy(3));

            assertThat(reports()).isEmpty();
        }
    }

    @Nested
    class APeerThatDoesNotAcknowledge {
        @Test
        void isReportedAfterASecond() {
            connect();
            worker.balancer.stores(11, "k", "v");

            worker.advance(A_SECOND.minus(A_MOMENT));
            assertThat(reports()).isEmpty();
            worker.advance(A_MOMENT);

            assertThat(reports()).containsExactly(unreachable(2));
        }

        @Test
        void isReportedAgainEachSecond() {
            connect();
            worker.balancer.stores(11, "k", "v");

            worker.advance(A_SECOND.multipliedBy(3));

            assertThat(reports()).hasSize(3);
        }

        @Test
        void isReportedThoughAnotherPeerKeepsComingBack() {
            Remote silent = connect();
            worker.showView(2, 3);
            worker.balancer.stores(11, "k", "v");
            for (int i = 0; i < 4; i++) {
                Remote other = worker.acceptAtPeer(3);
                other.sends(welcome(Handshake.WORKER, 5_003));
                worker.advance(Duration.ofMillis(300));
                other.vanishes();
                while (!worker.connecting().contains(WorkerFixture.endpoint(3))) {
                    worker.advance(A_MOMENT);
                }
            }

            assertThat(reports()).contains(unreachable(2), unreachable(3));
            assertThat(silent.isDisconnected()).isFalse();
        }

        @Test
        void isNotReportedWhileItAcknowledges() {
            Remote peer = connect();
            for (int i = 1; i <= 10; i++) {
                worker.balancer.stores(10 + i, "k", "v");
                worker.advance(Duration.ofMillis(900));
                peer.sends(new Message.NotifyAck(i));
            }

            assertThat(reports()).isEmpty();
        }

        @Test
        void isNotReportedWhenItOwesNothing() {
            connect();

            worker.advance(A_SECOND.multipliedBy(10));

            assertThat(reports()).isEmpty();
        }

        @Test
        void isNotReportedWhenItWasThisProcessThatStoodStill() {
            Remote peer = connect();
            worker.balancer.stores(11, "k", "v");
            worker.advance(Duration.ofMillis(300));

            worker.standStill(A_SECOND.multipliedBy(5));
            assertThat(reports()).isEmpty();
            worker.advance(Duration.ofMillis(900));
            peer.sends(new Message.NotifyAck(1));
            worker.advance(A_SECOND);

            assertThat(reports()).isEmpty();
        }
    }

    /** Each turn costs the same, however many peers there are. */
    @Test
    void peersAreLookedAtWhenSomethingMayBeDueAndNotInEachTurn() {
        connect();
        worker.advance(A_SECOND);
        long next = worker.nextDeadlineNanos();

        worker.advance(A_MOMENT);
        worker.balancer.sends(new Message.RetrieveRequest(1, Key.of("k")));

        assertThat(worker.nextDeadlineNanos()).isEqualTo(next).isGreaterThan(worker.nowNanos());
    }

    @Nested
    class WhatIsMalformed {
        private final Message pretext = new Message.PeerNotify(Key.of("k"), Value.of("v"));

        @Test
        void isToldThePeerWhoseConnectionEnds() {
            Remote peer = connect();

            peer.sendsBytes(garbage());

            String reason = "malformed frame of type 99: type at byte 0: expected a type of the protocol, found 99";
            assertThat(peer.received()).containsExactly(error(ErrorCode.PROTOCOL_ERROR, reason));
            assertThat(peer.isDisconnected()).isTrue();
            assertThat(worker.events()).endsWith("127.0.0.1 misbehaved: " + reason);
        }

        static List<Message> notOnThisConnection() {
            return List.of(
                    new Message.PeerNotify(Key.of("k"), Value.of("v")),
                    new Message.VersionedNotify(FakeBalancer.EPOCH, 1, 11, Key.of("k"), Value.of("v")),
                    new Message.DataExportStart(1),
                    new Message.VersionedExportEnd(1),
                    hello(Handshake.WORKER, 5_002));
        }

        @ParameterizedTest
        @MethodSource("notOnThisConnection")
        void isWhatGoesInTheOtherDirection(Message message) {
            Remote peer = connect();

            peer.sends(message);

            assertThat(peer.received())
                    .hasOnlyElementsOfType(Message.Error.class)
                    .hasSize(1);
            assertThat(peer.isDisconnected()).isTrue();
            assertThat(worker.data()).isEmpty();
        }

        @Test
        void isNoReasonToLeaveTheBalancer() {
            connect().sends(pretext);

            assertThat(worker.balancer.isDisconnected()).isFalse();
        }

        @Test
        void anErrorOfThePeerIsToldTheListener() {
            connect().sends(error(ErrorCode.PROTOCOL_ERROR, "I do not like this"));

            assertThat(worker.events()).endsWith("127.0.0.1 misbehaved: I do not like this");
        }
    }
}
