package dev.kvlb.cli.pipe;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a bulk load, which speaks the base protocol: puts go out one behind the other, and each has one reply, in
 * their order. A thread of its own reads those; all methods are for one other thread.
 *
 * <p>No object is made for an entry: its frame is written into the buffer that goes out, and only its number is kept.
 */
final class Lane {
    private static final int FLUSH_BYTES = 1 << 15;
    private static final int READ_BYTES = 1 << 16;
    private static final int CONNECT_MILLIS_MAX = 1_000;

    private final Socket socket;
    private final Duration timeout;
    private final Replies replies;
    private final Window window;
    private final FrameWriter out = new FrameWriter();
    private final Thread reader;
    private volatile long busySinceNanos;
    private @Nullable IOException failure;

    /** Is told of each reply, by the thread that reads them. */
    interface Replies {
        void onStored();

        /** The entry was not stored, or it is not known whether it was. */
        void onFailure(long number, String what);
    }

    private Lane(Socket socket, int windowEntries, Duration timeout, Replies replies) {
        this.socket = socket;
        this.timeout = timeout;
        this.replies = replies;
        window = new Window(windowEntries);
        reader = new Thread(this::readAll, "kvlb-pipe");
        reader.setDaemon(true);
    }

    /**
     * Connects.
     *
     * @param windowEntries how many entries may be under way, a power of two
     * @param timeout how long the oldest of them may wait for its reply
     */
    static Lane open(String host, int port, int windowEntries, Duration timeout, Replies replies) throws IOException {
        Socket socket = new Socket();
        try {
            int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
            socket.setTcpNoDelay(true);
            // Looked up each time: a balancer may come back somewhere else.
            socket.connect(new InetSocketAddress(host, port), Math.min(millis, CONNECT_MILLIS_MAX));
            socket.setSoTimeout(millis);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        Lane lane = new Lane(socket, windowEntries, timeout, replies);
        lane.reader.start();
        return lane;
    }

    /** Returns whether so many entries are under way that the next one has to wait. */
    boolean isFull() {
        return !window.hasRoom();
    }

    /**
     * Sends a put, soon; waits while too many are under way, or the balancer does not read.
     *
     * @return false where the connection is lost, and nothing has become of it
     */
    boolean put(long number, ByteSlice key, ByteSlice value) {
        if (isFull()) {
            flush();
            window.awaitRoom();
        }
        if (window.isClosed()) {
            return false;
        }
        if (window.isEmpty()) {
            busySinceNanos = System.nanoTime();
        }
        window.add(number);
        out.begin(MessageType.PUT).bytes(key).bytes(value).end();
        if (out.size() >= FLUSH_BYTES) {
            flush();
        }
        return true;
    }

    /** Sends what is still buffered. */
    void flush() {
        if (out.size() > 0) {
            try {
                socket.getOutputStream().write(out.array(), out.offset(), out.size());
            } catch (IOException e) {
                // The reader notices, and ends.
                closeSocket();
            }
            out.take(out.size());
        }
    }

    /** Waits for the replies to all that was sent, or until the connection is lost. */
    void awaitReplies() {
        window.awaitEmpty();
    }

    /** Ends the connection, and tells of all that has no reply that it may have been stored. */
    void close() {
        closeSocket();
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        String why = failure == null ? "" : " (" + failure.getMessage() + ")";
        while (!window.isEmpty()) {
            replies.onFailure(
                    window.remove(),
                    "the connection was lost before the answer came" + why + ": it may have been stored");
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way, and what was sent may have arrived or not.
        }
    }

    private void readAll() {
        FrameReader frames = new FrameReader();
        byte[] piece = new byte[READ_BYTES];
        try {
            InputStream in = socket.getInputStream();
            while (true) {
                int count = read(in, piece);
                frames.read(piece, 0, count, this::onReply);
                busySinceNanos = System.nanoTime();
                window.wake();
            }
        } catch (MalformedFrameException | IllegalStateException e) {
            failure = new IOException("what answers does not keep to the protocol: " + e.getMessage());
        } catch (IOException e) {
            failure = e;
        }
        // Who writes is not to wait any more, either.
        closeSocket();
        window.close();
    }

    private int read(InputStream in, byte[] piece) throws IOException {
        while (true) {
            try {
                int count = in.read(piece);
                if (count < 0) {
                    throw new EOFException("the balancer has closed it");
                }
                return count;
            } catch (SocketTimeoutException e) {
                if (!window.isEmpty() && System.nanoTime() - busySinceNanos >= timeout.toNanos()) {
                    throw new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
                }
            }
        }
    }

    private boolean onReply(Frame reply) {
        switch (reply.type()) {
            case PUT_RESPONSE -> onResult(ErrorCode.of((int) reply.number(FieldName.RESULT)), "");
            case ERROR ->
                onResult(ErrorCode.of((int) reply.number(FieldName.ERROR_CODE)), reply.text(FieldName.MESSAGE));
            // It closes the connection behind this.
            case SHUTDOWN -> {}
            default -> throw new IllegalStateException("no reply to a put: " + reply);
        }
        return true;
    }

    private void onResult(ErrorCode result, String said) {
        long number = window.remove();
        if (result == ErrorCode.NONE) {
            replies.onStored();
        } else {
            replies.onFailure(number, Refusal.text(result, said));
        }
    }
}
