package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.BufferPool;
import dev.kvlb.protocol.FrameWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the links of one loop share: the selector, the array that all of them read into, and the lists of who has
 * something to do in which part of the turn. For the loop's thread alone.
 */
final class Links {
    /**
     * The most that one read takes. It is also, beside the beginning of one frame, the most that a paused link keeps of
     * what came before it was paused, so ever larger reads would cost memory for each client that sends more than it
     * may.
     */
    static final int READ_BYTES_MAX = 65_536;

    /** The most that one write hands to the system. */
    static final int WRITE_BYTES_MAX = 131_072;

    private final Selector selector;
    private final Timers timers;

    // The system reads and writes outside the heap. With a buffer from the heap, each call would look for one outside,
    // and a write would allocate the view of its array besides: with small frames that costs as much as the core.
    private final ByteBuffer directInput = ByteBuffer.allocateDirect(READ_BYTES_MAX);
    private final ByteBuffer directOutput = ByteBuffer.allocateDirect(WRITE_BYTES_MAX);

    private final byte[] input = new byte[READ_BYTES_MAX];
    private final BufferPool buffers = new BufferPool();

    private final ArrayDeque<TcpLink> resumed = new ArrayDeque<>();
    private final ArrayDeque<TcpLink> drained = new ArrayDeque<>();
    private final ArrayDeque<TcpLink> closed = new ArrayDeque<>();
    private final ArrayDeque<TcpLink> ample = new ArrayDeque<>();
    private final ArrayDeque<TcpLink> touched = new ArrayDeque<>();

    Links(Selector selector, Timers timers) {
        this.selector = selector;
        this.timers = timers;
    }

    /**
     * Makes a link of a connection that stands, and tells the core of it.
     *
     * @param core told of the link, returns what takes its input
     * @param whenClosed run when the connection's descriptor has been given back
     * @throws IOException if the connection is gone already; it is closed then, and the core was not told of it
     */
    void open(SocketChannel channel, Function<? super Link, LinkHandler> core, Runnable whenClosed) throws IOException {
        SelectionKey key;
        String remoteHost;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            remoteHost = remoteHost(channel);
            key = channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            Quietly.close(channel);
            throw e;
        }
        key.attach(new TcpLink(this, channel, key, remoteHost, whenClosed, core));
    }

    private static String remoteHost(SocketChannel channel) throws IOException {
        if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
            return remote.getAddress().getHostAddress();
        }
        throw new ClosedChannelException();
    }

    /** Reads once, into {@link #input()}; returns how many bytes came, or -1 at the end of the stream. */
    int read(SocketChannel channel) throws IOException {
        int count = channel.read(directInput.clear());
        if (count > 0) {
            directInput.get(0, input, 0, count);
        }
        return count;
    }

    byte[] input() {
        return input;
    }

    /**
     * Writes once, at most {@link #WRITE_BYTES_MAX} bytes; returns how many the system took: with fewer than that and than
     * there are, it takes no more now.
     */
    int write(SocketChannel channel, FrameWriter source) throws IOException {
        int length = Math.min(source.size(), WRITE_BYTES_MAX);
        directOutput.clear().put(source.array(), source.offset(), length).flip();
        return channel.write(directOutput);
    }

    /** Returns what the links' readers and writers borrow their memory from. */
    BufferPool buffers() {
        return buffers;
    }

    Timers timers() {
        return timers;
    }

    // Who has something to do later in this turn, or in the next.

    void addResumed(TcpLink link) {
        resumed.add(link);
    }

    void addDrained(TcpLink link) {
        drained.add(link);
    }

    void addClosed(TcpLink link) {
        closed.add(link);
    }

    void addAmple(TcpLink link) {
        ample.add(link);
    }

    void addTouched(TcpLink link) {
        touched.add(link);
    }

    /** Returns whether there is something to hand on to the core, so that the loop must not wait. */
    boolean hasWork() {
        return !(resumed.isEmpty() && drained.isEmpty() && closed.isEmpty() && touched.isEmpty());
    }

    /** Hands on what links kept while they were paused, that unsent bytes have drained, and who is closed. */
    void handOn() {
        forEachNow(resumed, TcpLink::handOnKept);
        forEachNow(drained, TcpLink::handOnDrained);
        forEachNow(closed, TcpLink::handOnClosed);
    }

    /** Writes the links that have ample output already, before the turn ends. */
    void writeAmple() {
        forEachNow(ample, TcpLink::writeAmple);
    }

    /** Writes what the core has appended to each link that it touched in this turn, once. */
    void settle() {
        forEachNow(touched, TcpLink::settle);
    }

    /** Closes all links at once, and tells the core. */
    void closeAll() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof TcpLink link) {
                link.abort();
            }
        }
        forEachNow(closed, TcpLink::handOnClosed);
    }

    /** Those that are added meanwhile stay for the next turn: two links that resume one another must not hold it up. */
    private static void forEachNow(ArrayDeque<TcpLink> links, Consumer<TcpLink> step) {
        for (int left = links.size(); left > 0; left--) {
            step.accept(links.remove());
        }
    }
}
