package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.Link;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.spi.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What a restarted balancer is told: every entry that is not known to be settled, in slices between other work, and only
 * as fast as the balancer takes them.
 */
final class UnsettledReport implements KeyValueStore.EntryVisitor {
    private static final int ENTRIES_A_TURN = 8_192;
    private static final int ENTRIES_A_LOOK = 16;

    private final Replica replica;
    private final Link link;
    private final long settled;
    private long cursor = KeyValueStore.SCAN_START;

    UnsettledReport(Replica replica, Link link) {
        this.replica = replica;
        this.link = link;
        this.settled = replica.settled();
    }

    /** Returns whether a slice could be sent now. */
    boolean isRunnable() {
        return link.unsentBytes() < Link.LOW_WATER_BYTES;
    }

    /** Sends as much as the balancer has room for; returns whether that was the last. */
    boolean sendSlice() {
        for (int looked = 0; looked < ENTRIES_A_TURN && isRunnable(); looked += ENTRIES_A_LOOK) {
            cursor = replica.scan(cursor, ENTRIES_A_LOOK, this);
            if (cursor == KeyValueStore.SCAN_START) {
                link.out().begin(MessageType.UNSETTLED_END).u64(settled).end();
                return true;
            }
        }
        return false;
    }

    @Override
    public void entry(long version, ByteSlice key, @Nullable ByteSlice value) {
        if (version <= settled) {
            return;
        }
        if (value == null) {
            link.out()
                    .begin(MessageType.UNSETTLED_TOMBSTONE)
                    .u64(version)
                    .bytes(key)
                    .end();
        } else {
            link.out()
                    .begin(MessageType.UNSETTLED_ENTRY)
                    .u64(version)
                    .bytes(key)
                    .bytes(value)
                    .end();
        }
    }
}
