package dev.kvlb.simulation;

import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameSink;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection, as the process at it sees it. It behaves as the shell's connections do: what is appended in
 * a turn is written when the turn ends; closing writes what is unsent, ends the output and waits for the other side to
 * do so too, for a bounded time.
 */
public final class SimLink implements Link, FrameSink {
    private static final long LINGER_NANOS = 200 * Chance.MILLIS;

    private enum State {
        /** Both sides talk. */
        OPEN,
        /** The core has closed the link; there are bytes to write. */
        FLUSHING,
        /** All is written and the output ended; the other side's end is waited for. */
        LINGERING,
        /** The connection is gone. */
        CLOSED
    }

    private final Timeline timeline;
    private final SimProcess process;
    private final FrameObserver observer;
    private final int number;
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final Frame sent = new Frame();

    private SimLink peer;
    private Pipe outbound;
    private Pipe inbound;
    private @Nullable LinkHandler handler;

    private State state = State.OPEN;
    private boolean taking = true;

    /** Whether there may be whole frames that have been read and not handed on. */
    private boolean keeping;

    private boolean resumeQueued;
    private boolean readable;
    private boolean malformed;
    private boolean inputEnded;
    private boolean inputEndHandedOn;
    private boolean touched;
    private boolean blocked;
    private boolean aboveLowWater;
    private int watched;

    @SuppressWarnings("NullAway.Init") // attach() comes before anything else.
    SimLink(Timeline timeline, SimProcess process, FrameObserver observer, int number) {
        this.timeline = timeline;
        this.process = process;
        this.observer = observer;
        this.number = number;
    }

    /** Puts this end in its place; called once, before anything else. */
    void attach(SimLink peer, Pipe outbound, Pipe inbound) {
        this.peer = peer;
        this.outbound = outbound;
        this.inbound = inbound;
        process.addLink(this);
    }

    /** The process learns of the connection; returns false, and nothing has changed, where it has gone already. */
    boolean open(Function<Link, LinkHandler> core) {
        if (state != State.OPEN) {
            return false;
        }
        handler = core.apply(this);
        if (inbound.hasArrived()) {
            queueForReading();
        }
        return true;
    }

    /** Returns what takes its input: nothing is handed on before it is open. */
    private LinkHandler handler() {
        return Objects.requireNonNull(handler);
    }

    SimProcess process() {
        return process;
    }

    /** Returns the number of the connection, the same at both ends. */
    int number() {
        return number;
    }

    public SimProcess remote() {
        return peer.process;
    }

    Path pathOut() {
        return outbound.path();
    }

    boolean isGone() {
        return state == State.CLOSED;
    }

    /** Returns whether the process at this end has not closed it, nor lost it. */
    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Returns whether the other end may still get to read what this one has sent, or has yet to send. */
    boolean isHeard() {
        boolean unsent = state != State.CLOSED && writer.size() > 0;
        return peer.state != State.CLOSED && (unsent || outbound.isCarrying() || peer.reader.bufferedBytes() > 0);
    }

    /** Returns whether nothing more comes of this connection, at either end. */
    boolean isOver() {
        return isGone() && !isHeard();
    }

    // What the core may do.

    @Override
    public FrameWriter out() {
        touch();
        process.onAppending(this);
        return writer;
    }

    @Override
    public int unsentBytes() {
        return writer.size();
    }

    @Override
    public void pause() {
        taking = false;
    }

    @Override
    public void resume() {
        taking = true;
        if (!resumeQueued) {
            resumeQueued = true;
            process.addResumed(this);
        }
    }

    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.FLUSHING;
            timeline.after(LINGER_NANOS, this::breakOff);
            touch();
        }
    }

    @Override
    public String remoteHost() {
        return peer.process.host().address();
    }

    // Input.

    /** Something has come, and lies with the operating system. */
    void onArrival() {
        if (state != State.CLOSED) {
            queueForReading();
        }
    }

    private void queueForReading() {
        if (!readable) {
            readable = true;
            process.addReadable(this);
        }
    }

    /** Reads what has come, or a part of it, while the core takes frames. */
    void read(boolean onlyOnePiece) {
        readable = false;
        // What comes before the process has learned of the connection waits.
        while (handler != null && wantsInput()) {
            byte[] piece = inbound.poll();
            if (piece == null) {
                return;
            }
            take(piece);
            if (onlyOnePiece && inbound.hasArrived()) {
                queueForReading();
                return;
            }
        }
    }

    /** What was kept comes first, as in the shell. */
    private boolean wantsInput() {
        boolean takes = taking && !keeping && !malformed;
        return !inputEnded && (state == State.OPEN ? takes : state != State.CLOSED);
    }

    private void take(byte[] piece) {
        if (piece == Pipe.RESET) {
            gone();
        } else if (piece == Pipe.END) {
            inputEnded = true;
            if (state == State.LINGERING) {
                gone();
            } else {
                handOnInputEnd();
            }
        } else if (state == State.OPEN) {
            try {
                reader.read(piece, 0, piece.length, this);
            } catch (MalformedFrameException e) {
                onMalformed(e);
            }
        }
    }

    /** The core takes frames again; it may have changed its mind since. */
    void handOnKept() {
        resumeQueued = false;
        if (state != State.OPEN || !taking || malformed) {
            return;
        }
        keeping = false;
        try {
            reader.resume(this);
        } catch (MalformedFrameException e) {
            onMalformed(e);
        }
        handOnInputEnd();
        if (inbound.hasArrived()) {
            queueForReading();
        }
    }

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        process.onDelivering();
        observer.onDelivered(this, frame);
        if (!handler().onFrame(frame)) {
            pause();
            observer.onHeldBack(this);
        }
        keeping = !taking || state != State.OPEN;
        return !keeping;
    }

    @Override
    public boolean onFrameAhead(Frame frame) {
        return handler().onFrameAhead(frame);
    }

    private void onMalformed(MalformedFrameException cause) {
        malformed = true;
        touch();
        if (state == State.OPEN) {
            handler().onMalformed(cause);
        }
    }

    private void handOnInputEnd() {
        if (inputEnded && !inputEndHandedOn && taking && !malformed && state == State.OPEN) {
            inputEndHandedOn = true;
            handler().onInputEnded();
        }
    }

    // Output.

    private void touch() {
        if (!touched) {
            touched = true;
            process.addTouched(this);
        }
    }

    /** There is room for what could not be written. */
    void onRoom() {
        blocked = false;
        if (state == State.OPEN || state == State.FLUSHING) {
            touch();
            process.wake();
        }
    }

    /** The turn ends: writes what there is, and goes on with closing. */
    void settle() {
        touched = false;
        if (state == State.OPEN || state == State.FLUSHING) {
            write();
        }
        if (state == State.FLUSHING && writer.size() == 0) {
            state = State.LINGERING;
            outbound.end();
            if (inputEnded) {
                gone();
            }
        }
        if (state == State.LINGERING || state == State.CLOSED) {
            writer.take(writer.size());
            watched = 0;
        }
        if (inbound.hasArrived() && (state == State.FLUSHING || state == State.LINGERING)) {
            // What the core did not want to read is read and dropped now.
            queueForReading();
        }
    }

    /** Shows the observer what has been appended since the last time. */
    void watchSent() {
        int end = writer.offset() + writer.size();
        int at = writer.offset() + watched;
        while (at < end) {
            byte[] bytes = writer.array();
            int length = Frame.HEADER_BYTES + (((bytes[at + 1] & 0xff) << 8) | (bytes[at + 2] & 0xff));
            try {
                observer.onSent(this, sent.wrap(bytes, at, length));
            } catch (MalformedFrameException e) {
                throw new AssertionError(process + " made a malformed frame", e);
            }
            at += length;
        }
        watched = writer.size();
    }

    private void write() {
        aboveLowWater |= writer.size() >= LOW_WATER_BYTES;
        if (writer.size() > 0 && inbound.wasReset()) {
            gone();
            return;
        }
        if (writer.size() > 0 && !blocked) {
            int size = writer.size();
            int taken = outbound.write(writer.array(), writer.offset(), size);
            writer.take(taken);
            watched = Math.max(0, watched - taken);
            blocked = taken < size;
        }
        if (aboveLowWater && writer.size() < LOW_WATER_BYTES) {
            aboveLowWater = false;
            process.addDrained(this);
        }
    }

    void handOnDrained() {
        if (state == State.OPEN) {
            handler().onDrained();
        }
    }

    // The end.

    /** This end gives the connection up, whatever is unsent or unread; the other end may hear of it. */
    public void breakOff() {
        breakOff(0);
    }

    /** The same, and the other end hears of it after this long at the earliest. */
    void breakOff(long silenceNanos) {
        if (state != State.CLOSED) {
            endOutput(silenceNanos);
            gone();
        }
    }

    private void endOutput(long silenceNanos) {
        if (silenceNanos == 0) {
            outbound.reset();
        } else {
            timeline.after(silenceNanos, outbound::reset);
        }
    }

    /** The connection is gone at this end; the core is told later. */
    private void gone() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            process.addClosed(this);
        }
    }

    /** The process is gone, and its connections with it. */
    void die(long silenceNanos) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            timeline.after(silenceNanos, outbound::reset);
        }
    }

    void handOnClosed() {
        if (handler != null) {
            handler.onClosed();
        }
    }

    @Override
    public String toString() {
        return "#" + number;
    }
}
