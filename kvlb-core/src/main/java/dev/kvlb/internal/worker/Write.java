package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MessageType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A write or delete that this worker coordinates, until every member of the view has acknowledged it. */
final class Write {
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

    /** Takes what is needed of a VERSIONED_STORE or a VERSIONED_DELETE: a version, and behind it what it is about. */
    Write(Frame frame) {
        this.clientId = frame.number(FieldName.CLIENT_ID);
        this.version = frame.number(FieldName.VERSION);
        this.delete = frame.type() == MessageType.VERSIONED_DELETE;
        int from = frame.start(FieldName.VERSION) + Long.BYTES;
        this.entry = Arrays.copyOfRange(frame.bytes(), from, frame.offset() + frame.length());
    }

    /** Appends the frame that tells a member of it. */
    void writeNotify(FrameWriter out, View view) {
        out.begin(delete ? MessageType.NOTIFY_DELETE : MessageType.VERSIONED_NOTIFY)
                .u32(view.epoch())
                .u32(view.number())
                .u64(version)
                .raw(entry, 0, entry.length)
                .end();
    }
}
