package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import dev.kvlb.internal.link.Entries;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One put, get or delete by a program that asks nothing else and has to start fast: the calling thread, one socket, and
 * no class of the library but this one while all goes well.
 *
 * <p>So the frames of the usual case are written and read here by hand. Whatever else comes is given to the classes that
 * a {@link RequestChannel} uses, and means what it means there. And whatever can be asked again, because nothing was sent
 * or it changes nothing, is left to a channel, which tries longer and knows more to say: a method says so by returning
 * false. For one thread, and one call.
 */
public final class OneRequest {
    /** Less than a channel takes, since a channel tries again. */
    private static final int CONNECT_MILLIS_MAX = 250;

    private static final int LENGTH_BYTES = 2;
    private static final int HEADER_BYTES = 1 + LENGTH_BYTES;
    private static final long NANOS_PER_MILLI = 1_000_000;

    // As in MessageType, whose rows load a class each.
    private static final int PUT = 1;
    private static final int PUT_RESPONSE = 2;
    private static final int GET = 3;
    private static final int GET_RESPONSE = 4;
    private static final int SHUTDOWN = 90;
    private static final int WELCOME = 129;
    private static final int DELETE = 170;
    private static final int DELETE_RESPONSE = 171;

    private static final int NONE = 0;
    private static final int KEY_NOT_FOUND = 3;

    /** A HELLO of a client that wants no versions, and behind it a get that every balancer refuses by itself. */
    private static final byte[] HELLO_AND_PROBE = {
        (byte) 128, 0, 23, 'K', 'V', 'L', 'B', 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, GET, 0, 2, 0, 0
    };

    private final String host;
    private final int port;
    private final byte[] key;
    private long deadlineNanos;
    private byte @Nullable [] value;

    /** Makes one about this key, which opens nothing. */
    public OneRequest(String host, int port, byte[] key) {
        this.host = host;
        this.port = port;
        this.key = key;
    }

    /**
     * Stores a value.
     *
     * @return false where nothing was sent
     * @throws KvlbException as {@link dev.kvlb.Client#put}
     */
    public boolean put(byte[] stored) {
        return fits(stored.length) && ask(PUT, PUT_RESPONSE, stored);
    }

    /**
     * Gets the value, which {@link #value()} returns then.
     *
     * @return false where it was not got, and can be asked for again
     * @throws KvlbException as {@link dev.kvlb.Client#get}
     */
    public boolean get() {
        return fits(0) && ask(GET, GET_RESPONSE, null);
    }

    /**
     * Deletes what is stored.
     *
     * @return false where no delete was sent
     * @throws KvlbException as {@link dev.kvlb.Client#delete}
     */
    public boolean delete() {
        return fits(0) && ask(DELETE, DELETE_RESPONSE, null);
    }

    /** Returns the value that was got, or null where there is none. */
    public byte @Nullable [] value() {
        return value;
    }

    private boolean fits(int valueBytes) {
        return key.length + (long) valueBytes <= Entries.ENTRY_BYTES_MAX;
    }

    private boolean ask(int type, int answer, byte @Nullable [] stored) {
        deadlineNanos = System.nanoTime() + ClientOptions.REQUEST_TIMEOUT_NANOS;
        // Without TCP_NODELAY: each write here is a whole one, and to set an option loads what knows all of them.
        try (Socket socket = new Socket()) {
            if (!open(socket) || (type == DELETE && !isWelcome(socket))) {
                return false;
            }
            return exchange(socket, type, answer, stored);
        } catch (IOException e) {
            // Closing, when all is done.
            return true;
        }
    }

    private boolean open(Socket socket) {
        try {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                return false;
            }
            socket.connect(address, CONNECT_MILLIS_MAX);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Says HELLO; returns whether the answer is a WELCOME, with which comes that to the probe. */
    private boolean isWelcome(Socket socket) {
        try {
            socket.getOutputStream().write(HELLO_AND_PROBE);
            boolean welcome = (read(socket)[0] & 0xff) == WELCOME;
            return welcome && read(socket)[0] == GET_RESPONSE;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean exchange(Socket socket, int type, int answer, byte @Nullable [] stored) {
        byte[] reply;
        try {
            socket.getOutputStream().write(frame(type, stored));
            reply = read(socket);
            if (reply[0] == SHUTDOWN) {
                throw new IOException("the balancer shut down");
            }
        } catch (SocketTimeoutException e) {
            throw Failures.noAnswerInTime(request(type, stored, new BlockingAnswer()), options());
        } catch (IOException e) {
            if (type == GET) {
                return false;
            }
            throw Failures.connectionLost(request(type, stored, new BlockingAnswer()), options(), e);
        }
        if (!isPlain(reply, answer)) {
            explain(reply, type, stored);
        }
        return true;
    }

    private byte[] frame(int type, byte @Nullable [] stored) {
        int payload = LENGTH_BYTES + key.length + (stored == null ? 0 : LENGTH_BYTES + stored.length);
        byte[] frame = new byte[HEADER_BYTES + payload];
        frame[0] = (byte) type;
        putU16(frame, 1, payload);
        putBytes(frame, HEADER_BYTES, key);
        if (stored != null) {
            putBytes(frame, HEADER_BYTES + LENGTH_BYTES + key.length, stored);
        }
        return frame;
    }

    private static void putBytes(byte[] frame, int at, byte[] bytes) {
        putU16(frame, at, bytes.length);
        System.arraycopy(bytes, 0, frame, at + LENGTH_BYTES, bytes.length);
    }

    private static void putU16(byte[] frame, int at, int number) {
        frame[at] = (byte) (number >> 8);
        frame[at + 1] = (byte) number;
    }

    private static int u16(byte[] frame, int at) {
        return ((frame[at] & 0xff) << 8) | (frame[at + 1] & 0xff);
    }

    /** Reads one frame. */
    private byte[] read(Socket socket) throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        readFully(socket, header, 0);
        byte[] frame = new byte[HEADER_BYTES + u16(header, 1)];
        System.arraycopy(header, 0, frame, 0, HEADER_BYTES);
        readFully(socket, frame, HEADER_BYTES);
        return frame;
    }

    private void readFully(Socket socket, byte[] bytes, int from) throws IOException {
        InputStream in = socket.getInputStream();
        int at = from;
        while (at < bytes.length) {
            long millis = (deadlineNanos - System.nanoTime()) / NANOS_PER_MILLI;
            if (millis <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) millis);
            int count = in.read(bytes, at, bytes.length - at);
            if (count < 0) {
                throw new EOFException("the balancer closed the connection");
            }
            at += count;
        }
    }

    /** Takes the answer if it is one that says yes, or that there is no value, in the base protocol's form. */
    private boolean isPlain(byte[] reply, int answer) {
        int keyAt = HEADER_BYTES + 1 + LENGTH_BYTES;
        int valueAt = keyAt + key.length + LENGTH_BYTES;
        boolean hasValue = answer == GET_RESPONSE;
        if ((reply[0] & 0xff) != answer
                || reply.length < (hasValue ? valueAt : valueAt - LENGTH_BYTES)
                || u16(reply, keyAt - LENGTH_BYTES) != key.length
                || !Arrays.equals(reply, keyAt, keyAt + key.length, key, 0, key.length)) {
            return false;
        }
        int result = reply[HEADER_BYTES];
        if (!hasValue) {
            return result == NONE && reply.length == valueAt - LENGTH_BYTES;
        }
        if (u16(reply, valueAt - LENGTH_BYTES) != reply.length - valueAt) {
            return false;
        }
        if (result == NONE) {
            value = Arrays.copyOfRange(reply, valueAt, reply.length);
        }
        return result == NONE || result == KEY_NOT_FOUND;
    }

    /** Throws what another answer means; returns where that is a success after all. */
    private void explain(byte[] reply, int type, byte @Nullable [] stored) {
        BlockingAnswer answer = new BlockingAnswer();
        Request request = request(type, stored, answer);
        try {
            Frame frame = new Frame().wrap(reply, 0, reply.length);
            MessageType known = frame.type();
            if (!known.isExtension() && known != MessageType.ERROR && !isAnswer(known)) {
                throw MalformedFrameException.wrongSide(known, "balancer");
            }
            request.onReply(frame);
        } catch (MalformedFrameException e) {
            throw Failures.garbled(request, options(), e);
        }
        answer.throwFailure();
        value = answer.value();
    }

    private static boolean isAnswer(MessageType type) {
        return type == MessageType.PUT_RESPONSE || type == MessageType.GET_RESPONSE;
    }

    /** Returns what a channel would have sent. */
    private Request request(int type, byte @Nullable [] stored, BlockingAnswer answer) {
        Request request = switch (type) {
            case PUT -> EntryRequest.put(key, stored == null ? new byte[0] : stored, answer);
            case GET -> EntryRequest.get(key, answer);
            default -> EntryRequest.delete(key, answer);
        };
        request.sent = true;
        return request;
    }

    private ClientOptions options() {
        return ClientOptions.defaults(host, port);
    }
}
