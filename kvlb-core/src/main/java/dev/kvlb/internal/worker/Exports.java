package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.Link;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.spi.KeyValueStore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exports to new workers, cut into slices so that this worker goes on serving: in each turn every export sends one
 * slice, and only while its receiver has taken the one before the last. There is at most one for each peer.
 *
 * <p>A write that the receiver is told of waits behind what was exported before it, on the same connection, and with the
 * write its client. That the network takes a slice says little: its buffers hold megabytes. So each slice of an export by
 * versions ends with a question that the receiver answers when it has come so far. The base protocol has none.
 */
final class Exports {
    /** A slice has so many bytes or, with its last entry, more. */
    static final int SLICE_BYTES = 32_768;

    private static final int SLICES_AHEAD = 2;

    private final Replica replica;
    private final Map<Peer, Export> exports = new LinkedHashMap<>();

    Exports(Replica replica) {
        this.replica = replica;
    }

    /** Orders an export by versions, for the join of this identity. */
    void order(Peer peer, long join) {
        exports.put(peer, new VersionedExport(join));
    }

    /** Orders an export in frames of the base protocol. */
    void orderBase(Peer peer) {
        exports.put(peer, new BaseExport());
    }

    /** A connection that was lost took a part of the export with it: it begins again. */
    void onConnected(Peer peer) {
        Export export = exports.get(peer);
        if (export != null) {
            export.restart();
        }
    }

    void onRemoved(Peer peer) {
        exports.remove(peer);
    }

    /** Sends the next slice of each export whose receiver has room for it. */
    void onTurnEnded() {
        exports.entrySet().removeIf(each -> {
            Link link = each.getKey().link();
            return link != null
                    && hasRoom(each.getKey(), link)
                    && each.getValue().sendSlice(each.getKey(), link);
        });
    }

    /** Returns whether a slice could be sent now. */
    boolean isRunnable() {
        for (Peer peer : exports.keySet()) {
            Link link = peer.link();
            if (link != null && hasRoom(peer, link)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasRoom(Peer receiver, Link link) {
        return link.unsentBytes() < SLICE_BYTES && receiver.unansweredMarks() < SLICES_AHEAD;
    }

    int size() {
        return exports.size();
    }

    /** One export under way. */
    private abstract class Export implements KeyValueStore.EntryVisitor {
        private boolean started;
        private long cursor = KeyValueStore.SCAN_START;
        private @Nullable FrameWriter out;

        void restart() {
            started = false;
            cursor = KeyValueStore.SCAN_START;
        }

        /** Sends as much as the receiver has room for; returns whether that was the last. */
        boolean sendSlice(Peer receiver, Link link) {
            FrameWriter to = link.out();
            out = to;
            if (!started) {
                started = true;
                start(to, Math.min(replica.size(), 0xffff_ffffL));
                if (replica.size() == 0) {
                    end(to);
                    return true;
                }
            }
            // One at a time, since each may be as large as a slice.
            while (link.unsentBytes() < SLICE_BYTES) {
                cursor = replica.scan(cursor, 1, this);
                if (cursor == KeyValueStore.SCAN_START) {
                    end(to);
                    return true;
                }
            }
            endSlice(receiver);
            return false;
        }

        @Override
        public void entry(long version, ByteSlice key, @Nullable ByteSlice value) {
            FrameWriter to = out;
            if (to != null) {
                entry(to, version, key, value);
            }
        }

        abstract void start(FrameWriter to, long entries);

        abstract void entry(FrameWriter to, long version, ByteSlice key, @Nullable ByteSlice value);

        abstract void endSlice(Peer receiver);

        abstract void end(FrameWriter to);
    }

    private final class VersionedExport extends Export {
        private final long join;

        VersionedExport(long join) {
            this.join = join;
        }

        @Override
        void start(FrameWriter to, long entries) {
            to.begin(MessageType.VERSIONED_EXPORT_START).u64(join).u32(entries).end();
        }

        @Override
        void entry(FrameWriter to, long version, ByteSlice key, @Nullable ByteSlice value) {
            if (value == null) {
                to.begin(MessageType.VERSIONED_TOMBSTONE)
                        .u64(join)
                        .u64(version)
                        .bytes(key)
                        .end();
                return;
            }
            to.begin(MessageType.VERSIONED_ENTRY)
                    .u64(join)
                    .u64(version)
                    .bytes(key)
                    .bytes(value)
                    .end();
        }

        @Override
        void endSlice(Peer receiver) {
            receiver.sendMark();
        }

        @Override
        void end(FrameWriter to) {
            to.begin(MessageType.VERSIONED_EXPORT_END).u64(join).end();
        }
    }

    private final class BaseExport extends Export {
        @Override
        void start(FrameWriter to, long entries) {
            to.begin(MessageType.DATA_EXPORT_START).u32(entries).end();
        }

        @Override
        void entry(FrameWriter to, long version, ByteSlice key, @Nullable ByteSlice value) {
            if (value != null) {
                to.begin(MessageType.DATA_ENTRY).bytes(key).bytes(value).end();
            }
        }

        @Override
        void endSlice(Peer receiver) {}

        @Override
        void end(FrameWriter to) {
            to.begin(MessageType.DATA_EXPORT_END).end();
        }
    }
}
