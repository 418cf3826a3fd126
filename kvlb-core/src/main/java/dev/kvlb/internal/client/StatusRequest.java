package dev.kvlb.internal.client;

import dev.kvlb.ClusterStatus;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The question how the cluster is. */
final class StatusRequest extends Request {
    private @Nullable ClusterStatus status;

    StatusRequest(AnswerSink sink) {
        super(frameOf(), sink);
    }

    /** Asks, and waits for the answer. Here, so that a channel that is never asked for it does not load this class. */
    static ClusterStatus ask(RequestChannel channel) {
        BlockingAnswer answer = new BlockingAnswer();
        StatusRequest request = new StatusRequest(answer);
        channel.call(request, answer);
        return Objects.requireNonNull(request.status);
    }

    private static byte[] frameOf() {
        FrameWriter out = new FrameWriter();
        out.begin(MessageType.STATUS).end();
        return out.toBytes();
    }

    @Override
    boolean isWrite() {
        return false;
    }

    @Override
    boolean needsExtensions() {
        return true;
    }

    @Override
    String advice() {
        return ": ask again";
    }

    @Override
    void onWhole(ReplyInFrames reply, Frame last) throws MalformedFrameException {
        if (!(reply instanceof StatusReply told)) {
            throw wrongType(last, MessageType.STATUS_RESPONSE);
        }
        status = told.status();
        succeed(null, 0, 0);
    }

    @Override
    void onAnswer(Frame reply) throws MalformedFrameException {
        throw wrongType(reply, MessageType.STATUS_RESPONSE);
    }

    @Override
    public String toString() {
        return "status";
    }
}
