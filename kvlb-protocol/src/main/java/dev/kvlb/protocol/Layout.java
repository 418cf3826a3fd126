package dev.kvlb.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The layout of one message type, stated once: its fields in the order of the wire, and the record that they make.
 *
 * <p>The record codec reads and writes through it field by field; {@link Frame} finds the fields of a frame by the
 * widths in it. So the two can't disagree.
 *
 * @param <M> the message's record
 */
final class Layout<M> {
    private final List<Field<M, ?>> fields;
    private final Function<Frame, M> decoder;
    private final List<FieldName> names;
    private final int[] widths;
    private final int[] indexOf = new int[FieldName.values().length];

    private Layout(Function<Frame, M> decoder, List<Field<M, ?>> fields) {
        this.fields = fields;
        this.decoder = decoder;
        this.names = fields.stream().map(Field::name).toList();
        this.widths = fields.stream().mapToInt(field -> field.type().width()).toArray();
        Arrays.fill(indexOf, -1);
        for (int i = 0; i < widths.length; i++) {
            indexOf[names.get(i).ordinal()] = i;
        }
    }

    static <M> Layout<M> of(Supplier<M> make) {
        return new Layout<>(in -> make.get(), List.of());
    }

    static <M, A> Layout<M> of(Function<A, M> make, Field<M, A> a) {
        return new Layout<>(in -> make.apply(a.read(in)), List.of(a));
    }

    static <M, A, B> Layout<M> of(BiFunction<A, B, M> make, Field<M, A> a, Field<M, B> b) {
        return new Layout<>(in -> make.apply(a.read(in), b.read(in)), List.of(a, b));
    }

    static <M, A, B, C> Layout<M> of(Of3<A, B, C, M> make, Field<M, A> a, Field<M, B> b, Field<M, C> c) {
        return new Layout<>(in -> make.apply(a.read(in), b.read(in), c.read(in)), List.of(a, b, c));
    }

    static <M, A, B, C, D> Layout<M> of(
            Of4<A, B, C, D, M> make, Field<M, A> a, Field<M, B> b, Field<M, C> c, Field<M, D> d) {
        return new Layout<>(in -> make.apply(a.read(in), b.read(in), c.read(in), d.read(in)), List.of(a, b, c, d));
    }

    static <M, A, B, C, D, E> Layout<M> of(
            Of5<A, B, C, D, E, M> make, Field<M, A> a, Field<M, B> b, Field<M, C> c, Field<M, D> d, Field<M, E> e) {
        return new Layout<>(
                in -> make.apply(a.read(in), b.read(in), c.read(in), d.read(in), e.read(in)), List.of(a, b, c, d, e));
    }

    M decode(Frame frame) {
        return decoder.apply(frame);
    }

    void write(M message, FrameWriter out) {
        for (Field<M, ?> field : fields) {
            field.write(message, out);
        }
    }

    int payloadLength(M message) {
        int length = 0;
        for (Field<M, ?> field : fields) {
            length += field.length(message);
        }
        return length;
    }

    /** Returns the width of each field in the order of the wire; the caller does not change it. */
    int[] widths() {
        return widths;
    }

    List<FieldName> names() {
        return names;
    }

    FieldName name(int index) {
        return names.get(index);
    }

    /** Returns the position of a field in the order of the wire, or -1 where this layout has no such field. */
    int indexOf(FieldName name) {
        return indexOf[name.ordinal()];
    }

    @FunctionalInterface
    interface Of3<A, B, C, M> {
        M apply(A a, B b, C c);
    }

    @FunctionalInterface
    interface Of4<A, B, C, D, M> {
        M apply(A a, B b, C c, D d);
    }

    @FunctionalInterface
    interface Of5<A, B, C, D, E, M> {
        M apply(A a, B b, C c, D d, E e);
    }
}
