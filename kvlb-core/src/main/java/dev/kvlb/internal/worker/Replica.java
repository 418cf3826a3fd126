package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data of a worker: the store that it serves from, and while it imports, what it held before.
 *
 * <p>An import goes into a fresh store. What was held before is set aside untouched until the worker is ready: should
 * everybody else be lost first, an operator can have it taken back.
 */
final class Replica {
    private final Supplier<KeyValueStore> stores;
    private final WorkerRules rules;
    private final StoredVersion stored = new StoredVersion();
    private final Tombstones tombstones = new Tombstones();
    private KeyValueStore store;
    private @Nullable KeyValueStore aside;
    private boolean complete;
    private boolean imported;
    private boolean anyLearner;
    private long settled;
    private long lastVersion;

    Replica(Supplier<KeyValueStore> stores, WorkerRules rules) {
        this.stores = stores;
        this.rules = rules;
        this.store = stores.get();
    }

    /** A key will be read or written soon: what it takes can be fetched together with what others take. */
    void prefetch(ByteSlice key) {
        store.prefetch(key);
    }

    // Writes.

    /** Applies a write, or a delete, unless a later one of its key is stored, or it is known to be settled. */
    void apply(long version, ByteSlice key, @Nullable ByteSlice value) {
        if (!rules.passesOver(version, settled)) {
            merge(version, key, value);
        }
    }

    /** Merges an entry of an export: settled or not, this store does not have it yet. */
    void merge(long version, ByteSlice key, @Nullable ByteSlice value) {
        lastVersion = Math.max(lastVersion, version);
        if (store.apply(version, key, value) && value == null) {
            tombstones.add(version, key);
        }
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

    /** Every member holds what this version and all before it wrote: tombstones of these can go. */
    void onSettled(long version) {
        settled = Math.max(settled, version);
        forgetTombstones();
    }

    /** The members have changed: whether any of them imports decides whether tombstones can go. */
    void onView(View view) {
        anyLearner = view.hasLearner();
        onSettled(view.settled());
    }

    private void forgetTombstones() {
        tombstones.forget(store, rules, settled, complete, anyLearner);
    }

    // Reads.

    /** Shows the entry of a key to the visitor; returns whether there is one. */
    boolean find(ByteSlice key, KeyValueStore.EntryVisitor visitor) {
        return store.find(key, visitor);
    }

    long scan(long cursor, int limit, KeyValueStore.EntryVisitor visitor) {
        return store.scan(cursor, limit, visitor);
    }

    // What the balancer orders.

    /** Begins an import: the store is empty from now on. What an unfinished import has brought so far is worth nothing. */
    void beginImport() {
        if (complete && rules.setsAside()) {
            aside = store;
        }
        beginEmpty();
    }

    /** Begins with nothing: an operator gave up what was held. */
    void reset() {
        aside = null;
        beginEmpty();
    }

    private void beginEmpty() {
        complete = false;
        imported = false;
        // It may be another cluster that it begins in; the view that follows says what is settled there.
        settled = 0;
        lastVersion = 0;
        tombstones.clear();
        store = stores.get();
    }

    /** All that was exported has come: the store is complete, though this worker is a learner still. */
    void onImported() {
        imported = true;
    }

    /** The store holds all data: what was set aside is not needed any more. */
    void onComplete() {
        complete = true;
        aside = null;
        forgetTombstones();
    }

    /** Nobody is left to import from: all that this worker ever had counts again. It stays aside until it is complete. */
    void takeBack() {
        KeyValueStore before = aside;
        if (before != null) {
            long cursor = KeyValueStore.SCAN_START;
            do {
                cursor = before.scan(cursor, 1_024, this::merge);
            } while (cursor != KeyValueStore.SCAN_START);
        }
    }

    // What is known of it.

    /** Returns whether the store holds all data, and not just what an import has brought so far. */
    boolean isComplete() {
        return complete || imported;
    }

    /** Returns the greatest version such that it and all before it are known to be settled. */
    long settled() {
        return settled;
    }

    /** Returns the greatest version that was ever applied here. */
    long lastVersion() {
        return lastVersion;
    }

    long size() {
        return store.size();
    }

    /** Returns about how much memory the data uses, with what was set aside. */
    long bytesInUse() {
        KeyValueStore before = aside;
        return store.bytesInUse() + (before == null ? 0 : before.bytesInUse());
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
