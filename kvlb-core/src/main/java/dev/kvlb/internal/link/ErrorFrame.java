package dev.kvlb.internal.link;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MessageType;

/** The frame by which a program tells another one what is wrong. */
public final class ErrorFrame {
    private ErrorFrame() {}

    /** Appends an ERROR. */
    public static void append(FrameWriter out, ErrorCode code, String message) {
        out.begin(MessageType.ERROR).u8(code.code()).text(message).end();
    }
}
