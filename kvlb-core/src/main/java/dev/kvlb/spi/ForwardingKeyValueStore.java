package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store that hands every call on to another one: for stores that change or watch some of what another store does, and
 * override just that. Also what a store may leave to its default, {@link #prefetch}, reaches the other one.
 *
 * <p>As safe for use by several threads as the other store, which is to say, by the worker's event loop alone.
 */
public abstract class ForwardingKeyValueStore implements KeyValueStore {
    private final KeyValueStore store;

    /**
     * Makes a store on top of another one.
     *
     * @param store the other one, used by nobody else
     */
    protected ForwardingKeyValueStore(KeyValueStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    @Override
    public void prefetch(ByteSlice key) {
        store.prefetch(key);
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

    @Override
    public long bytesInUse() {
        return store.bytesInUse();
    }
}
