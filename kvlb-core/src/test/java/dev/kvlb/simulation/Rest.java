package dev.kvlb.simulation;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.WorkerSnapshot;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must be once the faults have ended and all requests are answered. */
final class Rest {
    private final Cluster cluster;

    Rest(Cluster cluster) {
        this.cluster = cluster;
    }

    /** What a store holds under one key. */
    private record Entry(long version, int value) {
        @Override
        public String toString() {
            return value + " as " + Trace.version(version);
        }
    }

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
        boolean allReady = state.workers().stream()
                .allMatch(worker -> worker.role() == BalancerSnapshot.Role.READY && worker.inRing());
        boolean idle = state.queued() == 0 && state.unanswered() == 0 && state.writesInFlight() == 0;
        boolean all = state.workers().size() == cluster.liveWorkers().size();
        return allReady && idle && all && state.bufferedBytes() == 0 ? null : state.toString();
    }

    /** Checks that all workers hold the same (I8), only what was written, and all that was acknowledged. */
    void check() {
        Map<String, Entry> first = null;
        SimWorker holder = null;
        for (SimWorker worker : cluster.liveWorkers()) {
            Map<String, Entry> entries = entries(worker);
            if (first == null) {
                first = entries;
                holder = worker;
                continue;
            }
            if (!first.equals(entries)) {
                throw new Violation(
                        "I8: at rest " + holder + " and " + worker + " differ: " + difference(first, entries));
            }
        }
        if (first != null) {
            checkAcknowledged(first);
        }
    }

    private Map<String, Entry> entries(SimWorker worker) {
        Map<String, Entry> entries = new TreeMap<>();
        KeyValueStore store = worker.store();
        long cursor = KeyValueStore.SCAN_START;
        do {
            cursor = store.scan(cursor, 64, (version, key, value) -> {
                if (value != null) {
                    entries.put(key.toUtf8(), entry(worker, version, key.toUtf8(), value));
                }
            });
        } while (cursor != KeyValueStore.SCAN_START);
        return entries;
    }

    private Entry entry(SimWorker worker, long version, String key, ByteSlice value) {
        int number = Values.decode(value, key);
        cluster.versions().check(version, number, worker + ", key " + key + ",");
        Operation write = cluster.history().write(number);
        if (write.outcome == Operation.Outcome.REFUSED) {
            throw new Violation("I3: " + worker + " holds what was refused: " + write);
        }
        return new Entry(version, number);
    }

    private static String difference(Map<String, Entry> one, Map<String, Entry> other) {
        Map<String, Entry> left = new TreeMap<>(one);
        left.entrySet().removeAll(other.entrySet());
        Map<String, Entry> right = new TreeMap<>(other);
        right.entrySet().removeAll(one.entrySet());
        return left + " here, " + right + " there";
    }

    private void checkAcknowledged(Map<String, Entry> entries) {
        for (Operation write : cluster.history().acknowledgedWrites()) {
            long version = cluster.versions().mustHold(write.value);
            Entry held = entries.get(write.key);
            if (version > 0 && (held == null || held.version < version)) {
                throw new Violation("I2: lost " + write + ", version " + Trace.version(version) + "; held is " + held);
            }
        }
    }

    /** Checks that reads find what is stored. */
    void checkRead(Operation get) {
        Entry held = entries(cluster.liveWorkers().get(0)).get(get.key);
        int value = held == null ? Operation.NOTHING : held.value;
        if (get.outcome != Operation.Outcome.DONE || get.value != value) {
            throw new Violation("I10: at rest " + get.key + " is " + held + ", and yet " + get);
        }
    }
}
