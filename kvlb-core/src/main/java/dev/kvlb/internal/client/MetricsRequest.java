package dev.kvlb.internal.client;

import dev.kvlb.ClusterMetrics;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The question what the balancer has counted and measured. */
final class MetricsRequest extends Request {
    private @Nullable ClusterMetrics metrics;

    MetricsRequest(AnswerSink sink) {
        super(frameOf(), sink);
    }

    /** Asks, and waits for the answer. Here, so that a channel that is never asked for it does not load this class. */
    static ClusterMetrics ask(RequestChannel channel) {
        BlockingAnswer answer = new BlockingAnswer();
        MetricsRequest request = new MetricsRequest(answer);
        channel.call(request, answer);
        return Objects.requireNonNull(request.metrics);
    }

    private static byte[] frameOf() {
        FrameWriter out = new FrameWriter();
        out.begin(MessageType.METRICS).end();
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
        if (!(reply instanceof MetricsReply told)) {
            throw wrongType(last, MessageType.METRICS_RESPONSE);
        }
        metrics = told.metrics();
        succeed(null, 0, 0);
    }

    @Override
    void onAnswer(Frame reply) throws MalformedFrameException {
        throw wrongType(reply, MessageType.METRICS_RESPONSE);
    }

    @Override
    public String toString() {
        return "metrics";
    }
}
