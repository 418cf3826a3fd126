package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what must outlive the balancer is recorded before anything rests on it. Only the last state that was
 * asked for counts; while it is not durable nothing happens.
 */
final class Recorder {
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final @Nullable StateStore store;
    private final Availability availability;
    private final Runnable whenDurable;
    private @Nullable RecordedState wanted;
    private @Nullable RecordedState durable;
    private boolean writing;
    private long nowNanos;
    private long retryNanos = Core.NO_DEADLINE;

    /**
     * Makes one that has recorded nothing.
     *
     * @param store null where nothing is recorded, and so everything durable at once
     * @param whenDurable what to do each time that the state that was asked for is durable
     */
    Recorder(@Nullable StateStore store, Availability availability, Runnable whenDurable) {
        this.store = store;
        this.availability = availability;
        this.whenDurable = whenDurable;
    }

    /** Returns whether anything is recorded at all. */
    boolean records() {
        return store != null;
    }

    /** Asks for this state: what rests on it goes on when it is durable, which may be now. */
    void require(RecordedState state) {
        wanted = state;
        goOn();
    }

    private void goOn() {
        RecordedState next = wanted;
        if (next == null || writing || retryNanos != Core.NO_DEADLINE) {
            return;
        }
        if (store == null || next.equals(durable)) {
            wanted = null;
            whenDurable.run();
            return;
        }
        writing = true;
        // Until it is known to be written, what is found after a crash may be this or the one before.
        durable = null;
        store.persist(next, new StateStore.Outcome() {
            @Override
            public void onPersisted() {
                writing = false;
                durable = next;
                availability.onRecorded();
                goOn();
            }

            @Override
            public void onFailed(String reason) {
                writing = false;
                retryNanos = nowNanos + RETRY_NANOS;
                availability.onRecordFailed(reason);
            }
        });
    }

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        if (retryNanos <= nowNanos) {
            retryNanos = Core.NO_DEADLINE;
            goOn();
        }
    }

    long nextDeadlineNanos() {
        return retryNanos;
    }
}
