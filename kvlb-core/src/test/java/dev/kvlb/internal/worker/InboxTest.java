package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a peer tells this worker of writes, over the connection that the peer opened. */
class InboxTest {
    private final WorkerFixture worker = new WorkerFixture();

    private static Message write(long view, long version, String key, String value) {
        return new Message.VersionedNotify(FakeBalancer.EPOCH, view, version, Key.of(key), Value.of(value));
    }

    private static Message ack(long count) {
        return new Message.NotifyAck(count);
    }

    @Nested
    class OfTheExtensions {
        private final Remote peer = connected();

        private Remote connected() {
            worker.becomeReady(2);
            return worker.peer(2);
        }

        @Test
        void aHelloIsAnsweredByWelcome() {
            peer.sends(hello(Handshake.WORKER, 5_002));

            assertThat(peer.received()).containsExactly(welcome(Handshake.WORKER, WorkerSettings.INCARNATION));
        }

        @Test
        void aNotifyIsAppliedAndAcknowledged() {
            peer.sends(write(1, 11, "k", "v"));

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
            assertThat(peer.received()).containsExactly(ack(1));
        }

        @Test
        void notifiesOfOneTurnAreAcknowledgedAtOnce() {
            peer.sends(write(1, 11, "a", "1"), write(1, 12, "b", "2"), write(1, 13, "c", "3"));
            assertThat(peer.received()).containsExactly(ack(3));

            peer.sends(write(1, 14, "d", "4"));
            assertThat(peer.received()).containsExactly(ack(4));
        }

        @Test
        void anOlderNotifyChangesNothingAndIsAcknowledged() {
            peer.sends(write(1, 12, "k", "new"));
            peer.received();

            peer.sends(write(1, 11, "k", "old"));

            assertThat(worker.data()).isEqualTo(Map.of("k", "new"));
            assertThat(peer.received()).containsExactly(ack(2));
        }

        @Test
        void aHeartbeatIsAnsweredWhereItCame() {
            Remote peer = worker.peer(2);

            peer.sends(new Message.Heartbeat(7, 0));

            assertThat(peer.received()).containsExactly(new Message.HeartbeatAck(7));
        }

        @Test
        void eachConnectionIsAcknowledgedByItsOwnCount() {
            Remote other = worker.peer(2);
            peer.sends(write(1, 11, "a", "1"), write(1, 12, "b", "2"));

            other.sends(write(1, 13, "c", "3"));

            assertThat(peer.received()).containsExactly(ack(2));
            assertThat(other.received()).containsExactly(ack(1));
        }

        @Test
        void aNotifyOfAnOldViewIsApplied() {
            worker.showView(2, 3);

            peer.sends(write(1, 11, "k", "v"));

            assertThat(peer.received()).containsExactly(ack(1));
        }

        @Test
        void aNotifyOfAViewToComeWaitsForIt() {
            peer.sends(write(2, 11, "k", "v"));
            assertThat(worker.data()).isEmpty();
            assertThat(peer.received()).isEmpty();
            assertThat(peer.isHeldUp()).isTrue();

            worker.showView(2);

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
            assertThat(peer.received()).containsExactly(ack(1));
            assertThat(peer.isHeldUp()).isFalse();
        }

        @Test
        void whatComesBehindItWaitsToo() {
            peer.sends(write(2, 12, "k", "2"), write(1, 13, "k", "3"), write(3, 14, "k", "4"));
            assertThat(worker.data()).isEmpty();

            worker.showView(2);
            assertThat(worker.data()).isEqualTo(Map.of("k", "3"));
            assertThat(peer.received()).containsExactly(ack(2));

            worker.showView(2);
            assertThat(worker.data()).isEqualTo(Map.of("k", "4"));
            assertThat(peer.received()).containsExactly(ack(3));
        }

        @Test
        void oneThatWaitsOnThroughAViewComesInTheEnd() {
            peer.sends(write(3, 11, "k", "v"));
            worker.showView(2);
            assertThat(worker.data()).isEmpty();
            assertThat(peer.isHeldUp()).isTrue();

            worker.showView(2);

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
        }

        @Test
        void otherConnectionsDoNotWait() {
            Remote other = worker.peer(2);
            peer.sends(write(2, 11, "k", "early"));

            other.sends(write(1, 12, "k", "v"));

            assertThat(other.received()).containsExactly(ack(1));
            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
        }

        @Test
        void whatWaitsIsForgottenWithItsConnection() {
            peer.sends(write(2, 11, "k", "v"));
            peer.vanishes();

            worker.showView(2);

            assertThat(worker.data()).isEmpty();
        }

        @Test
        void aMalformedFrameBehindOneThatWaitsIsFoundInItsTurn() {
            peer.sends(write(2, 11, "k", "v"));
            peer.sendsBytes(garbage());
            assertThat(peer.isDisconnected()).isFalse();

            worker.showView(2);

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
            assertThat(peer.isDisconnected()).isTrue();
        }

        @Test
        void oneThatWaitsAndIsMalformedIsFoundInItsTurn() {
            peer.sends(write(2, 11, "", "v"));
            assertThat(peer.isDisconnected()).isFalse();

            worker.showView(2);

            assertThat(peer.received())
                    .hasOnlyElementsOfType(Message.Error.class)
                    .hasSize(1);
            assertThat(peer.isDisconnected()).isTrue();
        }

        @Test
        void aNotifyOfOneThatIsNoMemberEndsTheConnection() {
            Remote stranger = worker.peer(9);

            stranger.sends(write(1, 11, "k", "v"), write(1, 12, "l", "w"));

            assertThat(stranger.received()).isEmpty();
            assertThat(stranger.isDisconnected()).isTrue();
            assertThat(worker.data()).isEmpty();
        }

        @Test
        void aNotifyOfOneThatHasLeftEndsTheConnection() {
            worker.showView(3);

            peer.sends(write(1, 11, "k", "v"));

            assertThat(peer.received()).isEmpty();
            assertThat(peer.isDisconnected()).isTrue();
            assertThat(worker.data()).isEmpty();
        }

        @Test
        void aNotifyWithoutAHelloEndsTheConnection() {
            Remote nameless = worker.peer();

            nameless.sends(write(1, 11, "k", "v"));

            assertThat(nameless.isDisconnected()).isTrue();
            assertThat(worker.data()).isEmpty();
        }

        @Test
        void aNotifyOfAnEarlierBalancerEndsTheConnection() {
            peer.sends(new Message.VersionedNotify(FakeBalancer.EPOCH - 1, 99, 11, Key.of("k"), Value.of("v")));

            assertThat(peer.received()).isEmpty();
            assertThat(peer.isDisconnected()).isTrue();
            assertThat(worker.data()).isEmpty();
        }

        @Test
        void shutdownEndsIt() {
            peer.sends(SHUTDOWN);

            assertThat(peer.isDisconnected()).isTrue();
        }

        @Test
        void theEndOfItsInputEndsIt() {
            peer.endsInput();

            assertThat(peer.isDisconnected()).isTrue();
        }
    }

    @Nested
    class OfTheBaseProtocol {
        private final Remote peer = connected();

        private Remote connected() {
            worker.becomeReady();
            return worker.peer();
        }

        private static Message told(String key, String value) {
            return new Message.PeerNotify(Key.of(key), Value.of(value));
        }

        private static Message entry(String key, String value) {
            return new Message.DataEntry(Key.of(key), Value.of(value));
        }

        @Test
        void aNotifyReplacesWhatIsThere() {
            peer.sends(told("k", "1"), told("k", "2"));

            assertThat(worker.data()).isEqualTo(Map.of("k", "2"));
            assertThat(peer.received()).isEmpty();
        }

        @Test
        void aNotifyTakesTheVersionOfWhatItReplaces() {
            worker.balancer.stores(11, "k", "versioned");

            peer.sends(told("k", "unversioned"), told("new", "unversioned"));

            assertThat(worker.data()).containsEntry("k", "unversioned");
            assertThat(worker.versions()).isEqualTo(Map.of("k", 11L, "new", 0L));
        }

        @Test
        void anExportFillsOnlyWhatIsNotThere() {
            peer.sends(told("k", "came first"));

            peer.sends(
                    new Message.DataExportStart(2),
                    entry("k", "exported"),
                    entry("l", "exported"),
                    new Message.DataExportEnd());

            assertThat(worker.data()).isEqualTo(Map.of("k", "came first", "l", "exported"));
            assertThat(peer.isDisconnected()).isFalse();
        }
    }

    @Nested
    class WhatIsMalformed {
        private final Remote peer = connected();

        private Remote connected() {
            worker.becomeReady(2);
            return worker.peer(2);
        }

        @Test
        void isToldThePeerAndTheListener() {
            peer.sendsBytes(garbage());

            String reason = "malformed frame of type 99: type at byte 0: expected a type of the protocol, found 99";
            assertThat(peer.received()).containsExactly(error(ErrorCode.PROTOCOL_ERROR, reason));
            assertThat(peer.isDisconnected()).isTrue();
            assertThat(worker.events()).endsWith("127.0.0.1 misbehaved: " + reason);
        }

        @Test
        void disturbsNobodyElse() {
            Remote other = worker.peer(2);

            peer.sendsBytes(garbage());
            other.sends(write(1, 11, "k", "v"));

            assertThat(other.received()).containsExactly(ack(1));
            assertThat(worker.balancer.isDisconnected()).isFalse();
        }

        static List<Message> notAPeers() {
            return List.of(
                    new Message.Put(Key.of("k"), Value.of("v")),
                    new Message.WorkerReady(2, 6_002),
                    new Message.WorkerRegistryEnd(),
                    new Message.VersionedStore(1, 1, Key.of("k"), Value.of("v")),
                    new Message.NotifyAck(1),
                    new Message.HeartbeatAck(1));
        }

        @ParameterizedTest
        @MethodSource("notAPeers")
        void isATypeThatAPeerDoesNotSend(Message message) {
            peer.sends(message);

            assertThat(peer.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed " + message.type()
                                    + ": type at byte 0: expected a type that a peer may send, found "
                                    + message.type()));
            assertThat(peer.isDisconnected()).isTrue();
        }

        static List<Message> entriesThatNobodyStored() {
            Key none = Key.of("");
            Key longest = Key.of("k".repeat(65_000));
            Value value = Value.of("v".repeat(501));
            return List.of(
                    new Message.PeerNotify(none, value),
                    new Message.PeerNotify(longest, value),
                    new Message.DataEntry(none, value),
                    new Message.DataEntry(longest, value),
                    new Message.VersionedNotify(FakeBalancer.EPOCH, 1, 11, none, value),
                    new Message.VersionedNotify(FakeBalancer.EPOCH, 1, 11, longest, value),
                    new Message.VersionedNotify(FakeBalancer.EPOCH, 1, Long.MIN_VALUE, Key.of("k"), value),
                    new Message.VersionedEntry(FakeBalancer.JOIN, 11, none, value),
                    new Message.VersionedEntry(FakeBalancer.JOIN, -1, Key.of("k"), value));
        }

        @ParameterizedTest
        @MethodSource("entriesThatNobodyStored")
        void isAnEntryThatNobodyCanHaveStored(Message message) {
            peer.sends(message);

            assertThat(peer.received())
                    .hasOnlyElementsOfType(Message.Error.class)
                    .hasSize(1);
            assertThat(peer.isDisconnected()).isTrue();
            assertThat(worker.data()).isEmpty();
        }

        @Test
        void anErrorOfThePeerIsToldTheListener() {
            peer.sends(error(ErrorCode.PROTOCOL_ERROR, "I do not like this"));

            assertThat(worker.events()).endsWith("127.0.0.1 misbehaved: I do not like this");
        }
    }
}
