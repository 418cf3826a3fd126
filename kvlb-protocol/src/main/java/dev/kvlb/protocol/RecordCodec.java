package dev.kvlb.protocol;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Turns the record of one message type into the fields of a frame and back.
 *
 * <p>It works by reflection, and is loaded when the first record is encoded or decoded: a program that sees only
 * {@link Frame}s, and may have to start fast, pays nothing for it. The components of a record are the fields of its row
 * in {@link MessageType}, in the same order.
 */
final class RecordCodec {
    private static final Map<MessageType, RecordCodec> BY_TYPE = new EnumMap<>(MessageType.class);

    static {
        for (MessageType type : MessageType.values()) {
            BY_TYPE.put(type, new RecordCodec(type));
        }
    }

    private final List<FieldName> fields;
    private final Constructor<? extends Message> constructor;
    private final Method[] accessors;

    private RecordCodec(MessageType type) {
        RecordComponent[] components = type.record().getRecordComponents();
        fields = type.fields();
        accessors = Stream.of(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        try {
            constructor = type.record()
                    .getDeclaredConstructor(
                            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record has a constructor of all its components", e);
        }
    }

    static RecordCodec of(MessageType type) {
        RecordCodec codec = BY_TYPE.get(type);
        if (codec == null) {
            throw new AssertionError(type);
        }
        return codec;
    }

    Message decode(Frame frame) {
        Object[] components =
                fields.stream().map(name -> name.type().read(frame, name)).toArray();
        try {
            return constructor.newInstance(components);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(frame.type() + " of " + fields, e);
        }
    }

    void write(Message message, FrameWriter out) {
        for (int i = 0; i < accessors.length; i++) {
            fields.get(i).type().write(component(message, i), out);
        }
    }

    int payloadLength(Message message) {
        int length = 0;
        for (int i = 0; i < accessors.length; i++) {
            length += fields.get(i).type().length(component(message, i));
        }
        return length;
    }

    private Object component(Message message, int index) {
        try {
            return accessors[index].invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(fields.get(index) + " of " + message, e);
        }
    }
}
