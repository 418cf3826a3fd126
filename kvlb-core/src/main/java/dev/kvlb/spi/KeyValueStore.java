package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a worker stores: for each key the value with the greatest version, or a tombstone where that version deleted it.
 *
 * <p>Called by the worker's event loop alone; must not block. Slices that are passed in, to the store or to a visitor,
 * are valid only during the call.
 */
public interface KeyValueStore {
    /** The cursor that begins a scan, and that ends one. */
    long SCAN_START = 0;

    /**
     * Says that a key is likely to be found or applied within the next few dozen calls. A store may begin to fetch what
     * that takes, together with what the other keys named so take; it need not do anything, and by default does not.
     * Nothing that the other methods return depends on it.
     *
     * @param key any, also one of no bytes: it comes from a request that nobody has looked at yet
     */
    default void prefetch(ByteSlice key) {}

    /**
     * Stores what this version wrote, unless something with a greater version is stored under the key. An equal
     * version is stored again: one version is one write, and a write without a version of its own takes that of what
     * it replaces.
     *
     * @param version 0 or greater
     * @param key 1 byte or more
     * @param value the value, or null for a tombstone
     * @return whether it was stored
     * @throws OutOfMemoryError if there is no room; the worker ends rather than diverge from its peers
     */
    boolean apply(long version, ByteSlice key, @Nullable ByteSlice value);

    /**
     * Removes the tombstone of exactly this version from under the key; does nothing where a value, a tombstone of
     * another version, or nothing is stored. From then on an older write of the key would be stored again: the caller
     * knows that none will come.
     *
     * @return whether it was removed
     * @throws OutOfMemoryError if there is no room to rearrange what remains; the worker ends
     */
    boolean forget(long version, ByteSlice key);

    /**
     * Shows the entry of a key, value or tombstone, to the visitor.
     *
     * @return whether there is one
     */
    boolean find(ByteSlice key, EntryVisitor visitor);

    /**
     * Shows some entries, tombstones too, and returns where to go on. A scan that begins with {@link #SCAN_START} and
     * goes on until that is returned shows each entry that was there all the time at least once, whatever was applied
     * or forgotten between the calls.
     *
     * @param cursor {@link #SCAN_START}, or what the call before returned
     * @param limit how many entries to show at most, 1 or more; at least one is shown where any is left
     * @return where to go on, or {@link #SCAN_START} at the end
     */
    long scan(long cursor, int limit, EntryVisitor visitor);

    /** Returns how many entries there are, tombstones included. */
    long size();

    /** Returns about how many bytes of memory the entries use, with what the store itself needs for them. */
    long bytesInUse();

    /**
     * Returns an empty store on a hash table in the heap that compares keys in place. Each store hashes differently, so
     * that nobody can choose keys that collide.
     */
    static KeyValueStore hashMap() {
        return new HashTableStore(new SplittableRandom().nextLong());
    }

    /** Looks at entries. It must not call the store that shows them. */
    @FunctionalInterface
    interface EntryVisitor {
        /**
         * Looks at one entry.
         *
         * @param value null for a tombstone
         */
        void entry(long version, ByteSlice key, @Nullable ByteSlice value);
    }
}
