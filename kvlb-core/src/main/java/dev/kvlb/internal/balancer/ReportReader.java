package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import org.jspecify.annotations.Nullable;

/** Puts together what a worker reports when it registers: a REPORT, and the frames of a view behind it. */
final class ReportReader {
    private @Nullable Report report;
    private View.@Nullable Builder view;
    private boolean complete;

    /**
     * Takes the next frame.
     *
     * @return whether the report is complete now
     * @throws MalformedFrameException if that frame can't come now
     */
    boolean take(Frame frame) throws MalformedFrameException {
        MessageType type = frame.type();
        Report begun = report;
        View.Builder builder = view;
        boolean first = type == MessageType.REPORT;
        if (begun == null && first) {
            report = Report.of(frame);
        } else if (begun == null || first || complete || (builder == null) != (type == MessageType.VIEW_START)) {
            throw MalformedFrameException.wrongSide(type, "worker at this moment");
        } else if (builder == null) {
            begun.requireObeyed(frame);
            view = new View.Builder(frame);
        } else if (type == MessageType.VIEW_MEMBER) {
            builder.add(frame);
        } else {
            report = begun.with(builder.build());
            complete = true;
        }
        return complete;
    }

    boolean isComplete() {
        return complete;
    }

    /** Returns what has been reported, or that nothing has. */
    Report report() {
        Report told = report;
        return told == null ? Report.NONE : told;
    }
}
