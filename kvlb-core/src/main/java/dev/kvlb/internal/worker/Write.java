package dev.kvlb.internal.worker;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import java.util.Arrays;

/** A write that this worker coordinates, until every member of the view has acknowledged it. */
final class Write {
    final long clientId;
    final long version;

    /** The peers that have not acknowledged it, a bit each. */
    long awaiting;

    private final byte[] keyAndValue;

    /** Takes what is needed of a frame that carries a version, and a key and value at its end. */
    Write(Frame frame) {
        this.clientId = frame.number(FieldName.CLIENT_ID);
        this.version = frame.number(FieldName.VERSION);
        int from = frame.start(FieldName.VERSION) + Long.BYTES;
        this.keyAndValue = Arrays.copyOfRange(frame.bytes(), from, frame.offset() + frame.length());
    }

    /** Appends the key and value as they stood in the frame. */
    void writeKeyAndValue(FrameWriter out) {
        out.raw(keyAndValue, 0, keyAndValue.length);
    }
}
