package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.ErrorFrame;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client from its admission to its end, in a slot that is used again.
 *
 * <p>The payload is the request's, byte for byte (key, and value of a PUT), so that it can be forwarded, and driven
 * again, behind a new header. A request has two ends that come in either order: its client has been answered, and no
 * worker has it under way any more. Only then may the slot be used again.
 */
final class Request implements RequestQueue.Request, ReplyQueue.Reply {
    /** Payloads of up to so many bytes, most keys and small entries, lie in an array that the slot keeps. */
    private static final int OWN_BYTES_MAX = 256;

    private static final int OWN_BYTES_MIN = 64;
    private static final byte[] NOTHING = new byte[0];

    /** What a response has beside its key, with an empty value: one that names version and worker, and one without. */
    private static final int VERSIONED_RESPONSE_BYTES = 17;

    private static final int RESPONSE_BYTES = 5;

    private static final int KEY_OFFSET = Short.BYTES;

    /** What a client asks for. */
    enum Kind {
        PUT,
        GET,
        DELETE
    }

    /** What is known of the reply. */
    private enum Reply {
        UNKNOWN,
        RESULT,
        VALUE,
        ERROR,
        FRAMES
    }

    final RequestList.Node byAge = new RequestList.Node(this);
    final RequestList.Node byWorker = new RequestList.Node(this);
    final RequestList.Node byVersion = new RequestList.Node(this);

    private final RequestTable table;
    private final int index;
    private int generation;

    /** Kept from one request to the next; it is as large as the largest small payload that there was. */
    private byte[] own = NOTHING;

    /** The slot's own array, or a borrowed one. */
    private byte[] payload = NOTHING;

    private int payloadLength;
    private int keyLength;
    private int keyHash;
    private Kind kind = Kind.GET;
    private long shownVersion;
    private long answeredBy;

    private Reply reply = Reply.UNKNOWN;
    private ErrorCode code = ErrorCode.NONE;
    private String message = "";

    private boolean live;
    private boolean held;
    private @Nullable Request firstHeld;
    private @Nullable Request nextHeld;

    /** The next key in the same bucket of {@link DirtyKeys}, where this is the newest write of its key. */
    @Nullable Request nextKey;

    /** The write of the same key before this one, where both are in flight. */
    @Nullable Request olderOnKey;

    /** The client that waits for the reply; null once it has it, or is gone. */
    @Nullable ClientSession client;

    /** The worker that has the request under way, if one has. */
    @Nullable WorkerSession worker;

    /** The worker that it was last handed to, also after that has answered. */
    @Nullable WorkerSession placedAt;

    /** The place of its hand-out among all of that worker's. */
    long placeInOrder;

    /** The order that its client's operations on one key keep. */
    @Nullable KeyOrder order;

    /** In which bucket of that order it is, also when the payload is the answer's. */
    int bucket;

    /** The requests before and behind it in that bucket. */
    @Nullable Request olderInBucket;

    @Nullable Request newerInBucket;

    /** Whether the request wants a worker. */
    boolean waiting;

    /** The place of a write in the order of all writes; 0 before it is first sent. */
    long version;

    long arrivedNanos;
    long sentNanos;

    Request(RequestTable table, int index) {
        this.table = table;
        this.index = index;
    }

    /** Begins the life of a request with the payload of a PUT or GET frame. */
    void begin(ClientSession client, Frame frame, long arrivedNanos) {
        this.live = true;
        this.client = client;
        this.arrivedNanos = arrivedNanos;
        this.kind = kindOf(frame.type());
        this.keyLength = frame.length(FieldName.KEY);
        set(frame.bytes(), frame.payloadOffset(), frame.payloadLength());
        this.keyHash = KeyHash.of(payload, KEY_OFFSET, keyLength);
    }

    private static Kind kindOf(MessageType type) {
        return switch (type) {
            case PUT -> Kind.PUT;
            case DELETE -> Kind.DELETE;
            default -> Kind.GET;
        };
    }

    /** Begins the life of a write of an earlier run, which has its version and no client. */
    void beginAdopted(UnsettledWrites.Row row, long nowNanos) {
        this.live = true;
        this.arrivedNanos = nowNanos;
        this.kind = row.delete ? Kind.DELETE : Kind.PUT;
        this.version = row.version;
        byte[] bytes = row.payload;
        this.keyLength = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        set(bytes, 0, bytes.length);
        this.keyHash = KeyHash.of(payload, KEY_OFFSET, keyLength);
    }

    /** Begins the life of a request that is answered at once, with these frames. */
    void beginAnswered(ClientSession client, FrameWriter frames) {
        this.live = true;
        this.client = client;
        completeWith(frames);
    }

    /** Begins the life of an order, whose reply is not known yet. */
    void beginOrder(ClientSession client) {
        this.live = true;
        this.client = client;
    }

    /** The reply is these frames. */
    void completeWith(FrameWriter frames) {
        reply = Reply.FRAMES;
        set(frames.array(), frames.offset(), frames.size());
    }

    /** Begins the life of what is no request, but has its place in the order of the replies. */
    void beginAnswered(ClientSession client, ErrorCode error, String text) {
        this.live = true;
        this.client = client;
        completeWithError(error, text);
    }

    private void set(byte[] bytes, int offset, int length) {
        if (payload.length < length) {
            letGo();
            payload = length > OWN_BYTES_MAX ? table.payloads().borrow(length) : ownArray(length);
        }
        System.arraycopy(bytes, offset, payload, 0, length);
        table.bufferedBytesChanged(length - payloadLength);
        payloadLength = length;
    }

    private byte[] ownArray(int length) {
        if (own.length < length) {
            own = new byte[Math.max(length, OWN_BYTES_MIN)];
        }
        return own;
    }

    /** Gives back what was borrowed. */
    private void letGo() {
        if (payload != own) {
            table.payloads().giveBack(payload);
        }
        payload = own;
    }

    /** Makes the slot ready for another request; what comes in late for this one finds another generation. */
    void reset() {
        KeyOrder kept = order;
        if (kept != null) {
            kept.remove(this);
        }
        placedAt = null;
        table.bufferedBytesChanged(-payloadLength);
        payloadLength = 0;
        letGo();
        generation++;
        live = false;
        reply = Reply.UNKNOWN;
        message = "";
        client = null;
        worker = null;
        waiting = false;
        version = 0;
        shownVersion = 0;
        answeredBy = 0;
    }

    /** Returns what workers know this request by: the slot, and how often it was used. */
    long id() {
        return RequestTable.id(index, generation);
    }

    /** Returns whether nobody needs the slot any more: neither client nor worker, and it waits for neither. */
    boolean isEnded() {
        return live && client == null && worker == null && !waiting && !held;
    }

    boolean isStamped() {
        return version != 0;
    }

    @Override
    public boolean isWrite() {
        return kind != Kind.GET;
    }

    boolean isDelete() {
        return kind == Kind.DELETE;
    }

    @Override
    public int keyHash() {
        return keyHash;
    }

    @Override
    public int payloadBytes() {
        return payloadLength;
    }

    /** Appends the request's key and value as they stood in the client's frame. */
    void writePayload(FrameWriter out) {
        out.raw(payload, 0, payloadLength);
    }

    @Override
    public boolean isComplete() {
        return reply != Reply.UNKNOWN;
    }

    /** Returns whether it has its answer, and no worker ever got it. */
    boolean wasRefused() {
        return isComplete() && placedAt == null;
    }

    /** The answer came from this worker, and shows, or wrote, this version. */
    void shows(long version, @Nullable WorkerSession worker) {
        shownVersion = version;
        answeredBy = worker == null ? 0 : worker.workerId();
    }

    /** The reply is a response of the request's own type with this result and no value. */
    void completeWith(ErrorCode result) {
        reply = Reply.RESULT;
        code = result;
    }

    /** The reply is an ERROR. */
    void completeWithError(ErrorCode error, String text) {
        reply = Reply.ERROR;
        code = error;
        message = text;
    }

    /** The reply of a GET is what a worker answered. */
    void completeWithValue(Frame retrieved) {
        keepValue(retrieved);
        reply = Reply.VALUE;
    }

    /** Keeps what a worker answered, key and value, until it may be shown; the key that asked is not needed any more. */
    void keepValue(Frame retrieved) {
        int from = retrieved.start(FieldName.KEY) - Short.BYTES;
        set(retrieved.bytes(), from, retrieved.offset() + retrieved.length() - from);
        code = ErrorCode.of((int) retrieved.number(FieldName.RESULT));
    }

    /** The reply of a GET is what was kept. */
    void completeWithKeptValue() {
        reply = Reply.VALUE;
    }

    // The reads that have found this write while it is in flight.

    /** The reply of this read waits until this write, or a later one of its key, commits. */
    void hold(Request read) {
        read.held = true;
        read.nextHeld = firstHeld;
        firstHeld = read;
    }

    /** Returns the first of the reads that wait for this write, which has none from now on. */
    @Nullable Request takeHeld() {
        Request first = firstHeld;
        firstHeld = null;
        return first;
    }

    /** Takes this read off the list that it waits in; returns the next one. */
    @Nullable Request takeNextHeld() {
        Request next = nextHeld;
        nextHeld = null;
        held = false;
        return next;
    }

    /** Returns whether the other request is about the same key. */
    boolean hasKeyOf(Request other) {
        return Arrays.equals(
                payload, KEY_OFFSET, KEY_OFFSET + keyLength, other.payload, KEY_OFFSET, KEY_OFFSET + other.keyLength);
    }

    /**
     * Appends the reply, which is known.
     *
     * @param versioned whether a response names the version and the worker that answered
     */
    void writeReply(FrameWriter out, boolean versioned) {
        switch (reply) {
            case RESULT -> {
                beginResponse(out, versioned);
                // A GET may carry a key so long that its reply could not: the reply then leaves the key out.
                int most = Frame.PAYLOAD_BYTES_MAX - (versioned ? VERSIONED_RESPONSE_BYTES : RESPONSE_BYTES);
                out.bytes(payload, KEY_OFFSET, keyLength <= most ? keyLength : 0);
                if (kind == Kind.GET) {
                    out.u16(0);
                }
                out.end();
            }
            case VALUE -> {
                beginResponse(out, versioned);
                out.raw(payload, 0, payloadLength).end();
            }
            case ERROR -> ErrorFrame.append(out, code, message);
            case FRAMES -> out.raw(payload, 0, payloadLength);
            case UNKNOWN -> throw new AssertionError("the reply is not known");
        }
    }

    /** Has what came of it counted; what an operator asks and orders is no request. */
    void reportTo(RequestMeter meter) {
        if (reply != Reply.FRAMES) {
            meter.onReply(kind, code, arrivedNanos);
        }
    }

    private void beginResponse(FrameWriter out, boolean versioned) {
        if (versioned) {
            MessageType type = switch (kind) {
                case PUT -> MessageType.VERSIONED_PUT_RESPONSE;
                case GET -> MessageType.VERSIONED_GET_RESPONSE;
                case DELETE -> MessageType.VERSIONED_DELETE_RESPONSE;
            };
            out.begin(type).u8(code.code()).u64(shownVersion).u32(answeredBy);
        } else {
            MessageType type = switch (kind) {
                case PUT -> MessageType.PUT_RESPONSE;
                case GET -> MessageType.GET_RESPONSE;
                case DELETE -> MessageType.DELETE_RESPONSE;
            };
            out.begin(type).u8(code.code());
        }
    }

    @Override
    public String toString() {
        return kind + "#" + id();
    }
}
