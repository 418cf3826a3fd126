package dev.kvlb.internal.client;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection to the balancer: one thread opens it, one at a time writes, one reads, any may close it. */
final class Connection {
    /** How many bytes go out in one write: what is in it when the connection breaks counts as sent. */
    static final int WRITE_BYTES_MAX = 16_384;

    /** How many bytes can be written at once where the balancer has read all before: any system buffers that much. */
    static final int BUFFERED_BYTES_MIN = 16_384;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Socket socket = new Socket();
    private @Nullable OutputStream output;
    private volatile boolean answered;

    /**
     * Connects, which may be done once.
     *
     * @throws IOException if that fails, takes too long, or the connection is closed meanwhile
     */
    void open(ClientOptions options) throws IOException {
        socket.setTcpNoDelay(true);
        // Looked up each time: a balancer may come back somewhere else.
        InetAddress address = InetAddress.getByName(options.host());
        socket.connect(new InetSocketAddress(address, options.port()), millis(options.connectTimeoutNanos()));
    }

    /**
     * Writes these frames, with as few writes as possible, and blocks while the balancer reads nothing. For one thread at
     * a time.
     */
    void write(List<byte[]> frames) throws IOException {
        OutputStream out = output;
        if (out == null) {
            out = new BufferedOutputStream(socket.getOutputStream(), WRITE_BYTES_MAX);
            output = out;
        }
        for (byte[] frame : frames) {
            out.write(frame);
        }
        out.flush();
    }

    /**
     * Reads what has come, and waits for something up to {@code timeoutNanos}, at least 1.
     *
     * @return how many bytes were read; 0 where there were none in time
     * @throws EOFException if the balancer has closed the connection
     */
    int read(byte[] buffer, long timeoutNanos) throws IOException {
        try {
            socket.setSoTimeout(millis(timeoutNanos));
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new EOFException("the balancer closed the connection");
            }
            return count;
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /** Takes note that the balancer has answered a request. */
    void onAnswer() {
        answered = true;
    }

    /** Returns whether the balancer has ever answered a request on this connection. */
    boolean hasAnswered() {
        return answered;
    }

    /** Closes the connection; whoever is blocked in another method throws then. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing to lose on a connection that is given up, and nothing else to be done.
        }
    }

    private static int millis(long nanos) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI));
    }
}
