package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import org.jspecify.annotations.Nullable;

/** Takes what one worker answers to the requests that it has under way; what it does not have is too late, and ignored. */
final class WorkerAnswers {
    private final WorkerSession worker;
    private final RequestTable table;
    private final Replication replication;
    private final Views views;

    WorkerAnswers(WorkerSession worker, RequestTable table, Replication replication, Views views) {
        this.worker = worker;
        this.table = table;
        this.replication = replication;
        this.views = views;
    }

    void onStoreResponse(Frame frame) {
        Request request = underWay(frame);
        if (request != null && request.isWrite()) {
            replication.onStored(request, worker, ErrorCode.of((int) frame.number(FieldName.RESULT)));
        }
    }

    void onRetrieveResponse(Frame frame) throws MalformedFrameException {
        boolean versioned = frame.type() == MessageType.VERSIONED_RETRIEVE_RESPONSE;
        if (versioned != worker.speaksExtensions()) {
            throw MalformedFrameException.wrongSide(frame.type(), versioned ? "worker" : "worker with a HELLO");
        }
        Request request = underWay(frame);
        if (request != null && !request.isWrite()) {
            replication.onRetrieved(request, frame, versioned ? frame.number(FieldName.VERSION) : 0);
        }
    }

    void onStoreSettled(Frame frame) {
        Request request = underWay(frame);
        if (request != null && request.isWrite()) {
            boolean current = views.isCurrent(frame.number(FieldName.EPOCH), frame.number(FieldName.VIEW));
            replication.onSettled(request, worker, current);
        }
    }

    private @Nullable Request underWay(Frame frame) {
        Request request = table.find(frame.number(FieldName.CLIENT_ID));
        return request != null && request.worker == worker ? request : null;
    }
}
