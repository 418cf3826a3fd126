package dev.kvlb.simulation;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.StateStore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file in which a balancer records its state. To write it takes a while and may fail; of a crash in between, and of
 * a failure, nobody knows whether the new state is in it or the old one.
 */
public final class RecordFile {
    private static final long WRITE_MAX_NANOS = 2 * Chance.MILLIS;
    private static final long SLOW_WRITE_MAX_NANOS = 400 * Chance.MILLIS;

    private static final String TAKEN = "another balancer has taken it";

    private final Timeline timeline;
    private final Chance chance;
    private final Consumer<Event> events;
    private @Nullable SimProcess owner;
    private @Nullable RecordedState durable;
    private @Nullable RecordedState writing;
    private @Nullable Runnable whenWritten;
    private int writes;
    private boolean slow;
    private boolean failing;

    /** What befalls it. */
    public enum Event {
        /** It could not be written. */
        FAILED,
        /** A crash came while it was written, and the new state is in it. */
        KEPT_IN_CRASH,
        /** A crash came while it was written, and the old state is in it. */
        LOST_IN_CRASH
    }

    /** Makes one that holds nothing; {@code events} is told what befalls it. */
    public RecordFile(Timeline timeline, Chance chance, Consumer<Event> events) {
        this.timeline = timeline;
        this.chance = chance;
        this.events = events;
    }

    /** Returns what is in it, or null where there is none. */
    public @Nullable RecordedState read() {
        return durable;
    }

    /** Somebody has removed it. */
    public void lose() {
        durable = null;
    }

    void slow(boolean slow) {
        this.slow = slow;
    }

    void failing(boolean failing) {
        this.failing = failing;
    }

    /** It can be written, and without delay: what is being written is so soon. */
    void heal() {
        slow = false;
        failing = false;
        Runnable write = whenWritten;
        if (write != null) {
            timeline.after(chance.mostlyShort(0, WRITE_MAX_NANOS), write);
        }
    }

    /** Returns what a process writes it with, until another one opens it. */
    public StateStore openedBy(SimProcess process) {
        owner = process;
        return (state, outcome) -> {
            if (owner != process) {
                process.task(() -> outcome.onFailed(TAKEN));
                return;
            }
            if (writing != null) {
                throw new Violation(process + " writes a second state before the first is written");
            }
            writing = state;
            long nanos = chance.mostlyShort(0, slow ? SLOW_WRITE_MAX_NANOS : WRITE_MAX_NANOS);
            int number = ++writes;
            Runnable write = () -> onWritten(process, number, state, outcome);
            whenWritten = write;
            timeline.after(nanos, write);
        };
    }

    private void onWritten(SimProcess process, int number, RecordedState state, StateStore.Outcome outcome) {
        if (owner != process) {
            process.task(() -> outcome.onFailed(TAKEN));
            return;
        }
        // It may have been written sooner than was planned.
        if (process.isOver() || writing == null || number != writes) {
            return;
        }
        writing = null;
        whenWritten = null;
        if (!failing) {
            durable = state;
            process.task(outcome::onPersisted);
            return;
        }
        if (chance.oneIn(2)) {
            durable = state;
        }
        events.accept(Event.FAILED);
        process.task(() -> outcome.onFailed("no space left on device"));
    }

    /** The process that wrote it is gone. */
    public void onProcessGone() {
        RecordedState halfWritten = writing;
        writing = null;
        whenWritten = null;
        if (halfWritten != null) {
            boolean kept = chance.oneIn(2);
            events.accept(kept ? Event.KEPT_IN_CRASH : Event.LOST_IN_CRASH);
            if (kept) {
                durable = halfWritten;
            }
        }
    }
}
