package dev.kvlb.internal.client;

import dev.kvlb.ClusterMetrics;
import dev.kvlb.ClusterStatus;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question about the cluster or its balancer as a whole, answered in several frames.
 *
 * @param <T> what the answer tells
 */
final class Inquiry<T> extends Request {
    private final String text;
    private final MessageType answerType;
    private final Class<? extends ReplyInFrames<T>> replyType;
    private @Nullable T told;

    private Inquiry(
            String text,
            MessageType question,
            MessageType answerType,
            Class<? extends ReplyInFrames<T>> replyType,
            AnswerSink sink) {
        super(frameOf(question), sink);
        this.text = text;
        this.answerType = answerType;
        this.replyType = replyType;
    }

    /** Returns the question how the cluster is. */
    static Inquiry<ClusterStatus> status(AnswerSink sink) {
        return new Inquiry<>("status", MessageType.STATUS, MessageType.STATUS_RESPONSE, StatusReply.class, sink);
    }

    /** Returns the question what the balancer has counted and measured. */
    static Inquiry<ClusterMetrics> metrics(AnswerSink sink) {
        return new Inquiry<>("metrics", MessageType.METRICS, MessageType.METRICS_RESPONSE, MetricsReply.class, sink);
    }

    /** Asks, and waits for the answer, which goes to the sink of this question. */
    T ask(RequestChannel channel, BlockingAnswer sink) {
        channel.call(this, sink);
        return Objects.requireNonNull(told);
    }

    private static byte[] frameOf(MessageType question) {
        FrameWriter out = new FrameWriter();
        out.begin(question).end();
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
    void onWhole(ReplyInFrames<?> reply, Frame last) throws MalformedFrameException {
        if (!replyType.isInstance(reply)) {
            throw wrongType(last, answerType);
        }
        told = replyType.cast(reply).whole();
        succeed(null, 0, 0);
    }

    @Override
    void onAnswer(Frame reply) throws MalformedFrameException {
        throw wrongType(reply, answerType);
    }

    @Override
    public String toString() {
        return text;
    }
}
