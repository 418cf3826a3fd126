package dev.kvlb.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all clients did, and the values that they wrote: each once, so that a read tells whose write it saw. */
final class History {
    private final Timeline timeline;
    private final Map<String, List<Operation>> byKey = new LinkedHashMap<>();
    private final List<Operation> writes = new ArrayList<>();
    private long moments;
    private int size;

    History(Timeline timeline) {
        this.timeline = timeline;
        writes.add(null);
    }

    Operation beginPut(int client, String key) {
        Operation put = begin(new Operation(client, key, true, writes.size(), moments++));
        writes.add(put);
        return put;
    }

    Operation beginGet(int client, String key) {
        return begin(new Operation(client, key, false, Operation.NOTHING, moments++));
    }

    private Operation begin(Operation operation) {
        byKey.computeIfAbsent(operation.key, key -> new ArrayList<>()).add(operation);
        size++;
        return operation;
    }

    void end(Operation operation, Operation.Outcome outcome) {
        operation.end(outcome, moments++);
        if (operation.seen && outcome == Operation.Outcome.REFUSED) {
            throw new Violation("refused, and yet somebody has read it: " + operation);
        }
    }

    /** A read has found this value. */
    void endGet(Operation get, int value) {
        get.value = value;
        end(get, Operation.Outcome.DONE);
        if (value == Operation.NOTHING) {
            return;
        }
        Operation write = write(value);
        write.seen = true;
        if (!write.key.equals(get.key)) {
            throw new Violation("another key's value: " + get + ", written by " + write);
        }
        if (write.outcome == Operation.Outcome.REFUSED) {
            throw new Violation("the value of a write that was refused: " + get + ", written by " + write);
        }
    }

    /** Returns the operation that wrote this value. */
    Operation write(int value) {
        if (value <= 0 || value >= writes.size()) {
            throw new Violation("value " + value + " was never written, at " + timeline.nowNanos());
        }
        return writes.get(value);
    }

    List<Operation> acknowledgedWrites() {
        List<Operation> done = new ArrayList<>();
        for (Operation write : writes.subList(1, writes.size())) {
            if (write.outcome == Operation.Outcome.DONE) {
                done.add(write);
            }
        }
        return done;
    }

    int size() {
        return size;
    }

    /** Checks that the history of each key is linearizable. */
    void checkLinearizable() {
        byKey.forEach((key, operations) -> {
            String fault = Register.fault(operations);
            if (fault != null) {
                throw new Violation("not linearizable, key " + key + ": " + fault);
            }
        });
    }
}
