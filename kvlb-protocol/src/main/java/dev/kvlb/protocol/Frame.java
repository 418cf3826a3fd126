package dev.kvlb.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A view of one whole, well-formed frame where its bytes lie.
 *
 * <p>The one who hands it out points it at the next frame after the call returns: copy what you keep. Reading a field
 * allocates nothing but text. For one thread.
 */
public final class Frame {
    /** Bytes before the payload: the type and the payload's length. */
    public static final int HEADER_BYTES = 3;

    /** The largest payload that the header can announce. */
    public static final int PAYLOAD_BYTES_MAX = 65_535;

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NOTHING = new byte[0];
    private static final char REPLACEMENT = '\uFFFD';
    private static final int FIELDS_MAX = 12;

    private final int[] starts = new int[FIELDS_MAX];
    private final int[] ends = new int[FIELDS_MAX];
    private final ByteSlice key = new ByteSlice();
    private final ByteSlice value = new ByteSlice();

    private byte[] bytes = NOTHING;
    private int start;
    private int end;
    private MessageType type = MessageType.SHUTDOWN;

    /** Makes a view of nothing, to be pointed at a frame with {@link #wrap}. */
    public Frame() {}

    /**
     * Points this view at the one whole frame that fills {@code length} bytes from {@code offset} on.
     *
     * @param bytes the array that holds the frame
     * @param offset where it begins
     * @param length how many bytes it has, header included
     * @return this view
     * @throws MalformedFrameException if the type is unknown or the payload is not exactly that type's fields; the view
     *     shows nothing that can be used then
     */
    public Frame wrap(byte[] bytes, int offset, int length) throws MalformedFrameException {
        if (length < HEADER_BYTES) {
            int code = length == 0 ? 0 : bytes[offset] & 0xff;
            throw new MalformedFrameException(code, "header", 0, HEADER_BYTES + " bytes", length + " bytes");
        }
        int code = bytes[offset] & 0xff;
        MessageType known = MessageType.of(code);
        if (known == null) {
            throw new MalformedFrameException(code, "type", 0, "a type of the protocol", String.valueOf(code));
        }
        int announced = u16(bytes, offset + 1);
        if (announced != length - HEADER_BYTES) {
            throw new MalformedFrameException(
                    code, "length", 1, "the payload's " + (length - HEADER_BYTES) + " bytes", announced + " bytes");
        }
        this.bytes = bytes;
        this.start = offset;
        this.end = offset + length;
        this.type = known;
        locateFields(known.layout());
        return this;
    }

    private void locateFields(Layout layout) throws MalformedFrameException {
        int[] widths = layout.widths();
        int at = start + HEADER_BYTES;
        for (int i = 0; i < widths.length; i++) {
            int width = widths[i];
            if (width == FieldType.VARIABLE) {
                if (end - at < 2) {
                    throw tooShort(layout.name(i) + "Len", at, 2);
                }
                width = u16(bytes, at);
                at += 2;
            }
            if (end - at < width) {
                throw tooShort(layout.name(i).toString(), at, width);
            }
            starts[i] = at;
            at += width;
            ends[i] = at;
        }
        if (at != end) {
            throw new MalformedFrameException(
                    type.code(), "end", at - start, "the end of the frame", (end - at) + " more bytes");
        }
    }

    private MalformedFrameException tooShort(String field, int at, int width) {
        return new MalformedFrameException(type.code(), field, at - start, width + " bytes", (end - at) + " bytes");
    }

    /** {@return the frame's type} */
    public MessageType type() {
        return type;
    }

    /** {@return the array in which the frame lies; read only the frame's own bytes, and change none} */
    public byte[] bytes() {
        return bytes;
    }

    /** {@return where the frame begins in {@link #bytes()}} */
    public int offset() {
        return start;
    }

    /** {@return the length of the frame in bytes, header included} */
    public int length() {
        return end - start;
    }

    /** {@return where the payload begins in {@link #bytes()}} */
    public int payloadOffset() {
        return start + HEADER_BYTES;
    }

    /** {@return the length of the payload in bytes, 0..65,535} */
    public int payloadLength() {
        return end - start - HEADER_BYTES;
    }

    /**
     * {@return a field that is a number} Fields of 8 bytes use all 64 bits.
     *
     * @param name the name of the field
     * @throws IllegalArgumentException if frames of this type have no such number
     */
    public long number(FieldName name) {
        int i = index(name);
        int at = starts[i];
        return switch (type.layout().widths()[i]) {
            case 1 -> bytes[at] & 0xff;
            case 2 -> u16(bytes, at);
            case 4 -> (int) U32.get(bytes, at) & 0xffff_ffffL;
            case 8 -> (long) U64.get(bytes, at);
            default -> throw new IllegalArgumentException(name + " of " + type + " is no number");
        };
    }

    /**
     * {@return where a field's content begins in {@link #bytes()}, behind its length if it has one}
     *
     * @param name the name of the field
     * @throws IllegalArgumentException if frames of this type have no such field
     */
    public int start(FieldName name) {
        return starts[index(name)];
    }

    /**
     * {@return how many bytes a field's content has}
     *
     * @param name the name of the field
     * @throws IllegalArgumentException if frames of this type have no such field
     */
    public int length(FieldName name) {
        int i = index(name);
        return ends[i] - starts[i];
    }

    /**
     * {@return a field read as UTF-8 text} What is not valid UTF-8 becomes {@code ?}, one byte for one or more: so text
     * that was read always fits a frame of the same type again.
     *
     * @param name the name of the field
     * @throws IllegalArgumentException if frames of this type have no such field
     */
    public String text(FieldName name) {
        String text = new String(bytes, start(name), length(name), StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : repaired(ByteBuffer.wrap(bytes, start(name), length(name)));
    }

    /**
     * {@return the key, in a slice that this frame uses again for the next one}
     *
     * @throws IllegalArgumentException if frames of this type have no key
     */
    public ByteSlice key() {
        return key.set(bytes, start(FieldName.KEY), length(FieldName.KEY));
    }

    /**
     * {@return the value, in a slice that this frame uses again for the next one}
     *
     * @throws IllegalArgumentException if frames of this type have no value
     */
    public ByteSlice value() {
        return value.set(bytes, start(FieldName.VALUE), length(FieldName.VALUE));
    }

    /** {@return the type and the payload's length, for logs; no content} */
    @Override
    public String toString() {
        return type + "[" + payloadLength() + " bytes]";
    }

    /** Returns the payload's length that a header at {@code offset} announces. */
    static int announcedLength(byte[] bytes, int offset) {
        return u16(bytes, offset + 1);
    }

    /** Lets go of the array, so that a view at rest keeps no memory alive. */
    void unwrap() {
        bytes = NOTHING;
        start = 0;
        end = 0;
        key.set(NOTHING, 0, 0);
        value.set(NOTHING, 0, 0);
    }

    private static String repaired(ByteBuffer utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .replaceWith("?")
                    .decode(utf8)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("malformed input is replaced, and UTF-8 has no unmappable input", e);
        }
    }

    private int index(FieldName name) {
        int i = type.layout().indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException(type + " has no field " + name);
        }
        return i;
    }

    private static int u16(byte[] bytes, int at) {
        return (short) U16.get(bytes, at) & 0xffff;
    }
}
