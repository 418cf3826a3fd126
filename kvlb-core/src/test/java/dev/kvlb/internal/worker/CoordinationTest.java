package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.error;
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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Writes that this worker coordinates: they are settled when every member of the view has acknowledged them. */
class CoordinationTest {
    private final WorkerFixture worker = new WorkerFixture();

    private static Message told(long view, long version, String key, String value) {
        return new Message.VersionedNotify(FakeBalancer.EPOCH, view, version, Key.of(key), Value.of(value));
    }

    private static Message stored(long version, String key) {
        return new Message.StoreResponse(ErrorCode.NONE, version, Key.of(key));
    }

    private static Message ack(long count) {
        return new Message.NotifyAck(count);
    }

    /** Lets the worker reach a peer again whose connection was lost. */
    private Remote reconnect(long id) {
        worker.advance(Duration.ofMillis(200));
        return connect(id);
    }

    /** Lets the worker connect to a peer of the extensions. */
    private Remote connect(long id) {
        Remote peer = worker.acceptAtPeer(id);
        peer.sends(welcome(Handshake.WORKER, 5_000 + id));
        return peer;
    }

    @Nested
    class WithTwoPeers {
        private final Remote second = connected(2);
        private final Remote third = connected(3);

        private Remote connected(long id) {
            if (worker.balancer == null) {
                worker.becomeReady(2, 3);
            }
            Remote peer = connect(id);
            peer.received();
            return peer;
        }

        @Test
        void aWriteIsToldBothAndAnsweredAtOnce() {
            worker.balancer.stores(11, "k", "v");

            assertThat(second.received()).containsExactly(told(1, 11, "k", "v"));
            assertThat(third.received()).containsExactly(told(1, 11, "k", "v"));
            assertThat(worker.balancer.received()).containsExactly(stored(11, "k"));
            assertThat(worker.snapshot().unsettledWrites()).isOne();
        }

        @Test
        void itIsSettledByTheLastAcknowledgement() {
            worker.balancer.stores(11, "k", "v");
            worker.balancer.received();

            second.sends(ack(1));
            assertThat(worker.balancer.received()).isEmpty();
            third.sends(ack(1));

            assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(11));
            assertThat(worker.snapshot().unsettledWrites()).isZero();
        }

        @Test
        void oneAcknowledgementMaySettleSeveral() {
            worker.balancer.stores(11, "a", "1");
            worker.balancer.stores(12, "b", "2");
            worker.balancer.stores(13, "c", "3");
            third.sends(ack(3));
            worker.balancer.received();

            second.sends(ack(2));

            assertThat(worker.balancer.received())
                    .containsExactly(worker.balancer.settled(11), worker.balancer.settled(12));
        }

        @Test
        void aPeerThatLeavesTheViewIsNotWaitedFor() {
            worker.balancer.stores(11, "k", "v");
            second.sends(ack(1));
            worker.balancer.received();

            worker.showView(2);

            assertThat(worker.balancer.received()).containsExactly(FakeBalancer.settledIn(2, 11));
            assertThat(third.isDisconnected()).isTrue();
            assertThat(second.isDisconnected()).isFalse();
        }

        @Test
        void aPeerThatComesIntoTheViewIsWaitedFor() {
            worker.balancer.stores(11, "k", "v");
            worker.balancer.received();
            worker.showView(2, 3, 4);
            second.sends(ack(1));
            third.sends(ack(1));
            assertThat(worker.balancer.received()).isEmpty();

            Remote fourth = worker.acceptAtPeer(4);
            assertThat(fourth.received())
                    .containsExactly(hello(Handshake.WORKER, WorkerSettings.INCARNATION), told(2, 11, "k", "v"));
            fourth.sends(ack(1));

            assertThat(worker.balancer.received()).containsExactly(FakeBalancer.settledIn(2, 11));
        }

        @Test
        void aPeerThatComesInPlaceOfAnotherIsWaitedForToo() {
            worker.balancer.stores(11, "k", "v");
            second.sends(ack(1));
            worker.balancer.received();

            worker.showView(2, 4);
            assertThat(worker.balancer.received()).isEmpty();
            connect(4).sends(ack(1));

            assertThat(worker.balancer.received()).containsExactly(FakeBalancer.settledIn(2, 11));
        }

        @Test
        void aPeerThatIsAnotherProcessNowIsAnotherPeer() {
            worker.balancer.stores(11, "k", "v");
            second.sends(ack(1));
            third.sends(ack(1));
            worker.balancer.received();

            worker.balancer.showsView(
                    FakeBalancer.ready(WorkerSettings.ID),
                    FakeBalancer.ready(2),
                    new Message.ViewMember(3, 999, WorkerFixture.HOST, 6_003, 1));

            assertThat(third.isDisconnected()).isTrue();
            assertThat(worker.connecting()).containsExactly(WorkerFixture.endpoint(3));
        }

        @Test
        void notifiesNameTheViewThatTheWorkerHas() {
            worker.showView(2, 3);

            worker.balancer.stores(11, "k", "v");

            assertThat(second.received()).containsExactly(told(2, 11, "k", "v"));
        }

        @Test
        void whatAPeerDidNotAcknowledgeIsSentAgainOnTheNextConnection() {
            worker.balancer.stores(11, "a", "1");
            worker.balancer.stores(12, "b", "2");
            worker.balancer.stores(13, "c", "3");
            second.sends(ack(1));
            second.vanishes();

            Remote again = reconnect(2);

            assertThat(again.received())
                    .containsExactly(
                            hello(Handshake.WORKER, WorkerSettings.INCARNATION),
                            told(1, 12, "b", "2"),
                            told(1, 13, "c", "3"));
        }

        @Test
        void whatIsSentAgainIsWhatItWasHoweverManyWereSettledSince() {
            String one = "1".repeat(1_000);
            String two = "2".repeat(1_000);
            String three = "3".repeat(1_000);
            worker.balancer.stores(11, "a", one);
            second.vanishes();
            third.sends(ack(1));
            worker.balancer.stores(12, "b", two);
            Remote again = reconnect(2);
            again.sends(ack(1));
            again.vanishes();
            worker.balancer.stores(13, "c", three);

            assertThat(reconnect(2).received())
                    .containsExactly(
                            hello(Handshake.WORKER, WorkerSettings.INCARNATION),
                            told(1, 12, "b", two),
                            told(1, 13, "c", three));
        }

        @Test
        void theNextConnectionIsAcknowledgedFromTheBeginning() {
            worker.balancer.stores(11, "a", "1");
            worker.balancer.stores(12, "b", "2");
            third.sends(ack(2));
            second.sends(ack(1));
            second.vanishes();
            worker.balancer.received();

            Remote again = reconnect(2);
            again.sends(ack(1));
            assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(12));

            worker.balancer.stores(13, "c", "3");
            third.sends(ack(3));
            worker.balancer.received();
            again.sends(ack(2));
            assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(13));
        }

        @Test
        void whatIsWrittenWhileAPeerIsAwayIsSentWhenItIsBack() {
            third.sends(ack(0));
            second.vanishes();
            worker.balancer.stores(11, "k", "v");
            third.sends(ack(1));
            worker.balancer.received();

            Remote again = reconnect(2);
            assertThat(again.received())
                    .containsExactly(hello(Handshake.WORKER, WorkerSettings.INCARNATION), told(1, 11, "k", "v"));
            again.sends(ack(1));

            assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(11));
        }

        @Test
        void aPeerThatIsKeptThroughAViewKeepsItsConnectionAndItsCount() {
            worker.balancer.stores(11, "a", "1");
            second.sends(ack(1));
            third.sends(ack(1));
            worker.showView(2, 3);
            worker.balancer.stores(12, "b", "2");
            worker.balancer.received();

            second.sends(ack(2));
            third.sends(ack(2));

            assertThat(worker.balancer.received()).containsExactly(FakeBalancer.settledIn(2, 12));
        }

        @Test
        void whatItCoordinatedIsDroppedWithTheBalancer() {
            worker.balancer.stores(11, "k", "v");

            worker.balancer.vanishes();

            assertThat(worker.snapshot().unsettledWrites()).isZero();
            worker.becomeReady(2, 3);
            assertThat(worker.acceptAtPeer(2).received())
                    .containsExactly(hello(Handshake.WORKER, WorkerSettings.INCARNATION));
        }

        @Test
        void theSameWriteSentAgainIsToldAgain() {
            worker.balancer.stores(11, "k", "v");
            second.sends(ack(1));
            third.sends(ack(1));
            second.received();

            worker.balancer.stores(11, "k", "v");

            assertThat(second.received()).containsExactly(told(1, 11, "k", "v"));
        }
    }

    @Nested
    class TheCountOfAnAcknowledgement {
        private final Remote second = connected();

        private Remote connected() {
            worker.becomeReady(2);
            return connect(2);
        }

        @Test
        void cannotBeMoreThanWasTold() {
            worker.balancer.stores(11, "k", "v");
            second.received();

            second.sends(ack(2));

            assertThat(second.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR, "malformed NOTIFY_ACK: count at byte 3: expected 0..1, found 2"));
            assertThat(second.isDisconnected()).isTrue();
        }

        @Test
        void cannotGoBack() {
            worker.balancer.stores(11, "k", "v");
            second.sends(ack(1));

            second.sends(ack(0));

            assertThat(second.isDisconnected()).isTrue();
        }

        @Test
        void mayBeSaidTwice() {
            worker.balancer.stores(11, "k", "v");
            second.sends(ack(1));

            second.sends(ack(1));

            assertThat(second.isDisconnected()).isFalse();
        }
    }

    @Test
    void aWriteBeforeTheConnectionsAreUpIsToldOnceTheyAre() {
        worker.becomeReady(2);
        worker.balancer.stores(11, "k", "v");
        assertThat(worker.balancer.received()).containsExactly(stored(11, "k"));
        worker.advance(Duration.ofMillis(500));

        connect(2).sends(ack(1));

        assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(11));
    }

    @Test
    void peersThatComeAndGoDoNotUseUpTheRoomForThem() {
        worker.becomeReady();
        for (long id = 100; id < 200; id++) {
            worker.showView(id);
        }
        worker.showView(2, 3);
        worker.balancer.stores(11, "k", "v");
        worker.balancer.received();

        connect(2).sends(ack(1));
        assertThat(worker.balancer.received()).isEmpty();
        connect(3).sends(ack(1));

        assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(11));
    }

    @Test
    void aSixtyFifthPeerIsNotWaitedForAndNotMistakenForTheFirst() {
        long[] peers = LongStream.rangeClosed(2, 66).toArray();
        worker.becomeReady(peers);

        worker.balancer.stores(11, "k", "v");
        worker.balancer.received();
        for (long id = 2; id < 66; id++) {
            assertThat(worker.balancer.received()).isEmpty();
            connect(id).sends(ack(1));
        }

        assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(11));
        assertThat(worker.snapshot().peers()).isEqualTo(64);
    }
}
