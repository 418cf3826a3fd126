package dev.kvlb.protocol;

import java.io.IOException;

/**
 * Thrown where bytes are no frame of the protocol, or a frame that its sender may not send: the fault is the peer's.
 *
 * <p>Nothing after the malformed frame can be trusted, so the connection that it came from is to be closed.
 */
public final class MalformedFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int typeCode;
    private final String field;
    private final int offset;
    private final String expected;
    private final String found;

    /**
     * Makes an exception that says what is wrong and where.
     *
     * @param typeCode the frame's first byte, 0..255
     * @param field the field that could not be read, as the protocol names it
     * @param offset where that field begins, counted in bytes from the frame's first
     * @param expected what should have stood there
     * @param found what stood there
     */
    public MalformedFrameException(int typeCode, String field, int offset, String expected, String found) {
        super("malformed " + nameOf(typeCode) + ": " + field + " at byte " + offset + ": expected " + expected
                + ", found " + found);
        this.typeCode = typeCode;
        this.field = field;
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /** Returns an exception for a field that could be read, and whose value may not stand there. */
    public static MalformedFrameException of(Frame frame, FieldName field, String expected, String found) {
        return new MalformedFrameException(
                frame.type().code(), field.toString(), frame.start(field) - frame.offset(), expected, found);
    }

    /** Returns an exception for a known type that came from a side which may not send it. */
    public static MalformedFrameException wrongSide(MessageType type, String sender) {
        return new MalformedFrameException(
                type.code(), "type", 0, "a type that a " + sender + " may send", type.toString());
    }

    /** Returns the frame's first byte, 0..255. */
    public int typeCode() {
        return typeCode;
    }

    /** Returns the field that could not be read, as the protocol names it. */
    public String field() {
        return field;
    }

    /** Returns where that field begins, counted in bytes from the frame's first. */
    public int offset() {
        return offset;
    }

    /** Returns what should have stood there. */
    public String expected() {
        return expected;
    }

    /** Returns what stood there. */
    public String found() {
        return found;
    }

    private static String nameOf(int typeCode) {
        MessageType type = MessageType.of(typeCode);
        return type == null ? "frame of type " + typeCode : type.toString();
    }
}
