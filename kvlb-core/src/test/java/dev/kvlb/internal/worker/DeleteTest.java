package dev.kvlb.internal.worker;

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
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deletes: writes that leave a tombstone in place of a value. */
class DeleteTest {
    private final WorkerFixture worker = new WorkerFixture();

    private static Message told(long view, long version, String key) {
        return new Message.NotifyDelete(FakeBalancer.EPOCH, view, version, Key.of(key));
    }

    private static Message stored(long version, String key) {
        return new Message.StoreResponse(ErrorCode.NONE, version, Key.of(key));
    }

    private static Message nothing(long clientId, long version, String key) {
        return new Message.VersionedRetrieveResponse(
                ErrorCode.KEY_NOT_FOUND, clientId, version, Key.of(key), Value.EMPTY);
    }

    private Remote connect(long id) {
        Remote peer = worker.acceptAtPeer(id);
        peer.sends(welcome(Handshake.WORKER, 5_000 + id));
        peer.received();
        return peer;
    }

    @Nested
    class OfTheBalancer {
        @Test
        void removeTheValueAndAreRemembered() {
            worker.becomeReady();
            worker.balancer.stores(11, "k", "v");

            worker.balancer.deletes(12, "k");

            assertThat(worker.data()).isEmpty();
            assertThat(worker.tombstones()).isEqualTo(Map.of("k", 12L));
        }

        @Test
        void areRememberedAlsoWhereNothingWasStored() {
            worker.becomeReady();

            worker.balancer.deletes(12, "k");

            assertThat(worker.tombstones()).isEqualTo(Map.of("k", 12L));
        }

        @Test
        void areFoundByReadsWithTheirVersions() {
            worker.becomeReady();
            worker.balancer.deletes(12, "k");
            worker.balancer.received();

            worker.balancer.sends(new Message.RetrieveRequest(5, Key.of("k")));

            assertThat(worker.balancer.received()).containsExactly(nothing(5, 12, "k"));
        }

        @Test
        void arePassedOverWhereALaterWriteIsStored() {
            worker.becomeReady();
            worker.balancer.stores(12, "k", "v");
            worker.balancer.received();

            worker.balancer.deletes(11, "k");

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
            assertThat(worker.balancer.received()).containsExactly(stored(11, "k"), worker.balancer.settled(11));
        }

        @Test
        void haveEarlierWritesPassedOver() {
            worker.becomeReady();
            worker.balancer.deletes(12, "k");

            worker.balancer.stores(11, "k", "v");

            assertThat(worker.data()).isEmpty();
        }

        @Test
        void giveWayToLaterWrites() {
            worker.becomeReady();
            worker.balancer.deletes(12, "k");

            worker.balancer.stores(13, "k", "v");

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
            assertThat(worker.tombstones()).isEmpty();
        }

        @Test
        void areAnsweredAndToldPeersAndSettledAsWritesAre() {
            worker.becomeReady(2, 3);
            Remote second = connect(2);
            Remote third = connect(3);

            worker.balancer.deletes(12, "k");
            assertThat(second.received()).containsExactly(told(1, 12, "k"));
            assertThat(worker.balancer.received()).containsExactly(stored(12, "k"));
            second.sends(new Message.NotifyAck(1));
            third.sends(new Message.NotifyAck(1));

            assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(12));
        }

        @Test
        void areAnsweredOnlyWhenTheyAreSettledInTheLinearizableMode() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.isLinearizable();
            worker.balancer.admits();
            worker.showView(2);
            worker.balancer.received();

            worker.balancer.deletes(12, "k");
            assertThat(worker.balancer.received()).isEmpty();
            connect(2).sends(new Message.NotifyAck(1));

            assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(12));
        }

        @Test
        void areToldAgainOnTheNextConnectionToAPeer() {
            worker.becomeReady(2);
            Remote second = connect(2);
            worker.balancer.stores(11, "k", "v");
            worker.balancer.deletes(12, "k");
            second.sends(new Message.NotifyAck(1));
            second.vanishes();
            worker.advance(Duration.ofMillis(200));

            assertThat(worker.acceptAtPeer(2).received())
                    .containsExactly(hello(Handshake.WORKER, WorkerSettings.INCARNATION), told(1, 12, "k"));
        }

        @Test
        void areNotToldAPeerOfTheBaseProtocol() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.admits();
            worker.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.base(2));
            Remote base = worker.acceptAtPeer(2);

            worker.balancer.deletes(12, "k");

            assertThat(base.received()).isEmpty();
        }

        @Test
        void areRefusedForAnEmptyKey() {
            worker.becomeReady();

            worker.balancer.deletes(12, "");

            assertThat(worker.balancer.received())
                    .containsExactly(new Message.StoreResponse(ErrorCode.INVALID_KEY, 12, Key.of("")));
        }

        @Test
        void areMalformedWithAVersionThatIsNone() {
            worker.becomeReady();

            worker.balancer.sends(new Message.VersionedDelete(1, -1, Key.of("k")));

            assertThat(worker.balancer.isDisconnected()).isTrue();
        }
    }

    @Nested
    class OfAPeer {
        private final Remote peer = connected();

        private Remote connected() {
            worker.becomeReady(2);
            return worker.peer(2);
        }

        @Test
        void areAppliedAndAcknowledgedInOneCountWithWrites() {
            peer.sends(
                    new Message.VersionedNotify(FakeBalancer.EPOCH, 1, 11, Key.of("k"), Value.of("v")),
                    told(1, 12, "k"));

            assertThat(worker.data()).isEmpty();
            assertThat(worker.tombstones()).isEqualTo(Map.of("k", 12L));
            assertThat(peer.received()).containsExactly(new Message.NotifyAck(2));
        }

        @Test
        void arePassedOverAndAcknowledgedWhereALaterWriteIsStored() {
            worker.balancer.stores(13, "k", "v");

            peer.sends(told(1, 12, "k"));

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
            assertThat(peer.received()).containsExactly(new Message.NotifyAck(1));
        }

        @Test
        void waitForTheViewThatTheyName() {
            peer.sends(told(2, 12, "k"));
            assertThat(worker.tombstones()).isEmpty();
            assertThat(peer.isHeldUp()).isTrue();

            worker.showView(2);

            assertThat(worker.tombstones()).isEqualTo(Map.of("k", 12L));
            assertThat(peer.received()).containsExactly(new Message.NotifyAck(1));
        }

        @Test
        void thatIsNoMemberEndTheConnection() {
            Remote stranger = worker.peer(9);

            stranger.sends(told(1, 12, "k"));

            assertThat(stranger.isDisconnected()).isTrue();
            assertThat(worker.tombstones()).isEmpty();
        }

        static List<Message> deletesThatNobodyDid() {
            return List.of(
                    told(1, 12, ""),
                    told(1, -1, "k"),
                    told(1, 12, "k".repeat(65_501)),
                    new Message.VersionedTombstone(FakeBalancer.JOIN, 12, Key.of("")),
                    new Message.VersionedTombstone(FakeBalancer.JOIN, -1, Key.of("k")));
        }

        @ParameterizedTest
        @MethodSource("deletesThatNobodyDid")
        void thatNobodyCanHaveDoneAreMalformed(Message message) {
            peer.sends(message);

            assertThat(peer.received())
                    .hasOnlyElementsOfType(Message.Error.class)
                    .hasSize(1);
            assertThat(peer.isDisconnected()).isTrue();
            assertThat(worker.tombstones()).isEmpty();
        }
    }
}
