package dev.kvlb.spi;

/** Makes hash table stores that do the same thing every time. */
public final class SeededStore {
    private SeededStore() {}

    /** Returns an empty hash table store whose hash function is that of the seed. */
    public static KeyValueStore hashTable(long seed) {
        return new HashTableStore(seed);
    }
}
