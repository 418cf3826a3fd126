package dev.kvlb.simulation;

import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What all clients did, and the values that they wrote: each once, so that a read tells whose write it saw. */
final class History {
    private final List<List<Operation>> byKey = new ArrayList<>();
    private final List<Operation> writes = new ArrayList<>();
    private long moments;
    private int size;

    History() {
        writes.add(null);
        for (int number = 0; number < SimKey.NUMBERS; number++) {
            byKey.add(new ArrayList<>());
        }
    }

    /** A client puts or deletes. */
    Operation beginWrite(int client, SimKey key, Kind kind) {
        Operation write = begin(new Operation(client, key, kind, writes.size(), moments++));
        writes.add(write);
        return write;
    }

    Operation beginGet(int client, SimKey key) {
        return begin(new Operation(client, key, Kind.GET, Operation.NOTHING, moments++));
    }

    private Operation begin(Operation operation) {
        byKey.get(operation.key.number()).add(operation);
        size++;
        return operation;
    }

    void end(Operation operation, Outcome outcome) {
        operation.end(outcome, moments++);
        if (operation.seen && outcome == Outcome.REFUSED) {
            throw new Violation("refused, and yet somebody has read it: " + operation);
        }
    }

    /** A read has found this value, or nothing. */
    void endGet(Operation get, int value) {
        get.value = value;
        end(get, Outcome.DONE);
        if (value == Operation.NOTHING) {
            return;
        }
        Operation write = write(value);
        write.seen = true;
        if (write.key != get.key) {
            throw new Violation("another key's value: " + get + ", written by " + write);
        }
        if (write.outcome == Outcome.REFUSED) {
            throw new Violation("the value of a write that was refused: " + get + ", written by " + write);
        }
    }

    /** Returns the operation that wrote this value. */
    Operation write(int value) {
        if (value <= 0 || value >= writes.size()) {
            throw new Violation("value " + value + " was never written");
        }
        return writes.get(value);
    }

    List<Operation> acknowledgedWrites() {
        List<Operation> done = new ArrayList<>();
        for (Operation write : writes.subList(1, writes.size())) {
            if (write.outcome == Outcome.DONE) {
                done.add(write);
            }
        }
        return done;
    }

    int size() {
        return size;
    }

    /**
     * The data is given up. What was not acknowledged before may still be driven to its end; all that ever was may turn up
     * again where what one worker kept is the beginning.
     *
     * @param check whether what was done up to now must have been linearizable
     */
    void startOver(boolean leftovers, boolean check) {
        if (check) {
            checkLinearizable();
        }
        List<Operation> possible = new ArrayList<>();
        for (Operation write : writes.subList(1, writes.size())) {
            boolean left = write.outcome == Outcome.DONE ? leftovers : write.outcome != Outcome.REFUSED;
            if (left) {
                possible.add(write.asUnknown());
            }
        }
        byKey.forEach(List::clear);
        possible.forEach(write -> byKey.get(write.key.number()).add(write));
    }

    /** Checks that the history of each key is linearizable. */
    void checkLinearizable() {
        for (List<Operation> operations : byKey) {
            String fault = Register.fault(operations);
            if (fault != null) {
                throw new Violation("not linearizable, key " + operations.get(0).key + ": " + fault);
            }
        }
    }
}
