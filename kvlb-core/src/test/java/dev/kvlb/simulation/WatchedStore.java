package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store that counts what is applied too late. */
final class WatchedStore implements KeyValueStore {
    private final KeyValueStore store;
    private final Counters counters;

    WatchedStore(KeyValueStore store, Counters counters) {
        this.store = store;
        this.counters = counters;
    }

    @Override
    public boolean apply(long version, ByteSlice key, @Nullable ByteSlice value) {
        boolean applied = store.apply(version, key, value);
        if (!applied) {
            counters.add(Counter.OLD_VERSION_APPLIED);
        }
        return applied;
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

    @Override
    public long bytesInUse() {
        return store.bytesInUse();
    }
}
