package dev.kvlb.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing buffer to which frames are appended field by field, and from whose front bytes are taken.
 *
 * <pre>{@code
 * out.begin(MessageType.GET_RESPONSE).u8(0).bytes(key).bytes(value).end();
 * }</pre>
 *
 * <p>A writer of a {@link BufferPool} holds no memory while it is empty; one without keeps up to 8 KiB. For one thread.
 */
public final class FrameWriter {
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    static final byte[] NOTHING = new byte[0];

    private static final int CAPACITY_MIN = 256;
    private static final int CAPACITY_KEPT_MAX = 8_192;
    private static final int NO_FRAME = -1;

    private final @Nullable BufferPool pool;

    private byte[] bytes = NOTHING;

    /** How many bytes it held when it was last emptied: it begins with room for as many, rather than grow again. */
    private int lastBytes;

    private int head;
    private int tail;
    private int frameStart = NO_FRAME;

    /** Makes an empty writer with memory of its own. */
    public FrameWriter() {
        pool = null;
    }

    /**
     * Makes an empty writer that borrows its memory, for the pool's thread.
     *
     * @param pool a pool of the same thread
     */
    public FrameWriter(BufferPool pool) {
        this.pool = pool;
    }

    /**
     * Begins a frame; its fields follow in the order of the wire, then {@link #end()}.
     *
     * @param type the type of the frame
     * @return this writer
     * @throws IllegalStateException if a frame was begun and not ended
     */
    public FrameWriter begin(MessageType type) {
        if (frameStart != NO_FRAME) {
            throw new IllegalStateException("begin " + type + " before the end of the frame that was begun");
        }
        room(Frame.HEADER_BYTES);
        frameStart = tail;
        bytes[tail] = (byte) type.code();
        tail += Frame.HEADER_BYTES;
        return this;
    }

    /**
     * Ends the frame and fills in its length.
     *
     * @throws IllegalArgumentException if the payload is longer than 65,535 bytes; the frame is taken back
     * @throws IllegalStateException if no frame was begun
     */
    public void end() {
        if (frameStart == NO_FRAME) {
            throw new IllegalStateException("end of a frame that was not begun");
        }
        int payload = tail - frameStart - Frame.HEADER_BYTES;
        if (payload > Frame.PAYLOAD_BYTES_MAX) {
            MessageType type = MessageType.of(bytes[frameStart] & 0xff);
            abandonIfBegun();
            throw new IllegalArgumentException(
                    type + ": a payload holds at most " + Frame.PAYLOAD_BYTES_MAX + " bytes: " + payload);
        }
        U16.set(bytes, frameStart + 1, (short) payload);
        frameStart = NO_FRAME;
    }

    /** Takes back the frame that was begun and not ended, if there is one. */
    void abandonIfBegun() {
        if (frameStart != NO_FRAME) {
            tail = frameStart;
            frameStart = NO_FRAME;
        }
    }

    /**
     * Appends a number of 1 byte, 0..255.
     *
     * @param number the number
     * @return this writer
     * @throws IllegalArgumentException if it is outside that range; a frame that was begun is taken back
     */
    public FrameWriter u8(int number) {
        check(number, 0xffL);
        room(1);
        bytes[tail++] = (byte) number;
        return this;
    }

    /**
     * Appends a number of 2 bytes, 0..65,535.
     *
     * @param number the number
     * @return this writer
     * @throws IllegalArgumentException if it is outside that range; a frame that was begun is taken back
     */
    public FrameWriter u16(int number) {
        check(number, 0xffffL);
        room(2);
        U16.set(bytes, tail, (short) number);
        tail += 2;
        return this;
    }

    /**
     * Appends a number of 4 bytes, 0..4,294,967,295.
     *
     * @param number the number
     * @return this writer
     * @throws IllegalArgumentException if it is outside that range; a frame that was begun is taken back
     */
    public FrameWriter u32(long number) {
        check(number, 0xffff_ffffL);
        room(4);
        U32.set(bytes, tail, (int) number);
        tail += 4;
        return this;
    }

    /**
     * Appends a number of 8 bytes, all 64 bits as they are.
     *
     * @param number the number
     * @return this writer
     */
    public FrameWriter u64(long number) {
        room(8);
        U64.set(bytes, tail, number);
        tail += 8;
        return this;
    }

    /**
     * Appends bytes behind their 2-byte length.
     *
     * @param source the array that holds them
     * @param offset where they begin in it
     * @param length how many there are
     * @return this writer
     * @throws IllegalArgumentException if there are more than 65,535; a frame that was begun is taken back
     */
    public FrameWriter bytes(byte[] source, int offset, int length) {
        return u16(length).raw(source, offset, length);
    }

    /**
     * Appends bytes behind their 2-byte length.
     *
     * @param slice the bytes, of which it keeps a copy
     * @return this writer
     * @throws IllegalArgumentException if there are more than 65,535; a frame that was begun is taken back
     */
    public FrameWriter bytes(ByteSlice slice) {
        return bytes(slice.array(), slice.offset(), slice.length());
    }

    /**
     * Appends text as UTF-8 behind its 2-byte length.
     *
     * @param text the text
     * @return this writer
     * @throws IllegalArgumentException if it has more than 65,535 bytes; a frame that was begun is taken back
     */
    public FrameWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return bytes(utf8, 0, utf8.length);
    }

    /**
     * Appends bytes as they are: fields that stand together in another frame are forwarded with it unread.
     *
     * @param source the array that holds them
     * @param offset where they begin in it
     * @param length how many there are
     * @return this writer
     */
    public FrameWriter raw(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, tail, length);
        tail += length;
        return this;
    }

    /** {@return how many bytes have been appended and not yet taken} */
    public int size() {
        return tail - head;
    }

    /** {@return the array that holds the bytes, {@link #size()} of them from {@link #offset()} on} */
    public byte[] array() {
        return bytes;
    }

    /** {@return where the bytes that have not been taken begin in {@link #array()}} */
    public int offset() {
        return head;
    }

    /**
     * Takes bytes from the front.
     *
     * @param count how many bytes, 0..{@link #size()}
     * @throws IllegalArgumentException if there are not so many
     * @throws IllegalStateException if a frame was begun and not ended
     */
    public void take(int count) {
        if (frameStart != NO_FRAME) {
            throw new IllegalStateException("take before the end of the frame that was begun");
        }
        if (count < 0 || count > size()) {
            throw new IllegalArgumentException("count must be 0.." + size() + ": " + count);
        }
        head += count;
        if (head == tail) {
            lastBytes = tail;
            head = 0;
            tail = 0;
            if (pool != null) {
                giveBack(pool);
            } else if (bytes.length > CAPACITY_KEPT_MAX) {
                bytes = NOTHING;
            }
        }
    }

    private void giveBack(BufferPool pool) {
        if (bytes.length > 0) {
            pool.giveBack(bytes);
            bytes = NOTHING;
        }
    }

    /** {@return a copy of the bytes that have not been taken} */
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, head, tail);
    }

    private void check(long number, long max) {
        if (number < 0 || number > max) {
            abandonIfBegun();
            throw new IllegalArgumentException("a number in a frame must be 0.." + max + ": " + number);
        }
    }

    private void room(int more) {
        if (bytes.length - tail >= more) {
            return;
        }
        int size = tail - head;
        int wanted = Math.addExact(size, more);
        byte[] target = wanted * 2L <= bytes.length ? bytes : newArray(Math.max(wanted, growth(size)));
        System.arraycopy(bytes, head, target, 0, size);
        if (pool != null && target != bytes) {
            giveBack(pool);
        }
        bytes = target;
        if (frameStart != NO_FRAME) {
            frameStart -= head;
        }
        head = 0;
        tail = size;
    }

    private byte[] newArray(int capacity) {
        return pool == null ? new byte[Math.max(CAPACITY_MIN, capacity)] : pool.borrow(Math.max(lastBytes, capacity));
    }

    /** Doubling keeps appending linear in the bytes appended. */
    private static int growth(int size) {
        return (int) Math.min(size * 2L, Integer.MAX_VALUE - 8);
    }
}
