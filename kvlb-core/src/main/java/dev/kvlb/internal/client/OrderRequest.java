package dev.kvlb.internal.client;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;

/** An operator's order to a cluster that does not serve. */
final class OrderRequest extends Request {
    private final String text;

    private OrderRequest(String text, byte[] frame, AnswerSink sink) {
        super(frame, sink);
        this.text = text;
    }

    /** Returns the order to start empty. */
    static Request reset(AnswerSink sink) {
        FrameWriter out = new FrameWriter();
        out.begin(MessageType.RESET).end();
        return new OrderRequest("reset", out.toBytes(), sink);
    }

    /** Returns the order to start with what this worker holds or set aside. */
    static Request recover(long workerId, AnswerSink sink) {
        FrameWriter out = new FrameWriter();
        out.begin(MessageType.RECOVER).u32(workerId).end();
        return new OrderRequest("recover from worker " + workerId, out.toBytes(), sink);
    }

    @Override
    boolean isWrite() {
        return true;
    }

    @Override
    boolean needsExtensions() {
        return true;
    }

    @Override
    String advice() {
        return ", it may have been done: see the status before you order again";
    }

    @Override
    void onAnswer(Frame reply) throws MalformedFrameException {
        if (reply.type() != MessageType.ORDER_RESPONSE) {
            throw wrongType(reply, MessageType.ORDER_RESPONSE);
        }
        ErrorCode result = ErrorCode.of((int) reply.number(FieldName.RESULT));
        if (result == ErrorCode.NONE) {
            succeed(null, 0, 0);
        } else if (result == ErrorCode.SERVER_BUSY) {
            fail(Failures.answered(this, result, Failures.besides(reply.text(FieldName.MESSAGE))));
        } else {
            fail(Failures.orderRefused(this, result, reply.text(FieldName.MESSAGE)));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
