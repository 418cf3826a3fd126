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
    private final Request put = Request.put(KEY, bytes("v"), sink);
    private final Request get = Request.get(KEY, sink);

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
            assertThat(put.isPut()).isTrue();
        }

        @Test
        void getHoldsTheKey() {
            assertThat(get.frame()).isEqualTo(FrameCodec.encode(new Message.Get(Key.of("k"))));
            assertThat(get.isPut()).isFalse();
        }

        @Test
        void largestPutFits() {
            assertThat(Request.put(KEY, new byte[65_530], sink).frame()).hasSize(65_538);
        }

        @Test
        void largerPutIsRefused() {
            assertThatThrownBy(() -> Request.put(KEY, new byte[65_531], sink))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_VALUE))
                    .hasMessageContaining("65531 bytes: 65532");
        }

        @Test
        void largerKeyOfAPutIsRefused() {
            assertThatThrownBy(() -> Request.put(new byte[65_532], new byte[0], sink))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_KEY));
        }

        @Test
        void largerKeyOfAGetIsRefused() {
            assertThat(Request.get(new byte[65_533], sink).frame()).hasSize(65_538);
            assertThatThrownBy(() -> Request.get(new byte[65_534], sink))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_KEY));
        }

        @Test
        void textShowsTheKeyAndNoValue() {
            assertThat(Request.put(bytes("k\n"), bytes("secret"), sink)).hasToString("put of \"k\\x0a\"");
            assertThat(get).hasToString("get of \"k\"");
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
                    .hasSizeLessThan(350);
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
