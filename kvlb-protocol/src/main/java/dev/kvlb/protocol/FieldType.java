package dev.kvlb.protocol;

import java.nio.charset.StandardCharsets;

/** How one kind of field stands on the wire, and which type a record keeps it in. */
enum FieldType {
    /** A number of 1 byte, an {@code int}. */
    U8(1),
    /** A number of 2 bytes, an {@code int}. */
    U16(2),
    /** A number of 4 bytes, a {@code long}. */
    U32(4),
    /** A number of 8 bytes, a {@code long}. */
    U64(8),
    /** One byte, a {@code boolean}: 0 for false, written as 0 or 1; whatever else comes in is true. */
    FLAG(1),
    /** One byte, an {@link ErrorCode}. */
    ERROR(1),
    /** Bytes behind a 2-byte length, a {@link Key}. */
    KEY(FieldType.VARIABLE),
    /** Bytes behind a 2-byte length, a {@link Value}. */
    VALUE(FieldType.VARIABLE),
    /** UTF-8 behind a 2-byte length, a {@link String}. */
    TEXT(FieldType.VARIABLE);

    /** The width of a field that brings its own length. */
    static final int VARIABLE = 0;

    private final int width;

    FieldType(int width) {
        this.width = width;
    }

    /** Returns the bytes on the wire, or {@link #VARIABLE} for bytes behind a 2-byte length. */
    int width() {
        return width;
    }

    /** Returns how many bytes a record's component takes, its length prefix included. */
    int length(Object component) {
        return switch (this) {
            case KEY -> 2 + ((Key) component).length();
            case VALUE -> 2 + ((Value) component).length();
            case TEXT -> 2 + ((String) component).getBytes(StandardCharsets.UTF_8).length;
            default -> width;
        };
    }

    /** Takes the value of a named field from a frame that has been {@linkplain Frame#wrap wrapped}. */
    Object read(Frame frame, FieldName name) {
        return switch (this) {
            case U8, U16 -> (int) frame.number(name);
            case U32, U64 -> frame.number(name);
            case FLAG -> frame.number(name) != 0;
            case ERROR -> ErrorCode.of((int) frame.number(name));
            case KEY -> Key.of(frame.bytes(), frame.start(name), frame.length(name));
            case VALUE -> Value.of(frame.bytes(), frame.start(name), frame.length(name));
            case TEXT -> frame.text(name);
        };
    }

    /** Appends a record's component to a frame. */
    void write(Object component, FrameWriter out) {
        switch (this) {
            case U8 -> out.u8((int) component);
            case U16 -> out.u16((int) component);
            case U32 -> out.u32((long) component);
            case U64 -> out.u64((long) component);
            case FLAG -> out.u8((boolean) component ? 1 : 0);
            case ERROR -> out.u8(((ErrorCode) component).code());
            case KEY -> {
                Key key = (Key) component;
                out.bytes(key.array(), 0, key.length());
            }
            case VALUE -> {
                Value value = (Value) component;
                out.bytes(value.array(), 0, value.length());
            }
            case TEXT -> out.text((String) component);
        }
    }
}
