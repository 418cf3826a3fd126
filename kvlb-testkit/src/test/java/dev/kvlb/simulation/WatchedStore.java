package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.ForwardingKeyValueStore;
import dev.kvlb.spi.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The store of a worker, with somebody who looks at what is stored in it. */
final class WatchedStore extends ForwardingKeyValueStore {
    private final SimWorker worker;
    private final Observations observations;

    WatchedStore(KeyValueStore store, SimWorker worker, Observations observations) {
        super(store);
        this.worker = worker;
        this.observations = observations;
    }

    @Override
    public boolean apply(long version, ByteSlice key, @Nullable ByteSlice value) {
        boolean applied = super.apply(version, key, value);
        if (applied) {
            observations.onStored(worker, version, SimKey.of(key), value == null);
        } else {
            observations.onPassedOver();
        }
        return applied;
    }

    @Override
    public boolean forget(long version, ByteSlice key) {
        boolean forgotten = super.forget(version, key);
        if (forgotten) {
            observations.onForgotten(worker, version, SimKey.of(key));
        }
        return forgotten;
    }
}
