package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameSink;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection.
 *
 * <p>Closing: what is unsent is written, then the output is shut down, and the connection ends when the peer ends its
 * side too. Until then what still comes in is read and dropped: a socket that is closed over unread input sends a reset,
 * and that makes the peer lose the last frames that it has not read yet. Who neither reads nor closes is cut off after
 * {@link #LINGER_NANOS}.
 */
final class TcpLink implements Link, FrameSink, SelectionListener {
    static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Unsent bytes that are worth a system call of their own, some 90 PUTs of 64 bytes: with less, more and smaller writes
     * cost more than the earlier start of the other end gains.
     */
    static final int AMPLE_BYTES = 8_192;

    /**
     * Unsent bytes that are written at once, before more are appended: what one read asks for may be megabytes, 2,600 GETs
     * of 1,024 bytes. While they were gathered the other end would wait, the first of them would leave the processor's
     * cache, and arrays as large as that are not pooled but garbage.
     */
    static final int FULL_BYTES = 65_536;

    private enum State {
        /** Both sides talk. */
        OPEN,
        /** The core has closed the link; there are bytes to write. */
        FLUSHING,
        /** All is written and the output shut down; the peer's end is waited for. */
        LINGERING,
        /** The descriptor is given back. */
        CLOSED
    }

    private final Links links;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final String remoteHost;
    private final Runnable whenClosed;
    private final LinkHandler handler;
    private final FrameReader reader;
    private final FrameWriter writer;

    private State state = State.OPEN;
    private int interest = SelectionKey.OP_READ;

    /** What the core said last: pause() or false, or resume(). */
    private boolean taking = true;

    /** Whether frames were left when the core took no more, which it has not been given yet. */
    private boolean keeping;

    private boolean resumeQueued;
    private boolean malformed;
    private boolean inputEnded;
    private boolean inputEndHandedOn;

    private boolean touched;
    private boolean ample;
    private boolean writeBlocked;
    private Timers.@Nullable Timer linger;

    TcpLink(
            Links links,
            SocketChannel channel,
            SelectionKey key,
            String remoteHost,
            Runnable whenClosed,
            Function<? super Link, LinkHandler> core) {
        this.links = links;
        this.channel = channel;
        this.key = key;
        this.remoteHost = remoteHost;
        this.whenClosed = whenClosed;
        this.reader = new FrameReader(links.buffers());
        this.writer = new FrameWriter(links.buffers());
        this.handler = core.apply(this);
    }

    // What the core may do.

    @Override
    public FrameWriter out() {
        touch();
        int unsent = writer.size();
        if (unsent >= FULL_BYTES && state == State.OPEN) {
            write();
        } else if (!ample && unsent >= AMPLE_BYTES) {
            ample = true;
            links.addAmple(this);
        }
        return writer;
    }

    @Override
    public int unsentBytes() {
        return writer.size();
    }

    @Override
    public void pause() {
        taking = false;
        touch();
    }

    @Override
    public void resume() {
        taking = true;
        touch();
        if (!resumeQueued) {
            resumeQueued = true;
            links.addResumed(this);
        }
    }

    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.FLUSHING;
            linger = links.timers().after(LINGER_NANOS, this::abort);
            touch();
        }
    }

    @Override
    public String remoteHost() {
        return remoteHost;
    }

    // Input.

    @Override
    public void onSelected() {
        if (state == State.CLOSED) {
            return;
        }
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            writeBlocked = false;
            touch();
        }
        if ((ready & SelectionKey.OP_READ) != 0 && wantsInput()) {
            read();
        }
    }

    /** What was kept comes first: else a link that takes one frame each time it is resumed would keep ever more. */
    private boolean wantsInput() {
        boolean takes = taking && !keeping && !malformed;
        return !inputEnded && (state == State.OPEN ? takes : state != State.CLOSED);
    }

    private void read() {
        int count;
        try {
            count = links.read(channel);
        } catch (IOException e) {
            // The connection is broken, by a reset most often; onClosed tells the core all that it can use.
            abort();
            return;
        }
        if (count < 0) {
            onInputEnd();
        } else if (state == State.OPEN) {
            try {
                reader.read(links.input(), 0, count, this);
            } catch (MalformedFrameException e) {
                onMalformed(e);
            }
        }
    }

    /** The core has said that it takes frames again; it may have said something else since. */
    void handOnKept() {
        resumeQueued = false;
        if (state != State.OPEN || !taking || malformed) {
            return;
        }
        keeping = false;
        touch();
        try {
            reader.resume(this);
        } catch (MalformedFrameException e) {
            onMalformed(e);
        }
        handOnInputEnd();
    }

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        if (!handler.onFrame(frame)) {
            pause();
        }
        keeping = !taking || state != State.OPEN;
        return !keeping;
    }

    @Override
    public boolean onFrameAhead(Frame frame) {
        return handler.onFrameAhead(frame);
    }

    private void onMalformed(MalformedFrameException cause) {
        malformed = true;
        touch();
        if (state == State.OPEN) {
            handler.onMalformed(cause);
        }
    }

    private void onInputEnd() {
        inputEnded = true;
        touch();
        if (state == State.LINGERING) {
            abort();
        } else {
            handOnInputEnd();
        }
    }

    /**
     * While the core takes frames, and has been given those that were kept, no whole one is left: the end of the input
     * is all that there is to hand on.
     */
    private void handOnInputEnd() {
        boolean allHandedOn = taking && !resumeQueued && !malformed;
        if (inputEnded && !inputEndHandedOn && allHandedOn && state == State.OPEN) {
            inputEndHandedOn = true;
            handler.onInputEnded();
        }
    }

    // Output.

    private void touch() {
        if (!touched) {
            touched = true;
            links.addTouched(this);
        }
    }

    /** The turn ends: writes what there is, goes on with closing, and tells the selector what is waited for now. */
    void settle() {
        touched = false;
        if (state == State.OPEN || state == State.FLUSHING) {
            write();
        }
        if (state == State.FLUSHING && writer.size() == 0) {
            endOutput();
        }
        if (state == State.LINGERING || state == State.CLOSED) {
            // What was appended after the end of the output goes nowhere.
            writer.take(writer.size());
        }
        if (state != State.CLOSED) {
            updateInterest();
        }
    }

    void writeAmple() {
        ample = false;
        if (state == State.OPEN) {
            write();
        }
    }

    private void write() {
        boolean high = writer.size() >= LOW_WATER_BYTES;
        try {
            while (writer.size() > 0 && !writeBlocked) {
                int written = links.write(channel, writer);
                writeBlocked = written < Math.min(writer.size(), Links.WRITE_BYTES_MAX);
                writer.take(written);
            }
        } catch (IOException e) {
            // The connection is broken; onClosed tells the core all that it can use.
            abort();
            return;
        }
        if (high && writer.size() < LOW_WATER_BYTES) {
            links.addDrained(this);
        }
    }

    void handOnDrained() {
        if (state == State.OPEN) {
            handler.onDrained();
        }
    }

    private void updateInterest() {
        int wanted = (wantsInput() ? SelectionKey.OP_READ : 0) | (writeBlocked ? SelectionKey.OP_WRITE : 0);
        if (wanted != interest) {
            interest = wanted;
            key.interestOps(wanted);
        }
    }

    // The end.

    private void endOutput() {
        if (inputEnded) {
            abort();
            return;
        }
        state = State.LINGERING;
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            // Broken meanwhile: there is nobody to wait for.
            abort();
        }
    }

    /** Gives the descriptor back now, whatever is unsent or unread; the core is told later. */
    void abort() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        if (linger != null) {
            linger.cancel();
        }
        key.cancel();
        Quietly.close(channel);
        whenClosed.run();
        links.addClosed(this);
        touch();
    }

    void handOnClosed() {
        handler.onClosed();
    }
}
