package dev.kvlb.protocol;

/**
 * Turns messages into frames and back.
 *
 * <p>Everything here is a pure function, safe for use by several threads.
 */
public final class FrameCodec {
    private FrameCodec() {}

    /**
     * {@return the frame of a message}
     *
     * @param message the message
     * @throws IllegalArgumentException if a number is outside its range, or the payload longer than 65,535 bytes
     */
    public static byte[] encode(Message message) {
        FrameWriter out = new FrameWriter();
        write(message, out);
        return out.toBytes();
    }

    /**
     * Appends the frame of a message.
     *
     * @param message the message
     * @param out the writer to append to
     * @throws IllegalArgumentException if a number is outside its range, or the payload longer than 65,535 bytes;
     *     nothing is appended then
     */
    public static void write(Message message, FrameWriter out) {
        MessageType type = message.type();
        out.begin(type);
        try {
            RecordCodec.of(type).write(message, out);
            out.end();
        } finally {
            out.abandonIfBegun();
        }
    }

    /**
     * {@return how many bytes the frame of a message has, header included; it may be more than a frame can carry}
     *
     * @param message the message
     */
    public static int encodedLength(Message message) {
        return Frame.HEADER_BYTES + RecordCodec.of(message.type()).payloadLength(message);
    }

    /**
     * {@return the message of the one whole frame that these bytes are}
     *
     * @param frame the frame, header included
     * @throws MalformedFrameException if they are anything else
     */
    public static Message decode(byte[] frame) throws MalformedFrameException {
        return decode(new Frame().wrap(frame, 0, frame.length));
    }

    /**
     * {@return the message of a frame, with copies of what it needs of the frame's bytes}
     *
     * @param frame a view of the frame
     */
    public static Message decode(Frame frame) {
        return RecordCodec.of(frame.type()).decode(frame);
    }
}
