package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.ReplicationMode;
import org.jspecify.annotations.Nullable;

/**
 * The eventual mode: a write is answered once one worker has applied it, and a read shows what its worker has.
 *
 * <p>Only the answers come early. The balancer keeps each write until every member of the view has acknowledged it to
 * its coordinator, and drives it again through another worker where that one is lost; so all workers that know versions
 * end with the same data. A worker that speaks only the base protocol acknowledges nothing: with its answer the write
 * is over.
 */
final class EventualReplication implements Replication {
    private final RequestTable table;
    private final Answers answers;
    private final WritesInFlight inFlight = new WritesInFlight();

    EventualReplication(RequestTable table, Answers answers) {
        this.table = table;
        this.answers = answers;
    }

    @Override
    public int mode() {
        return ReplicationMode.EVENTUAL;
    }

    @Override
    public @Nullable String refusalOf(WorkerSession worker) {
        return null;
    }

    @Override
    public boolean awaitsStored() {
        return true;
    }

    @Override
    public boolean outlivesItsWorkers() {
        return false;
    }

    @Override
    public @Nullable WorkerSession coordinatorFor(Request request) {
        return null;
    }

    @Override
    public void begin(long epoch) {
        inFlight.begin(epoch);
    }

    @Override
    public void adopt(Request write) {
        inFlight.adopt(write);
    }

    @Override
    public void stamp(Request write) {
        inFlight.stamp(write);
    }

    @Override
    public void onStored(Request write, WorkerSession coordinator, ErrorCode result) {
        boolean versioned = result == ErrorCode.NONE && coordinator.speaksExtensions();
        write.shows(versioned ? write.version : 0, coordinator);
        answers.answer(write, result);
        if (versioned) {
            coordinator.requests().awaitSettled(write);
        } else {
            table.onWorkerDone(write);
        }
    }

    @Override
    public void onSettled(Request write, WorkerSession coordinator, boolean viewIsCurrent) {
        if (viewIsCurrent) {
            inFlight.onCommit(write);
            table.onWorkerDone(write);
        } else {
            coordinator.requests().sendAgain(write);
        }
    }

    @Override
    public void onRetrieved(Request read, Frame retrieved, long version) {
        read.shows(version, read.worker);
        answers.answerValue(read, retrieved);
        table.onWorkerDone(read);
    }

    @Override
    public long settledVersion() {
        return inFlight.settledVersion();
    }

    @Override
    public long lastVersion() {
        return inFlight.lastVersion();
    }

    @Override
    public long commits() {
        return inFlight.commits();
    }

    @Override
    public long lag() {
        return inFlight.lag();
    }

    @Override
    public @Nullable Request oldestInFlight() {
        return inFlight.oldest();
    }

    @Override
    public int inFlight() {
        return inFlight.size();
    }

    /** Nobody asks which keys have writes in flight. */
    @Override
    public int dirtyKeys() {
        return 0;
    }
}
