package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.BufferPool;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MessageType;
import org.jspecify.annotations.Nullable;

/** A write or delete that this worker coordinates, until every member of the view has acknowledged it. */
final class Write {
    /** Entries of up to so many bytes are not borrowed: as garbage they cost less than the pool's books. */
    private static final int SMALL_BYTES_MAX = 256;

    final long clientId;
    final long version;

    /** The peers that have not acknowledged it, a bit each. */
    long awaiting;

    /** Whether it is in a {@link WriteList}, to which the next two belong. */
    boolean listed;

    @Nullable Write previous;

    @Nullable Write next;

    private final boolean delete;
    private final byte[] entry;
    private final int entryLength;

    /**
     * Takes what is needed of a VERSIONED_STORE or a VERSIONED_DELETE: a version, and behind it what it is about.
     *
     * @param entries lends the memory for what is not small, until {@link #giveBack}
     */
    Write(Frame frame, BufferPool entries) {
        this.clientId = frame.number(FieldName.CLIENT_ID);
        this.version = frame.number(FieldName.VERSION);
        this.delete = frame.type() == MessageType.VERSIONED_DELETE;
        int from = frame.start(FieldName.VERSION) + Long.BYTES;
        this.entryLength = frame.offset() + frame.length() - from;
        this.entry = isSmall() ? new byte[entryLength] : entries.borrow(entryLength);
        System.arraycopy(frame.bytes(), from, entry, 0, entryLength);
    }

    /** Gives back what was borrowed: nobody is told of this write any more. */
    void giveBack(BufferPool entries) {
        if (!isSmall()) {
            entries.giveBack(entry);
        }
    }

    private boolean isSmall() {
        return entryLength <= SMALL_BYTES_MAX;
    }

    /** Appends the frame that tells a member of it. */
    void writeNotify(FrameWriter out, View view) {
        out.begin(delete ? MessageType.NOTIFY_DELETE : MessageType.VERSIONED_NOTIFY)
                .u32(view.epoch())
                .u32(view.number())
                .u64(version)
                .raw(entry, 0, entryLength)
                .end();
    }
}
