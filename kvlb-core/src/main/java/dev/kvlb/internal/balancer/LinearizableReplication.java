package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.ReplicationMode;
import org.jspecify.annotations.Nullable;

/**
 * The linearizable mode: a write is answered once every member of the current view holds it, and no reply shows a write
 * before that.
 *
 * <p>The balancer is the one gateway, so it knows which keys have writes in flight. Any worker may answer the read of
 * any other key. The read of a key with writes in flight goes to the coordinator of the newest, behind it on the same
 * connection; and whichever worker answered a read, where the version that it found is still in flight the reply is held
 * until that write, or a later one of its key, commits. (Zhu et al., Harmonia: Near-Linear Scalability for Replicated
 * Storage with In-Network Conflict Detection, VLDB 2019, do this in a switch.)
 */
final class LinearizableReplication implements Replication {
    private final BalancerRules rules;
    private final RequestTable table;
    private final Answers answers;
    private final WritesInFlight inFlight = new WritesInFlight();
    private final DirtyKeys dirty = new DirtyKeys();

    LinearizableReplication(BalancerRules rules, RequestTable table, Answers answers) {
        this.rules = rules;
        this.table = table;
        this.answers = answers;
    }

    @Override
    public int mode() {
        return ReplicationMode.LINEARIZABLE;
    }

    @Override
    public @Nullable String refusalOf(WorkerSession worker) {
        return worker.speaksExtensions()
                ? null
                : "a worker of a linearizable cluster must say HELLO first: the base protocol has no acknowledgements";
    }

    @Override
    public boolean awaitsStored() {
        return false;
    }

    @Override
    public boolean outlivesItsWorkers() {
        return true;
    }

    @Override
    public void begin(long epoch) {
        inFlight.begin(epoch);
    }

    @Override
    public void adopt(Request write) {
        inFlight.adopt(write);
        dirty.add(write);
    }

    @Override
    public void stamp(Request write) {
        if (inFlight.stamp(write)) {
            dirty.add(write);
        }
    }

    @Override
    public @Nullable WorkerSession coordinatorFor(Request request) {
        if (request.isWrite() || !rules.readsBehindWrites()) {
            return null;
        }
        Request newest = dirty.newest(request);
        WorkerSession coordinator = newest == null ? null : newest.worker;
        return coordinator != null && !coordinator.isGone() ? coordinator : null;
    }

    /** That one worker has applied a write means nothing yet. */
    @Override
    public void onStored(Request write, WorkerSession coordinator, ErrorCode result) {}

    @Override
    public void onSettled(Request write, WorkerSession coordinator, boolean viewIsCurrent) {
        if (rules.commits(viewIsCurrent)) {
            write.shows(write.version, coordinator);
            commit(write);
        } else {
            coordinator.requests().sendAgain(write);
        }
    }

    /** One step: the write is in flight no more, its client is answered, and so are the reads that have shown it. */
    private void commit(Request write) {
        inFlight.onCommit(write);
        dirty.remove(write);
        for (Request each = dirty.newest(write); each != null; each = each.olderOnKey) {
            if (each.version < write.version) {
                releaseHeld(each);
            }
        }
        Request held = write.takeHeld();
        answers.answer(write, ErrorCode.NONE);
        table.onWorkerDone(write);
        release(held);
    }

    private void releaseHeld(Request write) {
        release(write.takeHeld());
    }

    private void release(@Nullable Request firstHeld) {
        for (Request read = firstHeld; read != null; ) {
            Request next = read.takeNextHeld();
            answers.answerHeld(read);
            table.releaseIfEnded(read);
            read = next;
        }
    }

    @Override
    public void onRetrieved(Request read, Frame retrieved, long version) {
        read.shows(version, read.worker);
        Request write = inFlight(read, version);
        if (write == null || read.isComplete() || !rules.holds()) {
            answers.answerValue(read, retrieved);
        } else {
            read.keepValue(retrieved);
            write.hold(read);
        }
        table.onWorkerDone(read);
    }

    /** Returns the write of the read's key that has this version, if it is in flight. */
    private @Nullable Request inFlight(Request read, long version) {
        for (Request write = dirty.newest(read); write != null; write = write.olderOnKey) {
            if (write.version == version) {
                return write;
            }
        }
        return null;
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

    @Override
    public int dirtyKeys() {
        return dirty.keys();
    }
}
