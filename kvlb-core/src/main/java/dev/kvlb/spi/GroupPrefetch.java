package dev.kvlb.spi;

/**
 * Loads what the named keys lead to, level by level: the loads of one level do not depend on each other, so the processor
 * waits for them all at once, where the finds that follow would wait for each (group prefetching: Chen, Ailamaki, Gibbons
 * and Mowry, Improving hash join performance through prefetching, 2004).
 */
final class GroupPrefetch {
    /** More keys than this are fetched in two goes. */
    private static final int KEYS_MAX = 32;

    private static final int LINE_BYTES = 64;

    private final HashIndex index;
    private final Slabs slabs;
    private final int[] hashes = new int[KEYS_MAX];
    private final int[] addresses = new int[KEYS_MAX];
    private int named;

    /** Written only: else the compiler would see that nothing comes of the loads that lead to it, and leave them out. */
    @SuppressWarnings("UnusedVariable")
    private long fetched;

    GroupPrefetch(HashIndex index, Slabs slabs) {
        this.index = index;
        this.slabs = slabs;
    }

    void name(int hashOfKey) {
        hashes[named++] = hashOfKey;
        if (named == KEYS_MAX) {
            fetch();
        }
    }

    /** Fetches what has been named since the last time. */
    void fetchNamed() {
        if (named > 0) {
            fetch();
        }
    }

    private void fetch() {
        int count = named;
        named = 0;
        for (int i = 0; i < count; i++) {
            long[] segment = index.segmentOf(hashes[i]);
            // The first slot where a probe looks: most often the only one.
            addresses[i] = HashIndex.addressIn(segment[HashIndex.homeOf(hashes[i], segment)]);
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int address = addresses[i];
            if (address != Slabs.NOWHERE) {
                byte[] slab = slabs.array(address);
                int at = Slabs.offset(address);
                sum += slab[at] + slab[Math.min(at + LINE_BYTES, slab.length - 1)];
            }
        }
        fetched = sum;
    }
}
