package dev.kvlb.internal.worker;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data of a worker: the store that it serves from, and while it imports, what it held before.
 *
 * <p>An import goes into a fresh store. What was held before is set aside untouched until the worker is ready: should
 * everybody else be lost first, it is merged back.
 */
final class Replica {
    private final Supplier<KeyValueStore> stores;
    private final StoredVersion stored = new StoredVersion();
    private KeyValueStore store;
    private @Nullable KeyValueStore aside;

    Replica(Supplier<KeyValueStore> stores) {
        this.stores = stores;
        this.store = stores.get();
    }

    /** Applies a write with a version, unless a later one of its key is stored. */
    void apply(long version, ByteSlice key, @Nullable ByteSlice value) {
        store.apply(version, key, value);
    }

    /** Applies a write that comes without a version: it takes the version of what it replaces. */
    void applyUnversioned(ByteSlice key, ByteSlice value) {
        stored.version = 0;
        store.find(key, stored);
        store.apply(stored.version, key, value);
    }

    /** Stores an entry of an export without versions, unless there is anything under its key: that came later. */
    void applyIfAbsent(ByteSlice key, ByteSlice value) {
        if (!store.find(key, stored)) {
            store.apply(0, key, value);
        }
    }

    /** Shows the entry of a key to the visitor; returns whether there is one. */
    boolean find(ByteSlice key, KeyValueStore.EntryVisitor visitor) {
        return store.find(key, visitor);
    }

    long scan(long cursor, int limit, KeyValueStore.EntryVisitor visitor) {
        return store.scan(cursor, limit, visitor);
    }

    /** Begins an import: the store is empty from now on. What an unfinished import has brought so far is worth nothing. */
    void beginImport() {
        if (aside == null && store.size() > 0) {
            aside = store;
        }
        store = stores.get();
    }

    /** The store is complete: what was set aside is not needed any more. */
    void importComplete() {
        aside = null;
    }

    /** Nobody is left to import from: all that this worker ever had counts again. */
    void takeBack() {
        KeyValueStore before = aside;
        aside = null;
        if (before != null) {
            long cursor = KeyValueStore.SCAN_START;
            do {
                cursor = before.scan(cursor, 1_024, (version, key, value) -> store.apply(version, key, value));
            } while (cursor != KeyValueStore.SCAN_START);
        }
    }

    long size() {
        return store.size();
    }

    long bytesInUse() {
        return store.bytesInUse();
    }

    /** Reads the version of an entry without an allocation. */
    private static final class StoredVersion implements KeyValueStore.EntryVisitor {
        private long version;

        @Override
        public void entry(long version, ByteSlice key, @Nullable ByteSlice value) {
            this.version = version;
        }
    }
}
