package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import org.jspecify.annotations.Nullable;

/** Takes what workers answer to the requests that they have under way; what one does not have is too late, and ignored. */
final class WorkerAnswers {
    private final RequestTable table;
    private final Replication replication;
    private final Views views;

    WorkerAnswers(RequestTable table, Replication replication, Views views) {
        this.table = table;
        this.replication = replication;
        this.views = views;
    }

    void onStoreResponse(WorkerSession worker, Frame frame) {
        Request request = underWay(worker, frame);
        if (request != null && request.isWrite()) {
            replication.onStored(request, worker, ErrorCode.of((int) frame.number(FieldName.RESULT)));
        }
    }

    void onRetrieveResponse(WorkerSession worker, Frame frame) throws MalformedFrameException {
        boolean versioned = frame.type() == MessageType.VERSIONED_RETRIEVE_RESPONSE;
        if (versioned != worker.speaksExtensions()) {
            throw MalformedFrameException.wrongSide(frame.type(), versioned ? "worker" : "worker with a HELLO");
        }
        Request request = underWay(worker, frame);
        if (request != null && !request.isWrite()) {
            replication.onRetrieved(request, frame, versioned ? frame.number(FieldName.VERSION) : 0);
        }
    }

    void onStoreSettled(WorkerSession worker, Frame frame) {
        Request request = underWay(worker, frame);
        if (request != null && request.isWrite()) {
            boolean current = views.isCurrent(frame.number(FieldName.EPOCH), frame.number(FieldName.VIEW));
            replication.onSettled(request, worker, current);
        }
    }

    private @Nullable Request underWay(WorkerSession worker, Frame frame) {
        Request request = table.find(frame.number(FieldName.CLIENT_ID));
        return request != null && request.worker == worker ? request : null;
    }
}
