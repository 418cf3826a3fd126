package dev.kvlb.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes, in pieces of any size, into frames.
 *
 * <p>Frames that lie whole in a piece are handed on where they lie. Only the beginning of an unfinished frame, and what
 * follows a frame after which the {@link FrameSink} wanted no more, is copied and kept. A header is checked before a
 * byte is allocated for its payload, and the memory kept grows with the bytes that have come, not with the length that
 * was announced. Once nothing is kept, the reader holds no memory either, and no piece. Frames of unknown extension types
 * are passed over. For one thread.
 */
public final class FrameReader {
    private static final byte[] NOTHING = new byte[0];
    private static final int CAPACITY_MIN = 64;
    private static final int NOWHERE = -1;

    /**
     * How many frames a sink is shown ahead: enough that what it fetches for them comes together, few enough that all of it
     * is still in the processor's cache when they are handed on.
     */
    private static final int AHEAD_FRAMES_MAX = 32;

    private final Frame frame = new Frame();
    private final int payloadBytesMax;
    private final @Nullable BufferPool pool;

    private byte[] kept = NOTHING;
    private int keptFrom;
    private int keptTo;
    private boolean stopped;
    private int consumed;

    /** Makes a reader of frames with payloads of at most 65,535 bytes. */
    public FrameReader() {
        this(Frame.PAYLOAD_BYTES_MAX);
    }

    /**
     * Makes a reader of frames with payloads of at most 65,535 bytes that borrows the memory for what it keeps, for the
     * pool's thread.
     *
     * @param pool a pool of the same thread
     */
    public FrameReader(BufferPool pool) {
        this(Frame.PAYLOAD_BYTES_MAX, pool);
    }

    /**
     * Makes a reader of frames with payloads of at most so many bytes; a longer one is malformed.
     *
     * @param payloadBytesMax 0..65,535
     * @throws IllegalArgumentException if the limit is not 0..65,535
     */
    public FrameReader(int payloadBytesMax) {
        this(payloadBytesMax, null);
    }

    private FrameReader(int payloadBytesMax, @Nullable BufferPool pool) {
        if (payloadBytesMax < 0 || payloadBytesMax > Frame.PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "payloadBytesMax must be 0.." + Frame.PAYLOAD_BYTES_MAX + ": " + payloadBytesMax);
        }
        this.payloadBytesMax = payloadBytesMax;
        this.pool = pool;
    }

    /**
     * Takes the next piece of the stream and hands on each frame that is complete with it.
     *
     * @param piece an array that holds the piece
     * @param offset where the piece begins in it
     * @param length how many bytes the piece has
     * @param sink takes the frames
     * @return whether the sink takes more frames; after false, call {@link #resume} when it does
     * @throws MalformedFrameException if the stream is malformed; the reader is of no use afterwards
     */
    public boolean read(byte[] piece, int offset, int length, FrameSink sink) throws MalformedFrameException {
        int at = offset;
        int end = offset + length;
        while (!stopped && keptTo > keptFrom && at < end) {
            int taken = Math.min(missing(), end - at);
            keep(piece, at, taken);
            at += taken;
            if (missing() == 0) {
                cut(kept, keptFrom, keptTo, sink);
                forgetUpTo(consumed);
            }
        }
        if (!stopped && at < end) {
            cut(piece, at, end, sink);
            at = consumed;
        }
        keep(piece, at, end - at);
        return !stopped;
    }

    /**
     * Hands on the complete frames that were kept when the sink wanted no more.
     *
     * @param sink takes the frames
     * @return whether the sink takes more frames
     * @throws MalformedFrameException if the stream is malformed; the reader is of no use afterwards
     */
    public boolean resume(FrameSink sink) throws MalformedFrameException {
        stopped = false;
        cut(kept, keptFrom, keptTo, sink);
        forgetUpTo(consumed);
        return !stopped;
    }

    /** {@return how many bytes are kept: of an unfinished frame, or of frames that the sink did not want yet} */
    public int bufferedBytes() {
        return keptTo - keptFrom;
    }

    /**
     * Hands on the whole frames between {@code from} and {@code end} until there is none or the sink stops, and leaves
     * in {@link #consumed} where the first byte not consumed lies.
     */
    private void cut(byte[] bytes, int from, int end, FrameSink sink) throws MalformedFrameException {
        int at = from;
        int shownAhead = from;
        while (!stopped && end - at >= Frame.HEADER_BYTES) {
            int length = frameLength(bytes, at);
            if (end - at < length) {
                break;
            }
            if (at == shownAhead && end - at > length) {
                shownAhead = showAhead(bytes, at, end, sink);
            }
            if (MessageType.of(bytes[at] & 0xff) != null) {
                frame.wrap(bytes, at, length);
                stopped = !sink.onFrame(frame);
            }
            at += length;
        }
        consumed = at;
        frame.unwrap();
    }

    /**
     * Shows the sink the next whole frames before they are handed on, and returns where the first one begins that it has
     * not been shown: none does where the sink wants no more, or where a malformed frame comes, which is found again when
     * all before it have been handed on.
     */
    private int showAhead(byte[] bytes, int from, int end, FrameSink sink) {
        int at = from;
        try {
            for (int left = AHEAD_FRAMES_MAX; left > 0 && end - at >= Frame.HEADER_BYTES; left--) {
                int length = frameLength(bytes, at);
                if (end - at < length) {
                    return NOWHERE;
                }
                boolean known = MessageType.of(bytes[at] & 0xff) != null;
                if (known && !sink.onFrameAhead(frame.wrap(bytes, at, length))) {
                    return NOWHERE;
                }
                at += length;
            }
            return at;
        } catch (MalformedFrameException e) {
            return NOWHERE;
        }
    }

    /** Returns how many bytes the frame that begins at {@code at} has, once its header has been checked. */
    private int frameLength(byte[] bytes, int at) throws MalformedFrameException {
        int code = bytes[at] & 0xff;
        if (code < MessageType.EXTENSION_CODE_MIN && MessageType.of(code) == null) {
            throw new MalformedFrameException(code, "type", 0, "a type of the protocol", String.valueOf(code));
        }
        int payload = Frame.announcedLength(bytes, at);
        if (payload > payloadBytesMax) {
            throw new MalformedFrameException(
                    code, "length", 1, "at most " + payloadBytesMax + " bytes", payload + " bytes");
        }
        return Frame.HEADER_BYTES + payload;
    }

    /** Returns how many bytes the first frame kept still lacks; of its header, while that is not whole. */
    private int missing() throws MalformedFrameException {
        int size = keptTo - keptFrom;
        int wanted = size < Frame.HEADER_BYTES ? Frame.HEADER_BYTES : frameLength(kept, keptFrom);
        return Math.max(0, wanted - size);
    }

    private void keep(byte[] piece, int offset, int length) {
        if (length == 0) {
            return;
        }
        int size = keptTo - keptFrom;
        if (kept.length - keptTo < length) {
            int wanted = size + length;
            byte[] target = wanted * 2L <= kept.length ? kept : newArray(Math.max(wanted, size * 2));
            System.arraycopy(kept, keptFrom, target, 0, size);
            if (target != kept) {
                letGo();
            }
            kept = target;
            keptFrom = 0;
            keptTo = size;
        }
        System.arraycopy(piece, offset, kept, keptTo, length);
        keptTo += length;
    }

    /** Lets go of what was kept before {@code at}, and of the memory once nothing is kept. */
    private void forgetUpTo(int at) {
        keptFrom = at;
        if (keptFrom == keptTo) {
            letGo();
            keptFrom = 0;
            keptTo = 0;
        }
    }

    private byte[] newArray(int capacity) {
        return pool == null ? new byte[Math.max(CAPACITY_MIN, capacity)] : pool.borrow(capacity);
    }

    private void letGo() {
        if (pool != null && kept.length > 0) {
            pool.giveBack(kept);
        }
        kept = NOTHING;
    }
}
