package dev.kvlb.spi;

/**
 * Walks a {@link HashIndex} segment by segment, and each in the order of the hashes.
 *
 * <pre>
 * cursor    [segment 8][hash 32][keys left with this hash 23, 0 for all]
 * </pre>
 *
 * <p>Neither the hash of a key nor its segment ever changes: wherever its slot and its record move meanwhile, a scan comes
 * by it. Of keys with the same hash the last is shown first, and the cursor counts those before it. New ones come behind
 * it, and where one goes, those behind move up: none can get from before the cursor to behind it, only the other way,
 * and is then shown again.
 */
final class HashScan {
    private static final int LEFT_BITS = 23;
    private static final int LEFT_MASK = (1 << LEFT_BITS) - 1;
    private static final int SEGMENT_SHIFT = LEFT_BITS + Integer.SIZE;

    private final HashIndex index;
    private int address;

    // What a search has found: the least hash from one on in a segment.
    private int hash;
    private int home;

    HashScan(HashIndex index) {
        this.index = index;
    }

    /** Returns where the record lies that the last call came to, or {@link Slabs#NOWHERE}: there was none left. */
    int address() {
        return address;
    }

    /** Goes to the next key; returns the cursor behind it, or {@link KeyValueStore#SCAN_START} if none can be there. */
    long next(long cursor) {
        int from = (int) (cursor >>> LEFT_BITS);
        int left = (int) cursor & LEFT_MASK;
        for (int number = (int) (cursor >>> SEGMENT_SHIFT); number < HashIndex.SEGMENTS; number++) {
            long[] segment = index.segment(number);
            if (search(from, segment)) {
                int all = count(segment);
                int ordinal = (hash == from && left > 0 ? Math.min(left, all) : all) - 1;
                address = addressOf(ordinal, segment);
                return cursorBehind(number, ordinal);
            }
            from = 0;
            left = 0;
        }
        address = Slabs.NOWHERE;
        return KeyValueStore.SCAN_START;
    }

    private long cursorBehind(int number, int left) {
        if (left == 0 && hash == -1) {
            return number + 1 == HashIndex.SEGMENTS ? KeyValueStore.SCAN_START : (number + 1L) << SEGMENT_SHIFT;
        }
        int next = left == 0 ? hash + 1 : hash;
        return ((long) number << SEGMENT_SHIFT) | ((next & 0xffff_ffffL) << LEFT_BITS) | left;
    }

    /**
     * Finds the least hash, as an unsigned number, that is not less than another one. It is in the first run of used slots
     * from the home of that one on which holds any such hash at all: what is in a later run has its home there, too.
     */
    private boolean search(int from, long[] segment) {
        boolean found = false;
        for (int slot = HashIndex.homeOf(from, segment); slot < segment.length && !found; slot++) {
            home = slot;
            int end = slot;
            for (long entry = segment[slot]; entry != 0; entry = segment[end % segment.length]) {
                int each = HashIndex.hashIn(entry);
                // What has its home at the end may have been probed past it into the first run: its turn comes later.
                boolean isHere = HashIndex.homeOf(each, segment) <= end;
                if (isHere
                        && Integer.compareUnsigned(each, from) >= 0
                        && (!found || Integer.compareUnsigned(each, hash) < 0)) {
                    hash = each;
                    found = true;
                }
                end++;
            }
            slot = end;
        }
        return found;
    }

    private int count(long[] segment) {
        int count = 0;
        int slot = home;
        for (long entry = segment[slot]; entry != 0; entry = segment[slot]) {
            count += HashIndex.hashIn(entry) == hash ? 1 : 0;
            slot = HashIndex.slotAfter(slot, segment);
        }
        return count;
    }

    private int addressOf(int ordinal, long[] segment) {
        int slot = home;
        for (int left = ordinal; ; slot = HashIndex.slotAfter(slot, segment)) {
            long entry = segment[slot];
            if (HashIndex.hashIn(entry) == hash && entry != 0 && left-- == 0) {
                return HashIndex.addressIn(entry);
            }
        }
    }
}
