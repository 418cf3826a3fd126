package dev.kvlb.protocol.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.Value;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The layouts as the golden files state them, and a second encoder made from them: it shares no code with the one under
 * test, so that a mistake in a row of {@link MessageType} can't hide behind itself.
 */
final class DocumentedLayouts {
    private static final Map<MessageType, List<FieldLayout>> LAYOUTS = new EnumMap<>(MessageType.class);

    static {
        for (ConformanceFile file : ConformanceFile.ALL) {
            file.layouts().forEach((type, layout) -> LAYOUTS.put(MessageType.valueOf(type), parse(layout)));
        }
    }

    private DocumentedLayouts() {}

    /**
     * One field.
     *
     * @param name as the protocol spells it, and as the record's component is called
     * @param kind b, h, i or q for a number of 1, 2, 4 or 8 bytes; s for bytes behind a 2-byte length
     */
    record FieldLayout(String name, char kind) {
        boolean isNumber() {
            return kind != 's';
        }

        /** Bytes of a number, or of the length of a field that is none. */
        int width() {
            return switch (kind) {
                case 'b' -> 1;
                case 'h', 's' -> 2;
                case 'i' -> 4;
                case 'q' -> 8;
                default -> throw new AssertionError(name + ":" + kind);
            };
        }

        FieldName fieldName() {
            return Stream.of(FieldName.values())
                    .filter(candidate -> candidate.toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static List<FieldLayout> of(MessageType type) {
        return Objects.requireNonNull(LAYOUTS.get(type), type::name);
    }

    /** Header + sum of fields. */
    static int frameLength(Message message) {
        int length = 3;
        for (FieldLayout field : of(message.type())) {
            length += field.width();
            if (!field.isNumber()) {
                length += content(component(message, field)).length;
            }
        }
        return length;
    }

    static byte[] encode(Message message) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        try {
            DataOutputStream fields = new DataOutputStream(payload);
            for (FieldLayout field : of(message.type())) {
                write(fields, field, component(message, field));
            }
            DataOutputStream out = new DataOutputStream(frame);
            out.writeByte(message.type().code());
            out.writeShort(payload.size());
            payload.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return frame.toByteArray();
    }

    /** Makes the record of a golden row: numbers as they are, bytes in hex. */
    static Message message(MessageType type, JsonNode fields) {
        RecordComponent[] components = type.record().getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = argument(components[i].getType(), fields.get(components[i].getName()));
        }
        return construct(type, arguments);
    }

    /** Makes a record whose numbers are all 0 and whose key and value have so many bytes. */
    static Message filled(MessageType type, int keyBytes, int valueBytes) {
        Object[] arguments = Stream.of(type.record().getRecordComponents())
                .map(component -> filler(component.getType(), keyBytes, valueBytes))
                .toArray();
        return construct(type, arguments);
    }

    static Object component(Message message, FieldLayout field) {
        try {
            return message.getClass().getMethod(field.name()).invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(message.type() + " has no component " + field.name(), e);
        }
    }

    /** The number that a component stands for, as a long of all its bits. */
    static long number(Object component) {
        if (component instanceof ErrorCode code) {
            return code.code();
        }
        if (component instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return ((Number) component).longValue();
    }

    /** The bytes of a component that is no number. */
    static byte[] content(Object component) {
        if (component instanceof Key key) {
            return key.toBytes();
        }
        if (component instanceof Value value) {
            return value.toBytes();
        }
        return ((String) component).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(DataOutputStream out, FieldLayout field, Object component) throws IOException {
        switch (field.kind()) {
            case 'b' -> out.writeByte((int) number(component));
            case 'h' -> out.writeShort((int) number(component));
            case 'i' -> out.writeInt((int) number(component));
            case 'q' -> out.writeLong(number(component));
            default -> {
                out.writeShort(content(component).length);
                out.write(content(component));
            }
        }
    }

    private static Object argument(Class<?> type, JsonNode field) {
        if (type == long.class) {
            return field.bigIntegerValue().longValue();
        }
        if (type == int.class) {
            return field.intValue();
        }
        if (type == boolean.class) {
            return field.intValue() != 0;
        }
        if (type == ErrorCode.class) {
            return ErrorCode.of(field.intValue());
        }
        byte[] bytes = HexFormat.of().parseHex(field.asText());
        if (type == Key.class) {
            return Key.of(bytes);
        }
        return type == Value.class ? Value.of(bytes) : new String(bytes, StandardCharsets.UTF_8);
    }

    private static Object filler(Class<?> type, int keyBytes, int valueBytes) {
        if (type == Key.class) {
            return Key.of("k".repeat(keyBytes));
        }
        if (type == Value.class) {
            return Value.of("v".repeat(valueBytes));
        }
        if (type == ErrorCode.class) {
            return ErrorCode.NONE;
        }
        if (type == long.class) {
            return 0L;
        }
        throw new AssertionError("no filler for " + type);
    }

    /** Makes a record of its components in their order. */
    static Message construct(MessageType type, Object[] arguments) {
        try {
            return (Message) type.record().getDeclaredConstructors()[0].newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.toString(), e);
        }
    }

    private static List<FieldLayout> parse(String layout) {
        return Arrays.stream(layout.split(" "))
                .filter(field -> !field.isEmpty())
                .map(field ->
                        new FieldLayout(field.substring(0, field.indexOf(':')), field.charAt(field.indexOf(':') + 1)))
                .toList();
    }
}
