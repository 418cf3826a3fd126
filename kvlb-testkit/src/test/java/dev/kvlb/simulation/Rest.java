package dev.kvlb.simulation;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.WorkerSnapshot;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.simulation.Ledger.State;
import dev.kvlb.simulation.Ledger.Write;
import dev.kvlb.spi.KeyValueStore;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must be once the faults have ended and all requests are answered. */
final class Rest {
    private static final int SCANNED_AT_ONCE = 64;

    private final Cluster cluster;

    Rest(Cluster cluster) {
        this.cluster = cluster;
    }

    // Whether there is rest.

    /** Returns what is still under way, or null where nothing is. */
    @Nullable String unrest() {
        for (SimClient client : cluster.clients()) {
            if (client.pending() > 0 || !client.isConnected()) {
                return client.process() + " waits for " + client.pending() + " replies, connected: "
                        + client.isConnected();
            }
            // A write of which the client has given up hope may still arrive, and change what is at rest.
            for (SimLink link : client.process().links()) {
                if (link.isHeard()) {
                    return client.process() + " is still heard on connection " + link;
                }
            }
        }
        if (!cluster.balancer().isAlive() || cluster.liveWorkers().isEmpty()) {
            return "the balancer or every worker is down";
        }
        for (SimWorker worker : cluster.liveWorkers()) {
            WorkerSnapshot state = worker.core().snapshot();
            if (state.role() != WorkerSnapshot.Role.READY || state.unsettledWrites() > 0 || state.exports() > 0) {
                return state.toString();
            }
        }
        return unrest(cluster.balancer().core().snapshot());
    }

    private @Nullable String unrest(BalancerSnapshot state) {
        boolean serves = state.phase() == BalancerSnapshot.Phase.SERVING;
        boolean allReady = state.workers().stream()
                .allMatch(worker -> worker.role() == BalancerSnapshot.Role.READY && worker.inRing());
        boolean idle = state.queued() == 0 && state.unanswered() == 0 && state.writesInFlight() == 0;
        boolean all = state.workers().size() == cluster.liveWorkers().size();
        return serves && allReady && idle && all && state.bufferedBytes() == 0 ? null : state.toString();
    }

    // What is held.

    /** Checks that all workers hold the same (I8), only what was written, and all that was acknowledged. */
    void check() {
        SimWorker first = cluster.liveWorkers().get(0);
        Map<SimKey, Write> held = held(first);
        for (SimWorker worker : cluster.liveWorkers()) {
            if (worker != first && !isAsHeld(worker, held)) {
                throw new Violation(
                        "I8: at rest " + first + " and " + worker + " differ: " + difference(held, held(worker)));
            }
        }
        checkAcknowledged(held);
    }

    /** Returns what a worker holds, tombstones apart, after a look at each byte. */
    private Map<SimKey, Write> held(SimWorker worker) {
        Map<SimKey, Write> held = new TreeMap<>();
        scan(worker, (version, keyBytes, value) -> {
            SimKey key = SimKey.of(keyBytes);
            Write write = cluster.ledger().held(version, key, value == null, worker);
            if (value != null) {
                check(write, value, worker);
                held.put(key, write);
            }
        });
        return held;
    }

    private void check(Write write, ByteSlice value, SimWorker worker) {
        int number = Values.decode(value, write.key);
        if (number != write.value) {
            throw new Violation("I1: " + worker + " holds value " + number + " as " + write);
        }
        Operation put = cluster.history().write(number);
        if (put.outcome == Operation.Outcome.REFUSED) {
            throw new Violation("I3: " + worker + " holds what was refused: " + put);
        }
    }

    private static void scan(SimWorker worker, KeyValueStore.EntryVisitor visitor) {
        long cursor = KeyValueStore.SCAN_START;
        do {
            cursor = worker.store().scan(cursor, SCANNED_AT_ONCE, visitor);
        } while (cursor != KeyValueStore.SCAN_START);
    }

    /** Returns whether a worker holds just this, tombstones apart. */
    private boolean isAsHeld(SimWorker worker, Map<SimKey, Write> held) {
        int[] same = new int[1];
        int[] values = new int[1];
        scan(worker, (version, keyBytes, value) -> {
            if (value != null) {
                values[0]++;
                Write write = held.get(SimKey.of(keyBytes));
                if (write != null && write.version == version) {
                    check(write, value, worker);
                    same[0]++;
                }
            }
        });
        return same[0] == held.size() && values[0] == held.size();
    }

    private static String difference(Map<SimKey, Write> one, Map<SimKey, Write> other) {
        Map<SimKey, Write> left = new TreeMap<>(one);
        left.values().removeAll(other.values());
        Map<SimKey, Write> right = new TreeMap<>(other);
        right.values().removeAll(one.values());
        return left + " here, " + right + " there";
    }

    private void checkAcknowledged(Map<SimKey, Write> held) {
        for (Operation operation : cluster.history().acknowledgedWrites()) {
            Write write = cluster.ledger().ofValue(operation.value);
            if (write == null || (write.state != State.COMMITTED && write.state != State.IN_FLIGHT)) {
                continue;
            }
            Write now = held.get(write.key);
            boolean deletedLater = now == null && isDeleted(write.key, write.version);
            if (!deletedLater && (now == null || now.version < write.version)) {
                throw new Violation("I2: lost " + operation + ", " + write + "; held is " + now);
            }
        }
    }

    private boolean isDeleted(SimKey key, long sinceVersion) {
        return cluster.ledger().deletes(key).stream().anyMatch(delete -> delete.version >= sinceVersion);
    }

    /** Checks that reads find what is stored. */
    void checkRead(Operation get) {
        int[] value = {Operation.NOTHING};
        cluster.liveWorkers().get(0).store().find(get.key.slice(), (version, key, bytes) -> {
            value[0] = bytes == null ? Operation.NOTHING : Values.number(bytes);
        });
        boolean same = get.value == value[0]
                || (value[0] == Operation.NOTHING && cluster.history().write(get.value).kind == Operation.Kind.DELETE);
        if (get.outcome != Operation.Outcome.DONE || !same) {
            throw new Violation("I10: at rest " + get.key + " is " + value[0] + ", and yet " + get);
        }
    }
}
