package dev.kvlb.testkit;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store with a gate where it is asked for its size, as it is for each snapshot of its worker. */
final class GatedStore implements KeyValueStore {
    private final KeyValueStore store;
    private final Gate gate;

    GatedStore(KeyValueStore store, Gate gate) {
        this.store = store;
        this.gate = gate;
    }

    @Override
    public long bytesInUse() {
        gate.pass();
        return store.bytesInUse();
    }

    @Override
    public boolean apply(long version, ByteSlice key, @Nullable ByteSlice value) {
        return store.apply(version, key, value);
    }

    @Override
    public boolean forget(long version, ByteSlice key) {
        return store.forget(version, key);
    }

    @Override
    public boolean find(ByteSlice key, EntryVisitor visitor) {
        return store.find(key, visitor);
    }

    @Override
    public long scan(long cursor, int limit, EntryVisitor visitor) {
        return store.scan(cursor, limit, visitor);
    }

    @Override
    public long size() {
        return store.size();
    }
}
