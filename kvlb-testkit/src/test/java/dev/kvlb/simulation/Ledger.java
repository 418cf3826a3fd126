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
        /** Everything up to it is settled, and nobody that counts has it: it must not turn up any more. */
        LOST,
        /** It was written before the data was given up: it may turn up, and need not. */
        VOID
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

        private boolean isThat(SimKey otherKey, boolean otherDelete, int otherValue) {
            return key == otherKey && delete == otherDelete && (delete || value == otherValue);
        }

        @Override
        public String toString() {
            return (delete ? "delete " : "put ") + key + " = " + value + ", version " + Trace.version(version) + ", "
                    + state;
        }
    }

    private final Map<Long, Write> byVersion = new HashMap<>();
    private final Map<Long, Map<Long, Write>> ancientByCluster = new HashMap<>();
    private final List<Write> inOrder = new ArrayList<>();
    private final List<List<Write>> deletes = new ArrayList<>();
    private Write[] byValue = new Write[512];
    private long cluster;
    private long newest;

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
        if (key == null) {
            throw new Violation("I1: version " + Trace.version(version) + " for a key that was never written");
        }
        Write before = byVersion.get(version);
        if (before == null) {
            return onNew(new Write(version, key, delete, value));
        }
        if (!before.isThat(key, delete, value)) {
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

    /**
     * A balancer whose place another one has taken hands out a write: that one drives it, if it learns of it, or says that
     * everything up to it is settled.
     */
    void onStampedUnheard(Frame frame, long settled) {
        long version = frame.number(FieldName.VERSION);
        SimKey key = SimKey.of(frame.key());
        if (key == null || byVersion.containsKey(version) || ancient().containsKey(version)) {
            return;
        }
        boolean delete = frame.type() == MessageType.VERSIONED_DELETE;
        Write write = new Write(version, key, delete, delete ? Operation.NOTHING : Values.number(frame.value()));
        write.state = version <= settled ? State.LOST : State.ORPHANED;
        enter(write);
        if (!delete) {
            setWriteOf(write.value, write);
        }
    }

    /** A version is new, or of a write that was in flight when the data was given up. */
    private boolean onNew(Write write) {
        Write ancient = ancient().get(write.version);
        boolean again = ancient != null && ancient.isThat(write.key, write.delete, write.value);
        if (again && !write.delete) {
            ancient.state = State.IN_FLIGHT;
            enter(ancient);
            return true;
        }
        if (ancient != null && !again) {
            throw new Violation("I1: now " + write + ", and before the data was given up " + ancient);
        }
        // Of a delete it is not certain that it is the same.
        if (write.version <= newest && !again) {
            throw new Violation("I1: version " + Trace.version(write.version) + " of " + write.key + " is given after "
                    + Trace.version(newest));
        }
        newest = Math.max(newest, write.version);
        enter(write);
        if (!write.delete) {
            setWriteOf(write.value, write);
        }
        return again;
    }

    /** A write from before the data was given up has turned up: it is one of those that count again. */
    void revive(Write ancient) {
        if (byVersion.get(ancient.version) == null) {
            enter(ancient);
        }
    }

    private void enter(Write write) {
        byVersion.put(write.version, write);
        insert(write, inOrder);
        if (write.delete) {
            insert(write, deletes.get(write.key.number()));
        }
    }

    private static void insert(Write write, List<Write> sorted) {
        int at = sorted.size();
        while (at > 0 && sorted.get(at - 1).version > write.version) {
            at--;
        }
        sorted.add(at, write);
    }

    private void setWriteOf(int value, Write write) {
        if (value >= byValue.length) {
            byValue = Arrays.copyOf(byValue, 2 * value);
        }
        Write before = byValue[value];
        if (before != null && before != write && before.state != State.VOID) {
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

    /** Returns the write of a version, or null where it was not given since the data was given up. */
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

    /**
     * The data is given up: of what was written up to now nothing is promised but that it may be driven to its end.
     *
     * @param nextCluster the identity of the cluster that goes on, or begins
     * @param versionsMayGoBack whether who goes on may not know which versions were given
     */
    void startOver(long nextCluster, boolean versionsMayGoBack) {
        for (Write write : inOrder) {
            write.state = State.VOID;
        }
        ancient().putAll(byVersion);
        cluster = nextCluster;
        byVersion.clear();
        inOrder.clear();
        deletes.forEach(List::clear);
        if (versionsMayGoBack) {
            newest = 0;
        }
    }

    /** Returns what was written in this cluster before the data was given up. */
    private Map<Long, Write> ancient() {
        return ancientByCluster.computeIfAbsent(cluster, id -> new HashMap<>());
    }

    /** Returns the write that some store holds under this version. */
    Write held(long version, SimKey key, boolean tombstone, Object where) {
        Write write = byVersion.getOrDefault(version, ancient().get(version));
        if (write == null || write.key != key || write.delete != tombstone) {
            throw new Violation("I1: " + where + " holds version " + Trace.version(version) + " of " + key
                    + (tombstone ? ", a tombstone" : "") + ", which was given to " + write);
        }
        return write;
    }
}
