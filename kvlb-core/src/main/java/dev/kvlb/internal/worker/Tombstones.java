package dev.kvlb.internal.worker;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import java.util.ArrayDeque;

/**
 * The tombstones of a store in the order in which they came, until they may be forgotten.
 *
 * <p>Versions come a little out of order, so one that may go can wait behind one that may not; not for long.
 */
final class Tombstones {
    private final ArrayDeque<Tombstone> waiting = new ArrayDeque<>();
    private final ByteSlice slice = new ByteSlice();

    /** One tombstone. */
    private static final class Tombstone {
        private final long version;
        private final byte[] key;

        Tombstone(long version, byte[] key) {
            this.version = version;
            this.key = key;
        }
    }

    void add(long version, ByteSlice key) {
        waiting.add(new Tombstone(version, key.toBytes()));
    }

    /** Takes from the store the tombstones that may go; one that a later write has replaced goes from here alone. */
    void forget(KeyValueStore store, WorkerRules rules, long settled, boolean complete, boolean anyLearner) {
        for (Tombstone first = waiting.peek();
                first != null && rules.mayForget(first.version, settled, complete, anyLearner);
                first = waiting.peek()) {
            waiting.remove();
            store.forget(first.version, slice.set(first.key, 0, first.key.length));
        }
    }

    void clear() {
        waiting.clear();
    }
}
