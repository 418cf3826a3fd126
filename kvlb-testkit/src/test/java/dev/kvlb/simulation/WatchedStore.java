package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The store of a worker, with somebody who looks at what is stored in it. */
final class WatchedStore implements KeyValueStore {
    private final KeyValueStore store;
    private final SimWorker worker;
    private final Observations observations;

    WatchedStore(KeyValueStore store, SimWorker worker, Observations observations) {
        this.store = store;
        this.worker = worker;
        this.observations = observations;
    }

    @Override
    public boolean apply(long version, ByteSlice key, @Nullable ByteSlice value) {
        boolean applied = store.apply(version, key, value);
        if (applied) {
            observations.onStored(worker, version, SimKey.of(key), value == null);
        } else {
            observations.onPassedOver();
        }
        return applied;
    }

    @Override
    public boolean forget(long version, ByteSlice key) {
        boolean forgotten = store.forget(version, key);
        if (forgotten) {
            observations.onForgotten(worker, version, SimKey.of(key));
        }
        return forgotten;
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
