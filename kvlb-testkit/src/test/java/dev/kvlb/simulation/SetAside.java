package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.StoreOrder;
import dev.kvlb.spi.KeyValueStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Knows what each learner held before it began to import, and checks that it has all of it again where an operator
 * decides to go on with that (R8).
 */
final class SetAside {
    private static final int SCANNED_AT_ONCE = 64;

    private final Counters counters;
    private final Map<SimProcess, KeyValueStore> before = new HashMap<>();
    private final Set<SimProcess> takingBack = new HashSet<>();

    SetAside(Counters counters) {
        this.counters = counters;
    }

    /** A worker is about to obey a join; it was ready until then, or not. */
    void onJoin(SimWorker worker, Frame join, boolean wasReady) {
        SimProcess process = worker.process();
        boolean learns = join.number(FieldName.ROLE) == MemberRole.LEARNER;
        long order = join.number(FieldName.STORE);
        // Of a join before this one no view has come.
        takingBack.remove(process);
        if (learns && wasReady) {
            before.put(process, worker.store());
        } else if (!learns && order == StoreOrder.EMPTY) {
            before.remove(process);
        } else if (!learns && order == StoreOrder.TAKE_BACK) {
            takingBack.add(process);
        }
    }

    /** The view that follows has come, and is about to be obeyed. */
    void onView(SimWorker worker, boolean ready) {
        SimProcess process = worker.process();
        KeyValueStore held = ready ? before.remove(process) : before.get(process);
        if (takingBack.remove(process) && held != null) {
            counters.add(Counter.SET_ASIDE_TAKEN_BACK);
            check(worker, held);
        }
    }

    private static void check(SimWorker worker, KeyValueStore held) {
        long cursor = KeyValueStore.SCAN_START;
        do {
            cursor = held.scan(cursor, SCANNED_AT_ONCE, (version, key, value) -> check(worker, version, key));
        } while (cursor != KeyValueStore.SCAN_START);
    }

    private static void check(SimWorker worker, long version, ByteSlice key) {
        long[] now = new long[1];
        worker.store().find(key, (found, k, value) -> now[0] = found);
        if (now[0] < version) {
            throw new Violation("R8: " + worker + " goes on with what it had set aside, and has version "
                    + Trace.version(now[0]) + " of " + SimKey.of(key) + ", not " + Trace.version(version)
                    + " that it held before it began to import");
        }
    }
}
