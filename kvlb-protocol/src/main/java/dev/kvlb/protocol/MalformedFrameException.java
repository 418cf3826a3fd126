package dev.kvlb.protocol;

import java.io.IOException;

/**
 * Thrown where bytes are no frame of the protocol, or a frame that its sender may not send: the fault is the peer's.
 *
 * <p>Nothing after the malformed frame can be trusted, so the connection that it came from is to be closed.
 */
public final class MalformedFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The frame's first byte. */
    private final int typeCode;

    /** The field that could not be read. */
    private final String field;

    /** Where that field begins in the frame. */
    private final int offset;

    /** What should have stood there. */
    private final String expected;

    /** What stood there. */
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

    /**
     * {@return an exception for a field that could be read, and whose value may not stand there}
     *
     * @param frame the frame
     * @param field the field, which frames of this type have
     * @param expected what should have stood there
     * @param found what stands there
     */
    public static MalformedFrameException of(Frame frame, FieldName field, String expected, String found) {
        return new MalformedFrameException(
                frame.type().code(), field.toString(), frame.start(field) - frame.offset(), expected, found);
    }

    /**
     * {@return an exception for a known type that came from a side which may not send it}
     *
     * @param type the type of the frame
     * @param sender who sent it, for people: {@code client}, {@code worker}
     */
    public static MalformedFrameException wrongSide(MessageType type, String sender) {
        return new MalformedFrameException(
                type.code(), "type", 0, "a type that a " + sender + " may send", type.toString());
    }

    /** {@return the frame's first byte, 0..255} */
    public int typeCode() {
        return typeCode;
    }

    /** {@return the field that could not be read, as the protocol names it} */
    public String field() {
        return field;
    }

    /** {@return where that field begins, counted in bytes from the frame's first} */
    public int offset() {
        return offset;
    }

    /** {@return what should have stood there} */
    public String expected() {
        return expected;
    }

    /** {@return what stood there} */
    public String found() {
        return found;
    }

    private static String nameOf(int typeCode) {
        MessageType type = MessageType.of(typeCode);
        return type == null ? "frame of type " + typeCode : type.toString();
    }
}
