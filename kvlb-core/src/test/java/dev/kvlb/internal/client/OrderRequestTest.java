package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import org.junit.jupiter.api.Test;

class OrderRequestTest {
    private final RecordingSink sink = new RecordingSink();
    private final Request reset = OrderRequest.reset(sink);
    private final Request recover = OrderRequest.recover(7, sink);

    private static Frame frame(Message message) throws MalformedFrameException {
        byte[] bytes = FrameCodec.encode(message);
        return new Frame().wrap(bytes, 0, bytes.length);
    }

    private static Frame response(ErrorCode result, String message) throws MalformedFrameException {
        return frame(new Message.OrderResponse(result, message));
    }

    @Test
    void ordersAreWritesThatNeedTheExtensions() {
        assertThat(reset.frame()).isEqualTo(FrameCodec.encode(new Message.Reset()));
        assertThat(recover.frame()).isEqualTo(FrameCodec.encode(new Message.Recover(7)));
        assertThat(reset.isWrite()).isTrue();
        assertThat(reset.needsExtensions()).isTrue();
    }

    @Test
    void orderIsDone() throws MalformedFrameException {
        reset.onReply(response(ErrorCode.NONE, ""));
        assertThat(sink.told()).containsExactly("nothing");
    }

    @Test
    void refusalSaysWhy() throws MalformedFrameException {
        recover.onReply(response(ErrorCode.PROTOCOL_ERROR, "worker 7 is not connected"));
        assertThat(sink.told()).containsExactly("RefusedException");
        assertThat(sink.failure())
                .hasMessage("recover from worker 7: the server refuses it \"worker 7 is not connected\"");
    }

    @Test
    void busyBalancerSaysWhy() throws MalformedFrameException {
        reset.onReply(response(ErrorCode.SERVER_BUSY, "its record is being written"));
        assertThat(sink.failure())
                .hasMessage(
                        "reset: the server answered SERVER_BUSY \"its record is being written\", nothing was done: try"
                                + " again later");
    }

    @Test
    void unknownOutcomeAsksToSeeTheStatus() throws MalformedFrameException {
        reset.onReply(frame(new Message.Error(ErrorCode.NETWORK_ERROR, "")));
        assertThat(sink.failure())
                .hasMessage("reset: the server answered NETWORK_ERROR, it may have been done: see the status before you"
                        + " order again");
    }

    @Test
    void answerOfAnotherTypeIsMalformed() {
        assertThatThrownBy(() -> reset.onReply(frame(new Message.PutResponse(ErrorCode.NONE, Key.of("k")))))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("expected ORDER_RESPONSE, found PUT_RESPONSE");
        assertThat(sink.told()).isEmpty();
    }
}
