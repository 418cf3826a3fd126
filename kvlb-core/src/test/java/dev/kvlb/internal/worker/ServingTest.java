package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a worker answers to the balancer's requests, and what it stores. */
class ServingTest {
    private final WorkerFixture worker = new WorkerFixture();

    private static Message stored(long clientId, String key) {
        return new Message.StoreResponse(ErrorCode.NONE, clientId, Key.of(key));
    }

    private static Message store(long clientId, String key, String value) {
        return new Message.StoreRequest(clientId, Key.of(key), Value.of(value));
    }

    private static Message retrieve(long clientId, String key) {
        return new Message.RetrieveRequest(clientId, Key.of(key));
    }

    private static Message found(long clientId, String key, String value) {
        return new Message.RetrieveResponse(ErrorCode.NONE, clientId, Key.of(key), Value.of(value));
    }

    private static Message nothing(ErrorCode result, long clientId, String key) {
        return new Message.RetrieveResponse(result, clientId, Key.of(key), Value.EMPTY);
    }

    private static Message versioned(ErrorCode result, long clientId, long version, String key, String value) {
        return new Message.VersionedRetrieveResponse(result, clientId, version, Key.of(key), Value.of(value));
    }

    @Nested
    class ForABalancerOfTheBaseProtocol {
        ForABalancerOfTheBaseProtocol() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(WorkerSettings.ID));
            worker.balancer.received();
        }

        @Test
        void aStoreRequestIsAppliedAndAnswered() {
            worker.balancer.sends(store(0xffff_ffffL, "k", "v"));

            assertThat(worker.balancer.received()).containsExactly(stored(0xffff_ffffL, "k"));
            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
        }

        @Test
        void theLaterRequestReplacesTheEarlierOne() {
            worker.balancer.sends(store(1, "k", "1"), store(2, "k", "2"));

            assertThat(worker.data()).isEqualTo(Map.of("k", "2"));
        }

        @Test
        void aRetrieveRequestFindsWhatIsStored() {
            worker.balancer.sends(store(1, "k", "v"), store(1, "empty", ""));
            worker.balancer.received();

            worker.balancer.sends(retrieve(7, "k"), retrieve(8, "empty"), retrieve(9, "other"));

            assertThat(worker.balancer.received())
                    .containsExactly(
                            found(7, "k", "v"), found(8, "empty", ""), nothing(ErrorCode.KEY_NOT_FOUND, 9, "other"));
        }

        @Test
        void anEmptyKeyIsRefused() {
            worker.balancer.sends(store(1, "", "v"), retrieve(2, ""));

            assertThat(worker.balancer.received())
                    .containsExactly(
                            new Message.StoreResponse(ErrorCode.INVALID_KEY, 1, Key.of("")),
                            nothing(ErrorCode.INVALID_KEY, 2, ""));
            assertThat(worker.data()).isEmpty();
        }

        @Test
        void anEntryThatFitsNoOtherFrameIsRefused() {
            String value = "v".repeat(65_500);
            worker.balancer.sends(store(1, "k", value), store(2, "k", value.substring(1)));

            assertThat(worker.balancer.received())
                    .containsExactly(
                            new Message.StoreResponse(ErrorCode.INVALID_VALUE, 1, Key.of("k")), stored(2, "k"));
        }

        @Test
        void aKeyThatNoAnswerCouldRepeatIsRefusedWithoutRepeatingIt() {
            worker.balancer.sends(retrieve(1, "k".repeat(65_529)), retrieve(2, "k".repeat(65_500)));

            assertThat(worker.balancer.received())
                    .containsExactly(
                            nothing(ErrorCode.INVALID_KEY, 1, ""),
                            nothing(ErrorCode.KEY_NOT_FOUND, 2, "k".repeat(65_500)));
        }

        @Test
        void anExtensionIsMalformed() {
            worker.balancer.stores(1, "k", "v");

            assertThat(worker.balancer.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed VERSIONED_STORE: type at byte 0: expected a type that a balancer without a"
                                    + " WELCOME may send, found VERSIONED_STORE"));
            assertThat(worker.data()).isEmpty();
        }
    }

    @Nested
    class ForABalancerOfTheExtensions {
        ForABalancerOfTheExtensions() {
            worker.becomeReady();
        }

        @Test
        void aWriteIsAppliedAnsweredAndSettledWhereThereIsNoPeer() {
            worker.balancer.stores(11, "k", "v");

            assertThat(worker.balancer.received()).containsExactly(stored(11, "k"), worker.balancer.settled(11));
            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
            assertThat(worker.versions()).isEqualTo(Map.of("k", 11L));
        }

        @Test
        void anOlderWriteIsAnsweredButChangesNothing() {
            worker.balancer.stores(12, "k", "new");
            worker.balancer.received();

            worker.balancer.stores(11, "k", "old");

            assertThat(worker.balancer.received()).containsExactly(stored(11, "k"), worker.balancer.settled(11));
            assertThat(worker.data()).isEqualTo(Map.of("k", "new"));
        }

        @Test
        void theSameWriteMayComeAgain() {
            worker.balancer.stores(11, "k", "v");
            worker.balancer.stores(11, "k", "v");

            assertThat(worker.balancer.received())
                    .containsExactly(
                            stored(11, "k"), worker.balancer.settled(11), stored(11, "k"), worker.balancer.settled(11));
        }

        @Test
        void aVersionThatIsNoneIsMalformed() {
            worker.balancer.stores(-1L >>> 32, "k", "v");
            worker.balancer.received();

            worker.balancer.sends(new Message.VersionedStore(1, -1, Key.of("k"), Value.of("x")));

            assertThat(worker.balancer.received()).hasOnlyElementsOfType(Message.Error.class);
            assertThat(worker.balancer.isDisconnected()).isTrue();
        }

        @Test
        void anEmptyKeyIsRefused() {
            worker.balancer.stores(1, "", "v");

            assertThat(worker.balancer.received())
                    .containsExactly(new Message.StoreResponse(ErrorCode.INVALID_KEY, 1, Key.of("")));
        }

        @Test
        void aReadIsAnsweredWithItsVersion() {
            worker.balancer.stores(11, "k", "v");
            worker.balancer.received();

            worker.balancer.sends(retrieve(5, "k"), retrieve(6, "other"), retrieve(7, ""));

            assertThat(worker.balancer.received())
                    .containsExactly(
                            versioned(ErrorCode.NONE, 5, 11, "k", "v"),
                            versioned(ErrorCode.KEY_NOT_FOUND, 6, 0, "other", ""),
                            versioned(ErrorCode.INVALID_KEY, 7, 0, "", ""));
        }

        @Test
        void aPeerThatCannotBeToldOfAWriteDoesNotKeepItFromBeingAnswered() {
            worker.showView(2);
            Remote peer = worker.acceptAtPeer(2);
            peer.stopsReading();

            worker.balancer.stores(11, "k", "v");

            assertThat(worker.balancer.received()).containsExactly(stored(11, "k"));
        }
    }

    @Nested
    class InTheLinearizableMode {
        InTheLinearizableMode() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.isLinearizable();
            worker.balancer.admits();
            worker.showView(2);
            worker.balancer.received();
        }

        @Test
        void aWriteIsAnsweredOnlyWhenItIsSettled() {
            Remote peer = worker.acceptAtPeer(2);
            worker.balancer.stores(11, "k", "v");
            assertThat(worker.balancer.received()).isEmpty();
            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));

            peer.sends(new Message.NotifyAck(1));

            assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(11));
        }
    }
}
