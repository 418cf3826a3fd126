package dev.kvlb.simulation;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The writes that the balancer has given a version: one version to one operation, for ever (I1). */
final class Ledger {
    /** What has become of a write. */
    enum State {
        /** A balancer drives it. */
        IN_FLIGHT,
        /** Some reply has shown it, or the balancer has said that it is settled. */
        COMMITTED,
        /** The balancer that drove it is gone; the next one drives it again, if any member that counts has it. */
        ORPHANED,
        /** Everything up to it is settled, and it was not driven again: it must not turn up any more. */
        LOST
    }

    /** One write that has a version. */
    static final class Write {
        final long version;
        final SimKey key;
        final boolean delete;

        /** The value that it wrote; {@link Operation#NOTHING} of a delete as long as nobody knows whose it is. */
        int value;

        State state = State.IN_FLIGHT;

        private Write(long version, SimKey key, boolean delete, int value) {
            this.version = version;
            this.key = key;
            this.delete = delete;
            this.value = value;
        }

        @Override
        public String toString() {
            return (delete ? "delete " : "put ") + key + " = " + value + ", version " + Trace.version(version) + ", "
                    + state;
        }
    }

    private final Map<Long, Write> byVersion = new HashMap<>();
    private final List<Write> inOrder = new ArrayList<>();
    private final List<List<Write>> deletes = new ArrayList<>();
    private Write[] byValue = new Write[512];
    private long newest;
    private long promisedFrom;

    Ledger() {
        for (int number = 0; number < SimKey.NUMBERS; number++) {
            deletes.add(new ArrayList<>());
        }
    }

    /** A write is handed to a worker; returns whether it was handed out before. */
    boolean onStamped(Frame frame) {
        long version = frame.number(FieldName.VERSION);
        SimKey key = SimKey.of(frame.key());
        boolean delete = frame.type() == MessageType.VERSIONED_DELETE;
        int value = delete ? Operation.NOTHING : Values.number(frame.value());
        Write before = byVersion.get(version);
        if (before != null) {
            if (before.key != key || before.delete != delete || (!delete && before.value != value)) {
                throw new Violation("I1: now " + value + " of " + key + ", before " + before);
            }
            if (before.state == State.LOST) {
                throw new Violation("I3: all before it was settled, and it is driven again: " + before);
            }
            if (before.state == State.ORPHANED) {
                before.state = State.IN_FLIGHT;
            }
            return true;
        }
        if (key == null) {
            throw new Violation("I1: version " + Trace.version(version) + " for a key that was never written");
        }
        if (version <= newest) {
            throw new Violation("I1: version " + Trace.version(version) + " of " + key + " is given after "
                    + Trace.version(newest));
        }
        stamp(new Write(version, key, delete, value));
        return false;
    }

    private void stamp(Write write) {
        newest = write.version;
        byVersion.put(write.version, write);
        inOrder.add(write);
        if (write.delete) {
            deletes.get(write.key.number()).add(write);
        } else {
            setWriteOf(write.value, write);
        }
    }

    private void setWriteOf(int value, Write write) {
        if (value >= byValue.length) {
            byValue = Arrays.copyOf(byValue, 2 * value);
        }
        Write before = byValue[value];
        if (before != null && before != write) {
            throw new Violation("I1: one operation has two versions: " + before + "; " + write);
        }
        byValue[value] = write;
    }

    /** A client's delete turns out to have this version. */
    void resolve(long version, Operation delete) {
        Write write = byVersion.get(version);
        if (write == null || !write.delete || write.key != delete.key) {
            throw new Violation("I1: version " + Trace.version(version) + " was " + write + ", and is now " + delete);
        }
        if (write.value != Operation.NOTHING && write.value != delete.value) {
            throw new Violation("I1: one version is of two operations: " + write + "; " + delete);
        }
        write.value = delete.value;
        setWriteOf(delete.value, write);
    }

    /** The balancer is gone, and knows nothing of what it drove. */
    void onBalancerLost() {
        for (Write write : inOrder) {
            if (write.state == State.IN_FLIGHT) {
                write.state = State.ORPHANED;
            }
        }
    }

    /** Returns the write of a version, or null where it was never given. */
    @Nullable Write of(long version) {
        return byVersion.get(version);
    }

    /** Returns the write of a value, or null where it has no version, or nobody knows it. */
    @Nullable Write ofValue(int value) {
        return value < byValue.length ? byValue[value] : null;
    }

    /** Returns every write in the order of versions. */
    List<Write> inOrder() {
        return inOrder;
    }

    /** Returns the deletes of a key in the order of versions. */
    List<Write> deletes(SimKey key) {
        return deletes.get(key.number());
    }

    /** Returns the greatest version that was given. */
    long newest() {
        return newest;
    }

    /** All workers that held the data are lost, or may be: of what was written up to now nothing is promised any more. */
    void promiseNothingBefore() {
        promisedFrom = newest + 1;
    }

    /** Returns whether a write must not be lost once it is acknowledged. */
    boolean isPromised(Write write) {
        return write.version >= promisedFrom;
    }

    /** Returns the write that some store holds under this version. */
    Write held(long version, SimKey key, boolean tombstone, Object where) {
        Write write = byVersion.get(version);
        if (write == null || write.key != key || write.delete != tombstone) {
            throw new Violation("I1: " + where + " holds version " + Trace.version(version) + " of " + key
                    + (tombstone ? ", a tombstone" : "") + ", which was given to " + write);
        }
        return write;
    }
}
