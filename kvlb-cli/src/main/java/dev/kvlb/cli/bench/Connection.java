package dev.kvlb.cli.bench;

import dev.kvlb.protocol.FrameWriter;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A connection to the server, with what is to be written and what was read of it. It can be opened again. For one thread. */
class Connection {
    private static final int IN_BYTES_MIN = 512;

    private final Selector selector;
    private final InetSocketAddress address;
    private final Outstanding outstanding;
    private FrameWriter out = new FrameWriter();
    private byte[] in = new byte[IN_BYTES_MIN];
    private int from;
    private int to;
    private @Nullable SelectionKey key;
    private boolean open;

    Connection(Selector selector, InetSocketAddress address, int outstandingMax) {
        this.selector = selector;
        this.address = address;
        outstanding = new Outstanding(outstandingMax);
    }

    /** Connects, and waits until that is done. */
    void open(int timeoutMillis) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(address, timeoutMillis);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
            open = true;
        } finally {
            if (!open) {
                channel.close();
            }
        }
    }

    /** Begins to connect once more; {@link #finishOpening} is to be called when the selector says so. */
    void beginToOpen() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        if (channel.connect(address)) {
            finishOpening();
        }
    }

    void finishOpening() throws IOException {
        channel().finishConnect();
        selected().interestOps(SelectionKey.OP_READ);
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    /** Returns whether it has been closed and nobody has begun to open it again. */
    boolean isIdle() {
        return key == null;
    }

    Outstanding outstanding() {
        return outstanding;
    }

    /** Returns where requests are appended, to be written with {@link #flush}. */
    FrameWriter out() {
        return out;
    }

    /** Writes as much as the socket takes, by way of a direct buffer; what is left waits for the selector. */
    void flush(ByteBuffer buffer) throws IOException {
        int written;
        do {
            buffer.clear();
            buffer.put(out.array(), out.offset(), Math.min(out.size(), buffer.capacity()));
            written = channel().write(buffer.flip());
            out.take(written);
        } while (out.size() > 0 && !buffer.hasRemaining());
        int wanted = out.size() > 0 ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (selected().interestOps() != wanted) {
            selected().interestOps(wanted);
        }
    }

    /** Reads what has come, by way of a direct buffer. */
    void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = channel().read(buffer);
        if (count < 0) {
            throw new EOFException("the server has closed the connection");
        }
        if (from > 0) {
            System.arraycopy(in, from, in, 0, to - from);
            to -= from;
            from = 0;
        }
        if (in.length - to < count) {
            in = Arrays.copyOf(in, Math.max(in.length * 2, to + count));
        }
        buffer.flip().get(in, to, count);
        to += count;
    }

    /** Returns the array of what was read; it counts between {@link #from} and {@link #to}. */
    byte[] in() {
        return in;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Lets go of so many bytes of what was read. */
    void take(int count) {
        from += count;
        if (from == to) {
            from = 0;
            to = 0;
        }
    }

    /** Closes it, and forgets what was under way. */
    void close() {
        if (key != null) {
            try {
                key.channel().close();
            } catch (IOException e) {
                // It is gone either way, and nothing was to be written.
            }
        }
        key = null;
        open = false;
        outstanding.clear();
        out = new FrameWriter();
        from = 0;
        to = 0;
    }

    private SelectionKey selected() {
        if (key == null) {
            throw new IllegalStateException("closed");
        }
        return key;
    }

    private SocketChannel channel() {
        return (SocketChannel) selected().channel();
    }
}
