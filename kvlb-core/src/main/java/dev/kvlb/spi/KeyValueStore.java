package dev.kvlb.spi;

import dev.kvlb.protocol.ByteSlice;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a worker stores: for each key the value with the greatest version, or a tombstone where that version deleted it.
 *
 * <p>A store decides how entries are kept, and nothing about what is replicated: versions come from the balancer, and the
 * worker says when a tombstone may be {@linkplain #forget forgotten}. Keys and values are bytes of any kind; two keys are
 * equal that have the same bytes. The worker applies what it is told to store, finds what it is asked for, and scans all
 * entries in slices while it serves on, to bring another worker up to date.
 *
 * <p>A worker begins with an empty store, and takes a fresh one whenever it has to import all data; the one before may be
 * kept, and scanned once more, until the import is complete. A store has no end of its own: what is not needed any more
 * is left to the garbage collector.
 *
 * <p>Called by the event loop of its worker alone, so it needs no locks; the first store of a worker is made before that
 * thread starts. It must not block: every client waits while it runs, and so do the heartbeats, without which the worker
 * is taken for lost. What it throws, but where it says so here, ends the worker.
 *
 * <p>Slices that are passed in, to the store or to a visitor, are valid only during the call, and only to be read: what
 * stays must be copied. {@code KeyValueStoreContract} of {@code kvlb-spi-contracts} tests what every store does.
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
     * @param key 1..65,535 bytes
     * @param value the value, 0..65,535 bytes, or null for a tombstone; an empty value is a value
     * @return whether it was stored
     * @throws IllegalArgumentException if the version is negative or the key empty; the message names what it is. The
     *     worker never does that
     * @throws OutOfMemoryError if there is no room; the worker ends rather than diverge from its peers
     */
    boolean apply(long version, ByteSlice key, @Nullable ByteSlice value);

    /**
     * Removes the tombstone of exactly this version from under the key; does nothing where a value, a tombstone of
     * another version, or nothing is stored. From then on an older write of the key would be stored again: the caller
     * knows that none will come.
     *
     * @param version any, also one that never was
     * @param key any, also one under which nothing can be stored
     * @return whether it was removed
     * @throws OutOfMemoryError if there is no room to rearrange what remains; the worker ends
     */
    boolean forget(long version, ByteSlice key);

    /**
     * Shows the entry of a key, value or tombstone, to the visitor, once, before it returns; shows nothing where there is
     * none.
     *
     * @param key any, also one under which nothing can be stored
     * @param visitor is shown the entry
     * @return whether there is one
     */
    boolean find(ByteSlice key, EntryVisitor visitor);

    /**
     * Shows some entries, tombstones too, and returns where to go on. A scan that begins with {@link #SCAN_START} and
     * goes on until that is returned shows each entry that was there all the time at least once, whatever was applied
     * or forgotten between the calls; in any order, and in the state that it has then. An entry that comes or goes
     * meanwhile may be shown or not. Several scans may be under way at once, and one may never be finished.
     *
     * @param cursor {@link #SCAN_START}, or what a call before returned
     * @param limit how many entries to show at most, 1 or more; at least one is shown where any is left
     * @param visitor is shown the entries
     * @return where to go on, greater than 0, or {@link #SCAN_START} at the end
     * @throws IllegalArgumentException if the cursor is negative or the limit less than 1; the message names it
     */
    long scan(long cursor, int limit, EntryVisitor visitor);

    /** {@return how many entries there are, tombstones included, 0 or more} */
    long size();

    /**
     * {@return about how many bytes of memory the entries use, with what the store itself needs for them: 0 or more}
     * It costs O(1): the worker calls it in every turn of its event loop.
     *
     * <p>The worker holds it against the most that its data may use, and has writes refused beyond that. So it grows as
     * values do that come in, and shrinks when shorter ones or tombstones take their place, or tombstones are forgotten.
     */
    long bytesInUse();

    /**
     * {@return an empty store on a hash table in the heap that compares keys in place} It holds up to 32 GiB of keys and
     * values, with 12 bytes for each entry and what is free between them: up to an eighth, which {@link #bytesInUse} does
     * not count. Each store hashes differently, so that nobody can choose keys that collide.
     */
    static KeyValueStore hashMap() {
        return hashMap(new SplittableRandom().nextLong());
    }

    /**
     * {@return the same, with the hash function of a seed} For simulations and tests, which are to do the same thing every
     * time. Whoever knows the seed can choose keys that collide.
     *
     * @param seed any number
     */
    static KeyValueStore hashMap(long seed) {
        return new HashTableStore(seed);
    }

    /** Looks at entries. It must not call the store that shows them; it throws nothing. */
    @FunctionalInterface
    interface EntryVisitor {
        /**
         * Looks at one entry.
         *
         * @param version the version that is stored, 0 or greater
         * @param key its key, valid during the call
         * @param value its value, valid during the call; null for a tombstone
         */
        void entry(long version, ByteSlice key, @Nullable ByteSlice value);
    }
}
