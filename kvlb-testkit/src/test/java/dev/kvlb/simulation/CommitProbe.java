package dev.kvlb.simulation;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.simulation.Ledger.State;
import dev.kvlb.simulation.Ledger.Write;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is promised at each step that shows something: a reply to a client, what the balancer says is settled, a
 * worker that becomes ready, and what a ready worker stores. What is settled is committed, and in the linearizable mode
 * so is what a client is told, by the very fact that it is told.
 *
 * <ul>
 *   <li>I2: every ready worker that lives holds it, or a later version of its key, or has forgotten a tombstone after
 *       it was settled; and so does each that becomes ready.
 *   <li>I3: what a ready worker stores is committed or in flight.
 *   <li>I4: what a read shows is no older than what was committed when the read arrived; as it is checked at each reply,
 *       I5 follows.
 * </ul>
 *
 * <p>Replies of the base protocol name no version. That of a put is known by its value. Of a delete, and of what a read
 * that found nothing has seen, the oldest that it can have been is taken: whatever it was, that much is certain.
 */
final class CommitProbe {
    private final ReadyMembers ready;
    private final Ledger ledger;
    private final boolean linearizable;
    private final Write[] committed = new Write[SimKey.NUMBERS];
    private int beginning;
    private long settled;
    private int settledPlace;
    private long heldVersion;
    private boolean heldTombstone;

    /**
     * Makes one that has seen nothing.
     *
     * @param linearizable whether what a reply shows must be committed; else only what the balancer says is settled
     */
    CommitProbe(ReadyMembers ready, Ledger ledger, boolean linearizable) {
        this.ready = ready;
        this.ledger = ledger;
        this.linearizable = linearizable;
    }

    boolean isLinearizable() {
        return linearizable;
    }

    /** Returns the greatest version that the balancer has said to be settled. */
    long settled() {
        return settled;
    }

    /** Returns how often the data was given up. */
    int beginning() {
        return beginning;
    }

    // What clients are told.

    /** The balancer reads a request. */
    void onRequest(Operation request) {
        request.beginning = beginning;
        request.committedBefore = committedVersion(request.key);
        request.stampedBefore = ledger.newest();
    }

    private long committedVersion(SimKey key) {
        Write write = committed[key.number()];
        return write == null ? 0 : write.version;
    }

    /**
     * The balancer answers a request, with a result that is not an ERROR.
     *
     * @param shown the version of each key that replies have shown on this connection
     */
    void onResponse(Operation request, Frame response, long[] shown) {
        if (!linearizable) {
            return;
        }
        boolean done = response.number(FieldName.RESULT) == ErrorCode.NONE.code();
        int key = request.key.number();
        Write seen = null;
        if (request.kind == Operation.Kind.GET) {
            request.committedBefore = Math.max(request.committedBefore, shown[key]);
            seen = done ? found(request, response) : foundNothing(request, response);
            checkRead(request, seen);
        } else if (done) {
            boolean put = request.kind == Operation.Kind.PUT;
            seen = stamped(put ? ledger.ofValue(request.value) : deleted(request, response), request);
            if (put && seen.version <= shown[key]) {
                throw new Violation("order on one connection: " + request + " has version "
                        + Trace.version(seen.version) + ", and before it on the same connection "
                        + Trace.version(shown[key]) + " was shown");
            }
        }
        if (seen != null) {
            shown[key] = Math.max(shown[key], seen.version);
            commit(seen);
        }
    }

    private static Write stamped(@Nullable Write write, Operation request) {
        if (write == null) {
            throw new Violation("I3: acknowledged, and never given a version: " + request);
        }
        return write;
    }

    private @Nullable Write deleted(Operation delete, Frame response) {
        if (response.type() == MessageType.VERSIONED_DELETE_RESPONSE) {
            return ledger.of(response.number(FieldName.VERSION));
        }
        return oldestDelete(delete.key, delete.stampedBefore + 1);
    }

    private @Nullable Write oldestDelete(SimKey key, long fromVersion) {
        List<Write> deletes = ledger.deletes(key);
        Write oldest = null;
        for (int i = deletes.size() - 1; i >= 0 && deletes.get(i).version >= fromVersion; i--) {
            if (deletes.get(i).state != State.LOST) {
                oldest = deletes.get(i);
            }
        }
        return oldest;
    }

    private Write found(Operation get, Frame response) {
        return stamped(ledger.ofValue(Values.number(response.value())), get);
    }

    /** Returns the delete that the read has seen, or could have; null where it can be that nothing was ever written. */
    private @Nullable Write foundNothing(Operation get, Frame response) {
        boolean versioned = response.type() == MessageType.VERSIONED_GET_RESPONSE;
        long version = versioned ? response.number(FieldName.VERSION) : 0;
        if (version != 0) {
            return ledger.held(version, get.key, true, "a read");
        }
        if (get.committedBefore == 0) {
            return null;
        }
        Write delete = oldestDelete(get.key, get.committedBefore);
        boolean forgotten = delete != null && delete.version <= settled;
        if (delete == null || (versioned && !forgotten)) {
            throw new Violation("I4: a read of " + get.key + " finds nothing, and " + committed[get.key.number()]
                    + " was committed before it");
        }
        return delete;
    }

    private static void checkRead(Operation get, @Nullable Write shown) {
        long version = shown == null ? 0 : shown.version;
        if (version < get.committedBefore) {
            throw new Violation("I4: a read of " + get.key + " shows " + shown + ", and version "
                    + Trace.version(get.committedBefore) + " was committed, or shown on its connection, before it");
        }
    }

    // What is committed.

    private void commit(Write write) {
        if (write.state == State.LOST) {
            throw new Violation("I3: all before it was settled without it, and now it is back: " + write);
        }
        if (write.state == State.VOID) {
            ledger.revive(write);
        }
        write.state = State.COMMITTED;
        if (write.version > committedVersion(write.key)) {
            committed[write.key.number()] = write;
            check(ready.live(), write);
        }
    }

    /** The balancer says that all versions up to this one are settled. */
    void onSettled(long version) {
        settled = Math.max(settled, version);
        List<Write> inOrder = ledger.inOrder();
        for (; settledPlace < inOrder.size(); settledPlace++) {
            Write write = inOrder.get(settledPlace);
            if (write.version > settled) {
                return;
            }
            // In the eventual mode a write is given up with the last worker, and is settled then.
            boolean mayBeGone = write.state == State.ORPHANED || !linearizable;
            if (mayBeGone && linearizable && isSurpassed(write)) {
                // Whether it was held until a later one came is not known: a read may have found it, and be answered
                // yet.
                continue;
            }
            if (mayBeGone && !isHeldByAny(write)) {
                write.state = linearizable ? State.LOST : State.VOID;
            } else if (write.state != State.VOID && write.state != State.LOST) {
                commit(write);
            }
        }
    }

    private boolean isSurpassed(Write write) {
        List<SimWorker> live = ready.live();
        for (SimWorker worker : live) {
            look(worker, write.key);
            if (heldVersion <= write.version) {
                return false;
            }
        }
        return !live.isEmpty();
    }

    private boolean isHeldByAny(Write write) {
        for (SimWorker worker : ready.live()) {
            look(worker, write.key);
            if (heldVersion == write.version) {
                return true;
            }
        }
        return false;
    }

    /** These workers have become ready: they hold all that is committed. */
    void onReady(List<SimWorker> workers) {
        for (Write write : committed) {
            if (write != null) {
                check(workers, write);
            }
        }
    }

    private void check(List<SimWorker> workers, Write write) {
        for (SimWorker worker : workers) {
            look(worker, write.key);
            boolean forgotten = heldVersion == 0 && write.delete && write.version <= settled;
            if (heldVersion < write.version && !forgotten) {
                throw new Violation("I2: " + write + " is committed, and " + worker + ", which is ready, holds version "
                        + Trace.version(heldVersion) + "; " + ready);
            }
        }
    }

    private void look(SimWorker worker, SimKey key) {
        heldVersion = 0;
        worker.store().find(key.slice(), (version, k, value) -> {
            heldVersion = version;
            heldTombstone = value == null;
        });
        if (heldVersion != 0) {
            ledger.held(heldVersion, key, heldTombstone, worker);
        }
    }

    /** The data is given up. */
    void startOver(boolean versionsMayGoBack) {
        beginning++;
        Arrays.fill(committed, null);
        settledPlace = 0;
        if (versionsMayGoBack) {
            settled = 0;
        }
    }

    // What workers store.

    /** A worker has stored a write. */
    void onStored(SimWorker worker, Write write) {
        if (!ready.isReady(worker)) {
            return;
        }
        if (write.state == State.LOST) {
            throw new Violation("I3: all before it is settled without it, and " + worker + " stores it: " + write);
        }
        if (write.version < committedVersion(write.key)) {
            throw new Violation("I2: " + worker + " goes back to " + write + " from " + committed[write.key.number()]);
        }
    }

    /** A worker has forgotten a tombstone (R12). */
    void onForgotten(SimWorker worker, Write delete) {
        boolean isReady = Seen.of(worker.process()).isReady();
        if (delete.version > settled || !isReady) {
            throw new Violation("R12: settled is " + Trace.version(settled) + ", and " + worker
                    + (isReady ? "" : ", which is not ready,") + " forgets the tombstone of " + delete);
        }
    }
}
