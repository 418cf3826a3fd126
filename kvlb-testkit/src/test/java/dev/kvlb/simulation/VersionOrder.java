package dev.kvlb.simulation;

import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.RecordedHistory.Moment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What versions say of a history: each write has one of its own, greater than those of all that was written or found under
 * its key before it began, and what is found is no older than that.
 */
final class VersionOrder {
    private final Map<String, RecordedOperation> newest = new HashMap<>();
    private final Map<RecordedOperation, RecordedOperation> newestBefore = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();

    private VersionOrder() {}

    static void check(List<RecordedOperation> operations) {
        VersionOrder order = new VersionOrder();
        for (Moment moment : Moment.inOrder(operations)) {
            RecordedOperation operation = moment.operation();
            if (!operation.isDone() || isAbsent(operation)) {
                continue;
            }
            if (moment.isStart()) {
                order.onStart(operation);
            } else {
                order.onEnd(operation);
            }
        }
    }

    /** Returns whether this is a read that found nothing: it need not tell whose delete it has seen. */
    private static boolean isAbsent(RecordedOperation operation) {
        return operation.kind() == Kind.GET && operation.value().equals(RecordedOperation.NOTHING);
    }

    private void onStart(RecordedOperation operation) {
        RecordedOperation before = newest.get(operation.key());
        if (before != null) {
            newestBefore.put(operation, before);
        }
    }

    private void onEnd(RecordedOperation operation) {
        RecordedOperation before = newestBefore.get(operation);
        long least = before == null ? 1 : before.version() + (operation.kind() == Kind.GET ? 0 : 1);
        if (operation.version() < least) {
            throw new Violation("a version that goes back: " + before + ", then " + operation);
        }
        if (operation.kind() != Kind.DELETE) {
            Long other = versions.put(operation.value(), operation.version());
            if (other != null && other != operation.version()) {
                throw new Violation("another version of this write was seen, " + other + ": " + operation);
            }
        }
        newest.merge(operation.key(), operation, (one, another) -> one.version() < another.version() ? another : one);
    }
}
