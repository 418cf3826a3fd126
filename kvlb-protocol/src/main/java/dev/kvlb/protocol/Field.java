package dev.kvlb.protocol;

import java.util.function.Function;

/**
 * One field of one message type: its name, how it stands on the wire, and where a record keeps it.
 *
 * @param <M> the message's record
 * @param <T> the type of the record's component
 */
record Field<M, T>(FieldName name, FieldType<T> type, Function<M, T> component) {
    static <M> Field<M, Integer> u8(FieldName name, Function<M, Integer> component) {
        return new Field<>(name, FieldType.U8, component);
    }

    static <M> Field<M, Integer> u16(FieldName name, Function<M, Integer> component) {
        return new Field<>(name, FieldType.U16, component);
    }

    static <M> Field<M, Long> u32(FieldName name, Function<M, Long> component) {
        return new Field<>(name, FieldType.U32, component);
    }

    static <M> Field<M, Long> u64(FieldName name, Function<M, Long> component) {
        return new Field<>(name, FieldType.U64, component);
    }

    static <M> Field<M, Boolean> flag(FieldName name, Function<M, Boolean> component) {
        return new Field<>(name, FieldType.FLAG, component);
    }

    static <M> Field<M, ErrorCode> error(FieldName name, Function<M, ErrorCode> component) {
        return new Field<>(name, FieldType.ERROR, component);
    }

    static <M> Field<M, Key> key(Function<M, Key> component) {
        return new Field<>(FieldName.KEY, FieldType.KEY, component);
    }

    static <M> Field<M, Value> value(Function<M, Value> component) {
        return new Field<>(FieldName.VALUE, FieldType.VALUE, component);
    }

    static <M> Field<M, String> text(FieldName name, Function<M, String> component) {
        return new Field<>(name, FieldType.TEXT, component);
    }

    int length(M message) {
        return type.length().applyAsInt(component.apply(message));
    }

    void write(M message, FrameWriter out) {
        type.write().accept(out, component.apply(message));
    }

    T read(Frame frame) {
        return type.read().read(frame, name);
    }
}
