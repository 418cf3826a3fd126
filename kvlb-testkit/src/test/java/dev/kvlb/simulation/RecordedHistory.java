package dev.kvlb.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the clients of a real cluster did, checked as the history of a simulation is.
 *
 * <p>What they wrote down is played again in the order of their clock, which must be one and the same for all. What begins
 * in the nanosecond in which something else ends is taken to overlap it.
 */
public final class RecordedHistory {
    private final List<RecordedOperation> operations = new ArrayList<>();

    /** Adds what a client did, in any order. */
    public void addAll(Collection<RecordedOperation> more) {
        operations.addAll(more);
    }

    /** Returns how many requests of this kind came to that. */
    public long count(Kind kind, Outcome outcome) {
        return operations.stream()
                .filter(operation -> operation.kind() == kind && operation.outcome() == outcome)
                .count();
    }

    /** Returns how many requests came to that. */
    public long count(Outcome outcome) {
        return operations.stream()
                .filter(operation -> operation.outcome() == outcome)
                .count();
    }

    /** Returns the reads that found nothing. */
    public List<RecordedOperation> foundNothing() {
        return operations.stream()
                .filter(operation -> operation.kind() == Kind.GET && operation.isDone())
                .filter(operation -> operation.value().equals(RecordedOperation.NOTHING))
                .toList();
    }

    /**
     * Checks that the history of each key is linearizable, that nothing was found of a write that was refused, and that
     * versions tell the order of what did not overlap.
     *
     * @throws AssertionError if not; the message says what is wrong
     */
    public void check() {
        replay().checkLinearizable();
        VersionOrder.check(operations);
    }

    private History replay() {
        History history = new History();
        Map<RecordedOperation, Operation> begun = new HashMap<>();
        Map<String, Operation> writes = new HashMap<>();
        for (Moment moment : Moment.inOrder(operations)) {
            RecordedOperation recorded = moment.operation();
            if (moment.isStart()) {
                Operation operation = begin(history, recorded);
                begun.put(recorded, operation);
                if (recorded.kind() == Kind.PUT && writes.put(recorded.value(), operation) != null) {
                    throw new IllegalArgumentException("written twice: " + recorded);
                }
            } else {
                end(history, Objects.requireNonNull(begun.get(recorded)), recorded, writes);
            }
        }
        return history;
    }

    private static Operation begin(History history, RecordedOperation recorded) {
        SimKey key =
                Objects.requireNonNull(SimKey.of(ByteSlice.of(recorded.key().getBytes(UTF_8))));
        return recorded.kind() == Kind.GET
                ? history.beginGet(recorded.client(), key)
                : history.beginWrite(recorded.client(), key, recorded.kind());
    }

    private static void end(
            History history, Operation operation, RecordedOperation recorded, Map<String, Operation> writes) {
        if (recorded.kind() != Kind.GET || !recorded.isDone()) {
            history.end(operation, recorded.outcome());
        } else if (recorded.value().equals(RecordedOperation.NOTHING)) {
            history.endGet(operation, Operation.NOTHING);
        } else {
            Operation write = writes.get(recorded.value());
            if (write == null) {
                throw new Violation("found before anybody began to write it: " + recorded);
            }
            history.endGet(operation, write.value);
        }
    }

    /** The start or the end of an operation. */
    record Moment(long nanos, boolean isStart, RecordedOperation operation) {
        static List<Moment> inOrder(List<RecordedOperation> operations) {
            List<Moment> moments = new ArrayList<>(2 * operations.size());
            for (RecordedOperation operation : operations) {
                moments.add(new Moment(operation.startNanos(), true, operation));
                moments.add(new Moment(operation.endNanos(), false, operation));
            }
            moments.sort(Comparator.comparingLong(Moment::nanos).thenComparing(moment -> !moment.isStart()));
            return moments;
        }
    }
}
