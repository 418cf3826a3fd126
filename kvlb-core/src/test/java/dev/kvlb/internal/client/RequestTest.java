package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.RefusedException;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    private static final byte[] KEY = bytes("k");

    private final RecordingSink sink = new RecordingSink();
    private final Request put = EntryRequest.put(KEY, bytes("v"), sink);
    private final Request get = EntryRequest.get(KEY, sink);
    private final Request delete = EntryRequest.delete(KEY, sink);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Frame frame(Message message) throws MalformedFrameException {
        byte[] bytes = FrameCodec.encode(message);
        return new Frame().wrap(bytes, 0, bytes.length);
    }

    private static Message putResponse(int result, String key) {
        return new Message.PutResponse(ErrorCode.of(result), Key.of(key));
    }

    private static Message getResponse(int result, String key, String value) {
        return new Message.GetResponse(ErrorCode.of(result), Key.of(key), Value.of(value));
    }

    @Nested
    class AsAFrame {
        @Test
        void putHoldsKeyAndValue() {
            assertThat(put.frame()).isEqualTo(FrameCodec.encode(new Message.Put(Key.of("k"), Value.of("v"))));
            assertThat(put.isWrite()).isTrue();
        }

        @Test
        void getHoldsTheKey() {
            assertThat(get.frame()).isEqualTo(FrameCodec.encode(new Message.Get(Key.of("k"))));
            assertThat(get.isWrite()).isFalse();
        }

        @Test
        void deleteHoldsTheKeyAndIsAnExtension() {
            assertThat(delete.frame()).isEqualTo(FrameCodec.encode(new Message.Delete(Key.of("k"))));
            assertThat(delete.isWrite()).isTrue();
            assertThat(delete.needsExtensions()).isTrue();
            assertThat(put.needsExtensions()).isFalse();
            assertThat(get.needsExtensions()).isFalse();
        }

        @Test
        void largestPutHas65500Bytes() {
            assertThat(EntryRequest.put(KEY, new byte[65_499], sink).frame()).hasSize(3 + 2 + 2 + 65_500);
            assertThatThrownBy(() -> EntryRequest.put(KEY, new byte[65_500], sink))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_VALUE))
                    .hasMessage("put: key and value together must have at most 65500 bytes: 65501; nothing was sent");
        }

        @Test
        void largestKeyHas65500Bytes() {
            byte[] larger = new byte[65_501];
            assertThat(EntryRequest.get(new byte[65_500], sink).frame()).hasSize(3 + 2 + 65_500);
            assertThatThrownBy(() -> EntryRequest.get(larger, sink))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_KEY))
                    .hasMessage("get: the key must have at most 65500 bytes: 65501; nothing was sent");
            assertThatThrownBy(() -> EntryRequest.put(larger, new byte[0], sink))
                    .hasMessageStartingWith("put: the key");
            assertThatThrownBy(() -> EntryRequest.delete(larger, sink)).hasMessageStartingWith("delete: the key");
        }

        @Test
        void textShowsTheKeyAndNoValue() {
            assertThat(EntryRequest.put(bytes("k\n"), bytes("secret"), sink)).hasToString("put of \"k\\x0a\"");
            assertThat(get).hasToString("get of \"k\"");
            assertThat(delete).hasToString("delete of \"k\"");
            assertThat(Inquiry.status(sink)).hasToString("status");
            assertThat(Inquiry.metrics(sink)).hasToString("metrics");
            assertThat(OrderRequest.reset(sink)).hasToString("reset");
            assertThat(OrderRequest.recover(4_294_967_295L, sink)).hasToString("recover from worker 4294967295");
        }
    }

    @Nested
    class Answered {
        @Test
        void putIsDone() throws MalformedFrameException {
            put.onReply(frame(putResponse(0, "k")));
            assertThat(sink.told()).containsExactly("nothing");
        }

        @Test
        void getHasAValue() throws MalformedFrameException {
            get.onReply(frame(getResponse(0, "k", "v")));
            assertThat(sink.told()).containsExactly("v");
        }

        @Test
        void getMayHaveAnEmptyValue() throws MalformedFrameException {
            get.onReply(frame(getResponse(0, "k", "")));
            assertThat(sink.told()).containsExactly("");
        }

        @Test
        void getMayFindNothing() throws MalformedFrameException {
            get.onReply(frame(getResponse(3, "k", "")));
            assertThat(sink.told()).containsExactly("nothing");
        }

        @ParameterizedTest
        @CsvSource({
            "1, RefusedException",
            "2, RefusedException",
            "3, RefusedException",
            "4, BusyException",
            "5, OutcomeUnknownException",
            "6, RefusedException",
            "200, RefusedException"
        })
        void resultsOfAPutTellWhatToDo(int result, String exception) throws MalformedFrameException {
            put.onReply(frame(putResponse(result, "k")));
            assertThat(sink.told()).containsExactly(exception);
        }

        @ParameterizedTest
        @CsvSource({
            "1, RefusedException",
            "2, RefusedException",
            "4, BusyException",
            "5, OutcomeUnknownException",
            "6, RefusedException",
            "200, RefusedException"
        })
        void resultsOfAGetTellWhatToDo(int result, String exception) throws MalformedFrameException {
            get.onReply(frame(getResponse(result, "k", "")));
            assertThat(sink.told()).containsExactly(exception);
        }

        @ParameterizedTest
        @CsvSource({
            "1, RefusedException",
            "2, RefusedException",
            "3, RefusedException",
            "4, BusyException",
            "5, OutcomeUnknownException",
            "6, RefusedException",
            "200, RefusedException"
        })
        void errorsTellWhatToDo(int code, String exception) throws MalformedFrameException {
            get.onReply(frame(new Message.Error(ErrorCode.of(code), "why")));
            assertThat(sink.told()).containsExactly(exception);
        }

        @Test
        void refusalCarriesItsCode() throws MalformedFrameException {
            put.onReply(frame(putResponse(200, "k")));
            assertThat(sink.failure())
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.of(200)))
                    .hasMessage("put of \"k\": the server answered UNKNOWN_200: it will be refused again as it is");
        }

        @Test
        void refusalOfAKeyOrValueTellsTheirLengthsAndTheLimits() throws MalformedFrameException {
            put.onReply(frame(putResponse(1, "k")));
            assertThat(sink.failure())
                    .hasMessage(
                            "put of \"k\": the server answered INVALID_KEY to a key of 1 bytes: a key has 1 to 65500,"
                                    + " and a server may be set to fewer");
            put.onReply(frame(putResponse(2, "k")));
            assertThat(sink.failure())
                    .hasMessage("put of \"k\": the server answered INVALID_VALUE to a value of 1 bytes with a key of 1:"
                            + " together they have at most 65500, and a server may be set to fewer");
        }

        @Test
        void busyServerIsQuoted() throws MalformedFrameException {
            get.onReply(frame(new Message.Error(ErrorCode.SERVER_BUSY, "No workers available")));
            assertThat(sink.failure())
                    .hasMessage("get of \"k\": the server answered SERVER_BUSY \"No workers available\", nothing was"
                            + " done: try again later");
        }

        @Test
        void unknownOutcomeOfAPutAsksToReadFirst() throws MalformedFrameException {
            put.onReply(frame(new Message.Error(ErrorCode.NETWORK_ERROR, "")));
            assertThat(sink.failure())
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessage("put of \"k\": the server answered NETWORK_ERROR, it may have been done: read before"
                            + " you write again");
        }

        @Test
        void textOfTheServerCanNotForgeLinesOrFloodThem() throws MalformedFrameException {
            get.onReply(frame(new Message.Error(ErrorCode.SERVER_BUSY, "a\nb\u001b[2J" + "x".repeat(1_000))));
            assertThat(sink.failure().getMessage())
                    .contains("\"a?b?[2Jxxx")
                    .contains("xxx...\"")
                    .doesNotContain("\n")
                    .hasSizeLessThan(600);
        }

        @Test
        void lateAnswerIsToldToNobody() throws MalformedFrameException {
            get.late = true;
            get.onReply(frame(getResponse(0, "k", "v")));
            get.onReply(frame(getResponse(4, "k", "")));
            get.onReply(frame(new Message.Error(ErrorCode.SERVER_BUSY, "why")));
            assertThat(sink.told()).isEmpty();
        }
    }

    @Nested
    class AnsweredWithVersions {
        private final Key key = Key.of("k");

        @Test
        void putIsToldItsVersionAndWorker() throws MalformedFrameException {
            put.onReply(frame(new Message.VersionedPutResponse(ErrorCode.NONE, 7, 8, key)));
            assertThat(sink.told()).containsExactly("nothing, version 7 from worker 8");
        }

        @Test
        void getIsToldTheValueItsVersionAndWorker() throws MalformedFrameException {
            get.onReply(frame(new Message.VersionedGetResponse(ErrorCode.NONE, 7, 4_294_967_295L, key, Value.of("v"))));
            assertThat(sink.told()).containsExactly("v, version 7 from worker 4294967295");
        }

        @Test
        void getMayFindNothing() throws MalformedFrameException {
            get.onReply(frame(new Message.VersionedGetResponse(ErrorCode.KEY_NOT_FOUND, 0, 8, key, Value.EMPTY)));
            assertThat(sink.told()).containsExactly("nothing, version 0 from worker 8");
        }

        @Test
        void deleteIsToldItsVersionAndWorkerOrNot() throws MalformedFrameException {
            delete.onReply(frame(new Message.VersionedDeleteResponse(ErrorCode.NONE, 7, 8, key)));
            delete.onReply(frame(new Message.DeleteResponse(ErrorCode.NONE, key)));
            assertThat(sink.told()).containsExactly("nothing, version 7 from worker 8", "nothing");
        }

        @Test
        void refusalsTellWhatToDo() throws MalformedFrameException {
            put.onReply(frame(new Message.VersionedPutResponse(ErrorCode.INVALID_VALUE, 0, 0, key)));
            delete.onReply(frame(new Message.VersionedDeleteResponse(ErrorCode.SERVER_BUSY, 0, 0, key)));
            get.onReply(frame(new Message.VersionedGetResponse(ErrorCode.INVALID_KEY, 0, 0, key, Value.EMPTY)));
            assertThat(sink.told()).containsExactly("RefusedException", "BusyException", "RefusedException");
        }

        @Test
        void versionThatNoBalancerGivesIsMalformed() {
            assertThatThrownBy(() -> put.onReply(frame(new Message.VersionedPutResponse(ErrorCode.NONE, -1, 8, key))))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageContaining(
                            "version at byte 4: expected at most 9223372036854775807, found" + " 18446744073709551615");
            assertThat(sink.told()).isEmpty();
        }

        @Test
        void answerToAnotherQuestionIsMalformed() {
            Message ofDelete = new Message.VersionedDeleteResponse(ErrorCode.NONE, 7, 8, key);
            Message ofPut = new Message.VersionedPutResponse(ErrorCode.NONE, 7, 8, key);
            assertThatThrownBy(() -> put.onReply(frame(ofDelete))).isInstanceOf(MalformedFrameException.class);
            assertThatThrownBy(() -> get.onReply(frame(ofPut))).isInstanceOf(MalformedFrameException.class);
            assertThatThrownBy(() -> delete.onReply(frame(ofPut)))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageContaining("expected DELETE_RESPONSE, found VERSIONED_PUT_RESPONSE");
            assertThat(sink.told()).isEmpty();
        }
    }

    @Nested
    class AnsweredByWhatIsNoAnswerToIt {
        @Test
        void answerOfAnotherTypeIsMalformed() {
            assertThatThrownBy(() -> put.onReply(frame(getResponse(0, "k", "v"))))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageContaining("expected PUT_RESPONSE, found GET_RESPONSE");
            assertThatThrownBy(() -> get.onReply(frame(putResponse(0, "k"))))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageContaining("expected GET_RESPONSE, found PUT_RESPONSE");
            assertThat(sink.told()).isEmpty();
        }

        @Test
        void answerWithAnotherKeyIsMalformed() {
            assertThatThrownBy(() -> put.onReply(frame(putResponse(0, "other"))))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageContaining("key at byte 6: expected \"k\", found \"other\"");
            assertThatThrownBy(() -> get.onReply(frame(getResponse(3, "kk", ""))))
                    .isInstanceOf(MalformedFrameException.class);
            assertThat(sink.told()).isEmpty();
        }

        @Test
        void errorThatIsNoneIsMalformed() {
            assertThatThrownBy(() -> put.onReply(frame(new Message.Error(ErrorCode.NONE, ""))))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageContaining("expected an error, found NONE");
            assertThat(sink.told()).isEmpty();
        }
    }
}
