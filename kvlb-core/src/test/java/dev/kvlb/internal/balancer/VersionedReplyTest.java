package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.delete;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static dev.kvlb.internal.link.TestMessages.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Replies to a client that asked to be told versions, and which worker answered. */
class VersionedReplyTest {
    private static final long FIRST = Versions.first(1) + 1;

    private static Message putReply(ErrorCode result, long version, long worker, String key) {
        return new Message.VersionedPutResponse(result, version, worker, Key.of(key));
    }

    private static Message getReply(ErrorCode result, long version, long worker, String key, String value) {
        return new Message.VersionedGetResponse(result, version, worker, Key.of(key), Value.of(value));
    }

    private static Message deleteReply(ErrorCode result, long version, long worker, String key) {
        return new Message.VersionedDeleteResponse(result, version, worker, Key.of(key));
    }

    @Nested
    class InTheLinearizableMode {
        private final BalancerFixture balancer = BalancerFixture.linearizable();
        private final FakeWorker first = balancer.readyKvlbWorker(1);
        private final FakeWorker second = balancer.readyKvlbWorker(2);
        private final Remote client = balancer.clientThatAsksForVersions();

        @Test
        void aWriteShowsItsVersionAndItsCoordinator() {
            client.sends(put("a", "1"), delete("b"));

            first.servesAll();
            second.servesAll();

            assertThat(client.received())
                    .containsExactly(
                            putReply(ErrorCode.NONE, FIRST, 1, "a"), deleteReply(ErrorCode.NONE, FIRST + 1, 2, "b"));
        }

        @Test
        void aWriteThatWasDrivenOnShowsTheWorkerThatDidIt() {
            client.sends(put("a", "1"));

            first.vanishes();
            second.servesAll();

            assertThat(client.received()).containsExactly(putReply(ErrorCode.NONE, FIRST, 2, "a"));
        }

        @Test
        void aReadShowsTheVersionThatWroteWhatItFound() {
            client.sends(get("k"));

            first.finds(first.onlyRequest(), "v", 77);

            assertThat(client.received()).containsExactly(getReply(ErrorCode.NONE, 77, 1, "k", "v"));
        }

        @Test
        void aReadThatFindsADeleteShowsItsVersion() {
            client.sends(get("k"), get("l"));

            first.misses(first.onlyRequest(), 77);
            second.misses(second.onlyRequest());

            assertThat(client.received())
                    .containsExactly(
                            getReply(ErrorCode.KEY_NOT_FOUND, 77, 1, "k", ""),
                            getReply(ErrorCode.KEY_NOT_FOUND, 0, 2, "l", ""));
        }

        @Test
        void aReadThatWasHeldShowsWhatItFoundThen() {
            Remote writer = balancer.client();
            writer.sends(put("k", "v"));
            Message write = first.onlyRequest();
            client.sends(get("k"));
            first.finds(first.requests().get(1), "v", FIRST);

            first.settles(write);

            assertThat(client.received()).containsExactly(getReply(ErrorCode.NONE, FIRST, 1, "k", "v"));
        }

        @Test
        void whatIsRefusedHasNoVersionAndNoWorker() {
            client.sends(put("", "v"), get(""), delete(""), put("k", "v".repeat(65_500)));

            assertThat(client.received())
                    .containsExactly(
                            putReply(ErrorCode.INVALID_KEY, 0, 0, ""),
                            getReply(ErrorCode.INVALID_KEY, 0, 0, "", ""),
                            deleteReply(ErrorCode.INVALID_KEY, 0, 0, ""),
                            putReply(ErrorCode.INVALID_VALUE, 0, 0, "k"));
        }

        @Test
        void aKeyThatNoReplyCanRepeatIsNotRepeated() {
            client.sends(get("k".repeat(65_533)));

            assertThat(client.received()).containsExactly(getReply(ErrorCode.INVALID_KEY, 0, 0, "", ""));
        }

        @Test
        void anErrorIsAnError() {
            first.vanishes();
            second.vanishes();

            client.sends(get("k"));

            assertThat(client.received()).hasOnlyElementsOfType(Message.Error.class);
        }

        @Test
        void theLargestEntryFits() {
            String key = "k".repeat(500);
            String value = "v".repeat(65_000);
            client.sends(put(key, value), get(key));

            first.servesAll();

            assertThat(client.received())
                    .containsExactly(
                            putReply(ErrorCode.NONE, FIRST, 1, key),
                            getReply(ErrorCode.NONE, 1, 1, key, "value of " + key));
        }

        @Test
        void theSameSlotShowsNothingOfTheRequestBefore() {
            client.sends(get("k"));
            first.finds(first.onlyRequest(), "v", 77);

            client.sends(get(""));

            assertThat(client.received()).endsWith(getReply(ErrorCode.INVALID_KEY, 0, 0, "", ""));
        }
    }

    @Nested
    class InTheEventualMode {
        private final BalancerFixture balancer = new BalancerFixture();
        private final Remote client = balancer.clientThatAsksForVersions();

        @Test
        void aWriteShowsItsVersionAsSoonAsOneWorkerHasIt() {
            FakeWorker worker = balancer.readyKvlbWorker(1);
            client.sends(put("a", "1"), delete("b"));

            worker.requests().forEach(worker::stores);

            assertThat(client.received())
                    .containsExactly(
                            putReply(ErrorCode.NONE, FIRST, 1, "a"), deleteReply(ErrorCode.NONE, FIRST + 1, 1, "b"));
        }

        @Test
        void aWorkerOfTheBaseProtocolHasNoVersions() {
            FakeWorker base = balancer.baseWorker(1);
            client.sends(put("a", "1"), get("b"), get("c"));

            base.stores(base.requests().get(0));
            base.finds(base.requests().get(0), "v");
            base.misses(base.requests().get(0));

            assertThat(client.received())
                    .containsExactly(
                            putReply(ErrorCode.NONE, 0, 1, "a"),
                            getReply(ErrorCode.NONE, 0, 1, "b", "v"),
                            getReply(ErrorCode.KEY_NOT_FOUND, 0, 1, "c", ""));
        }

        @Test
        void aWriteThatAWorkerRefusesHasNoVersion() {
            FakeWorker worker = balancer.readyKvlbWorker(1);
            client.sends(put("a", "1"));

            worker.answersStore(worker.onlyRequest(), ErrorCode.INVALID_VALUE);

            assertThat(client.received()).containsExactly(putReply(ErrorCode.INVALID_VALUE, 0, 1, "a"));
        }
    }

    @Nested
    class WhoAsks {
        private final BalancerFixture balancer = BalancerFixture.linearizable();
        private final FakeWorker worker = balancer.readyKvlbWorker(1);

        @Test
        void mayDoSoAndSendAtOnce() {
            Remote client = balancer.client();
            client.sends(
                    new Message.Hello(
                            Handshake.MAGIC, Handshake.PROTOCOL_VERSION, Handshake.CLIENT, Handshake.VERSIONS, 0),
                    put("k", "v"));

            worker.servesAll();

            assertThat(client.received())
                    .containsExactly(
                            welcome(Handshake.BALANCER, BalancerSettings.INCARNATION),
                            putReply(ErrorCode.NONE, FIRST, 1, "k"));
        }

        @Test
        void isNotOneThatSaysHelloAlone() {
            Remote client = balancer.greetedClient();

            client.sends(put("k", "v"));
            worker.servesAll();

            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void mayAskForMoreThanIsKnownToday() {
            Remote client = balancer.client();
            client.sends(new Message.Hello(Handshake.MAGIC, 9, Handshake.CLIENT, -1, 0));
            client.received();

            client.sends(put("k", "v"));
            worker.servesAll();

            assertThat(client.received()).containsExactly(putReply(ErrorCode.NONE, FIRST, 1, "k"));
        }

        @Test
        void getsErrorsOfTheProtocolAsAnybodyElse() {
            Remote client = balancer.clientThatAsksForVersions();

            client.sends(new Message.NotifyAck(1));

            assertThat(client.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed NOTIFY_ACK: type at byte 0: expected a type that a client may send, found"
                                    + " NOTIFY_ACK"));
        }
    }
}
