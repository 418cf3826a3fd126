package dev.kvlb.protocol.fuzz;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.Value;
import dev.kvlb.protocol.fuzz.DocumentedLayouts.FieldLayout;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.Tuple;

/**
 * Arbitrary messages of every type, and the keys, values, numbers and texts that they are made of.
 *
 * <p>Most are small; about one in forty fills its frame to the last byte. Every message made here can be encoded, and
 * comes back equal when it is decoded. How a message is made follows from the layouts that the protocol's documentation
 * states, not from the code that encodes it, so that the two can be held against one another.
 */
public final class MessageArbitraries {
    private static final int SMALL_BYTES_MAX = 24;

    private MessageArbitraries() {}

    /**
     * A key and a value that stand together in a frame.
     *
     * @param key the key
     * @param value the value
     */
    public record Entry(Key key, Value value) {}

    /** {@return numbers of 1 byte, 0..255} */
    public static Arbitrary<Integer> u8() {
        return Arbitraries.integers().between(0, 0xff);
    }

    /** {@return numbers of 2 bytes, 0..65,535} */
    public static Arbitrary<Integer> u16() {
        return Arbitraries.integers().between(0, 0xffff);
    }

    /** {@return numbers of 4 bytes, 0..4,294,967,295} */
    public static Arbitrary<Long> u32() {
        return Arbitraries.longs().between(0, 0xffff_ffffL);
    }

    /** {@return numbers of 8 bytes; all 64 bits are used, so half of them are negative as a {@code long}} */
    public static Arbitrary<Long> u64() {
        return Arbitraries.longs();
    }

    /** {@return all error codes, those that the protocol does not define included} */
    public static Arbitrary<ErrorCode> errorCodes() {
        return u8().map(ErrorCode::of);
    }

    /** {@return small keys, the empty one included} */
    public static Arbitrary<Key> keys() {
        return smallBytes().map(Key::of);
    }

    /**
     * {@return keys of 0..{@code bytesMax} bytes: small ones mostly, at times one of exactly {@code bytesMax}}
     *
     * @param bytesMax 0..65,535
     */
    public static Arbitrary<Key> keys(int bytesMax) {
        return bytes(bytesMax).map(Key::of);
    }

    /** {@return small values, the empty one included} */
    public static Arbitrary<Value> values() {
        return smallBytes().map(Value::of);
    }

    /**
     * {@return values of 0..{@code bytesMax} bytes: small ones mostly, at times one of exactly {@code bytesMax}}
     *
     * @param bytesMax 0..65,535
     */
    public static Arbitrary<Value> values(int bytesMax) {
        return bytes(bytesMax).map(Value::of);
    }

    /**
     * {@return keys with values, small ones mostly, at times a pair of exactly {@code bytesMax} bytes together}
     *
     * @param bytesMax 1..65,535
     */
    public static Arbitrary<Entry> entries(int bytesMax) {
        Arbitrary<Entry> small = Combinators.combine(keys(), values()).as(Entry::new);
        Arbitrary<Integer> keyBytes = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.integers().between(1, bytesMax)), Tuple.of(1, Arbitraries.of(0, bytesMax)));
        Arbitrary<Entry> largest = Combinators.combine(keyBytes, Arbitraries.longs())
                .as((length, seed) ->
                        new Entry(Key.of(filled(length, seed)), Value.of(filled(bytesMax - length, seed + 1))));
        return mostly(small, largest);
    }

    /** {@return small texts of all that Unicode has} */
    public static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('\u0000', '\ud7ff')
                .withChars('\ufffd', '\uffff')
                .ofMaxLength(SMALL_BYTES_MAX)
                .map(text -> text.length() % 5 == 4 ? text + "\ud83d\udd11" : text);
    }

    /**
     * {@return texts of 0..{@code bytesMax} bytes in UTF-8: small ones mostly, at times one of exactly {@code bytesMax}}
     *
     * @param bytesMax 0..65,535
     */
    public static Arbitrary<String> texts(int bytesMax) {
        return mostly(
                texts(), Arbitraries.chars().ascii().map(c -> String.valueOf(c).repeat(bytesMax)));
    }

    /**
     * {@return messages of one type; at times one that fills its frame, where it has a field that can}
     *
     * @param type the type of all of them
     */
    public static Arbitrary<Message> messagesOf(MessageType type) {
        Arbitrary<List<Object>> numbers = numbers(type);
        return Combinators.combine(numbers, contents(type))
                .as((number, content) -> DocumentedLayouts.construct(type, inOrder(type, number, content)));
    }

    /** The numbers of a message in their order, each within its range. */
    private static Arbitrary<List<Object>> numbers(MessageType type) {
        RecordComponent[] components = type.record().getRecordComponents();
        List<FieldLayout> layout = DocumentedLayouts.of(type);
        List<Arbitrary<Object>> numbers = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            if (layout.get(i).isNumber()) {
                numbers.add(number(components[i].getType(), layout.get(i).kind()));
            }
        }
        return Combinators.combine(numbers).as(List::copyOf);
    }

    private static Arbitrary<Object> number(Class<?> component, char kind) {
        if (component == ErrorCode.class) {
            return errorCodes().asGeneric();
        }
        if (component == boolean.class) {
            return Arbitraries.of(false, true);
        }
        return switch (kind) {
            case 'b' -> u8().asGeneric();
            case 'h' -> u16().asGeneric();
            case 'i' -> u32().asGeneric();
            case 'q' -> u64().asGeneric();
            default -> throw new AssertionError(kind + " is no number");
        };
    }

    /** What a message has beside its numbers, in its order: a key, a key and a value, a text, or nothing. */
    private static Arbitrary<List<Object>> contents(MessageType type) {
        int room = 65_535
                - DocumentedLayouts.of(type).stream()
                        .mapToInt(FieldLayout::width)
                        .sum();
        List<FieldName> fields = type.fields();
        if (fields.contains(FieldName.VALUE)) {
            return entries(room).map(entry -> List.of(entry.key(), entry.value()));
        }
        if (fields.contains(FieldName.KEY)) {
            return keys(room).map(List::of);
        }
        boolean isText = DocumentedLayouts.of(type).stream().anyMatch(field -> !field.isNumber());
        return isText ? texts(room).map(List::of) : Arbitraries.just(List.of());
    }

    private static Object[] inOrder(MessageType type, List<Object> numbers, List<Object> contents) {
        Iterator<Object> number = numbers.iterator();
        Iterator<Object> content = contents.iterator();
        return DocumentedLayouts.of(type).stream()
                .map(field -> field.isNumber() ? number.next() : content.next())
                .toArray();
    }

    /** {@return messages of every type, all equally likely} */
    public static Arbitrary<Message> messages() {
        List<Arbitrary<Message>> types = Stream.of(MessageType.values())
                .map(MessageArbitraries::messagesOf)
                .toList();
        // The fields still have edge cases of their own; those of whole messages, thousands, would leave room for no
        // other.
        return Arbitraries.oneOf(types).edgeCases(EdgeCases.Config::none);
    }

    /** Bytes, 0..{@code bytesMax} of them: few mostly, at times exactly {@code bytesMax}. */
    static Arbitrary<byte[]> bytes(int bytesMax) {
        return mostly(smallBytes(), Arbitraries.longs().map(seed -> filled(bytesMax, seed)));
    }

    private static Arbitrary<byte[]> smallBytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(SMALL_BYTES_MAX);
    }

    private static <T> Arbitrary<T> mostly(Arbitrary<T> small, Arbitrary<T> largest) {
        return Arbitraries.frequencyOf(Tuple.of(39, small), Tuple.of(1, largest));
    }

    private static byte[] filled(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
