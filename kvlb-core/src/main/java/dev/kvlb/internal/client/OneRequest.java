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
import org.jspecify.annotations.Nullable;

/**
 * One put, get or delete by a program that asks nothing else and has to start fast: the calling thread, one socket, and
 * no class of the library but this one and {@link PlainFrames} while all goes well.
 *
 * <p>Whatever comes that is not plain is given to the classes that
 * a {@link RequestChannel} uses, and means what it means there. And whatever can be asked again, because nothing was sent
 * or it changes nothing, is left to a channel, which tries longer and knows more to say: a method says so by returning
 * false. For one thread, and one call.
 */
public final class OneRequest {
    /** Less than a channel takes, since a channel tries again. */
    private static final int CONNECT_MILLIS_MAX = 250;

    private static final long NANOS_PER_MILLI = 1_000_000;

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
        return fits(stored.length) && ask(PlainFrames.PUT, PlainFrames.PUT_RESPONSE, stored);
    }

    /**
     * Gets the value, which {@link #value()} returns then.
     *
     * @return false where it was not got, and can be asked for again
     * @throws KvlbException as {@link dev.kvlb.Client#get}
     */
    public boolean get() {
        return fits(0) && ask(PlainFrames.GET, PlainFrames.GET_RESPONSE, null);
    }

    /**
     * Deletes what is stored.
     *
     * @return false where no delete was sent
     * @throws KvlbException as {@link dev.kvlb.Client#delete}
     */
    public boolean delete() {
        return fits(0) && ask(PlainFrames.DELETE, PlainFrames.DELETE_RESPONSE, null);
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
            if (!open(socket) || (type == PlainFrames.DELETE && !isWelcome(socket))) {
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
            socket.getOutputStream().write(PlainFrames.helloAndProbe());
            return PlainFrames.type(read(socket)) == PlainFrames.WELCOME
                    && PlainFrames.type(read(socket)) == PlainFrames.GET_RESPONSE;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean exchange(Socket socket, int type, int answer, byte @Nullable [] stored) {
        byte[] reply;
        try {
            socket.getOutputStream().write(PlainFrames.request(type, key, stored));
            reply = read(socket);
            if (PlainFrames.type(reply) == PlainFrames.SHUTDOWN) {
                throw new IOException("the balancer shut down");
            }
        } catch (SocketTimeoutException e) {
            throw Failures.noAnswerInTime(request(type, stored, new BlockingAnswer()), options());
        } catch (IOException e) {
            if (type == PlainFrames.GET) {
                return false;
            }
            throw Failures.connectionLost(request(type, stored, new BlockingAnswer()), options(), e);
        }
        if (!PlainFrames.isPlain(reply, answer, key)) {
            explain(reply, type, stored);
        } else if (type == PlainFrames.GET) {
            value = PlainFrames.value(reply, key);
        }
        return true;
    }

    /** Reads one frame. */
    private byte[] read(Socket socket) throws IOException {
        byte[] header = new byte[PlainFrames.HEADER_BYTES];
        readFully(socket, header, 0);
        byte[] frame = PlainFrames.behind(header);
        readFully(socket, frame, header.length);
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
            case PlainFrames.PUT -> EntryRequest.put(key, stored == null ? new byte[0] : stored, answer);
            case PlainFrames.GET -> EntryRequest.get(key, answer);
            default -> EntryRequest.delete(key, answer);
        };
        request.sent = true;
        return request;
    }

    private ClientOptions options() {
        return ClientOptions.defaults(host, port);
    }
}
