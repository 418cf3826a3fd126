package dev.kvlb.protocol;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;

/**
 * How one kind of field stands on the wire.
 *
 * @param width bytes on the wire, or {@link #VARIABLE} for bytes behind a 2-byte length
 * @param length bytes that a value takes, its length prefix included
 * @param read takes a value from a frame
 * @param write appends a value to a frame
 */
record FieldType<T>(int width, ToIntFunction<T> length, Reader<T> read, BiConsumer<FrameWriter, T> write) {
    /** The width of a field that brings its own length. */
    static final int VARIABLE = 0;

    static final FieldType<Integer> U8 = fixed(1, (frame, name) -> (int) frame.number(name), FrameWriter::u8);
    static final FieldType<Integer> U16 = fixed(2, (frame, name) -> (int) frame.number(name), FrameWriter::u16);
    static final FieldType<Long> U32 = fixed(4, Frame::number, FrameWriter::u32);
    static final FieldType<Long> U64 = fixed(8, Frame::number, FrameWriter::u64);

    /** One byte: 0 for false, written as 0 or 1; whatever else comes in is true. */
    static final FieldType<Boolean> FLAG =
            fixed(1, (frame, name) -> frame.number(name) != 0, (out, flag) -> out.u8(flag ? 1 : 0));

    static final FieldType<ErrorCode> ERROR =
            fixed(1, (frame, name) -> ErrorCode.of((int) frame.number(name)), (out, code) -> out.u8(code.code()));

    static final FieldType<Key> KEY = variable(
            Key::length,
            (frame, name) -> Key.of(frame.bytes(), frame.start(name), frame.length(name)),
            (out, key) -> out.bytes(key.array(), 0, key.length()));

    static final FieldType<Value> VALUE = variable(
            Value::length,
            (frame, name) -> Value.of(frame.bytes(), frame.start(name), frame.length(name)),
            (out, value) -> out.bytes(value.array(), 0, value.length()));

    static final FieldType<String> TEXT =
            variable(text -> text.getBytes(StandardCharsets.UTF_8).length, Frame::text, FrameWriter::text);

    private static <T> FieldType<T> fixed(int width, Reader<T> read, BiConsumer<FrameWriter, T> write) {
        return new FieldType<>(width, value -> width, read, write);
    }

    private static <T> FieldType<T> variable(
            ToIntFunction<T> length, Reader<T> read, BiConsumer<FrameWriter, T> write) {
        return new FieldType<>(VARIABLE, value -> 2 + length.applyAsInt(value), read, write);
    }

    /** Takes the value of a named field from a frame that has been {@linkplain Frame#wrap wrapped}. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Frame frame, FieldName name);
    }
}
