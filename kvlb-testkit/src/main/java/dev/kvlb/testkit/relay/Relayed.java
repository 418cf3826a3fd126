package dev.kvlb.testkit.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that somebody opened to a relay, and the one that the relay opened for it. For the thread of the relays
 * alone.
 *
 * <p>The second one is opened when it is known who opened the first, and when something can get through from there.
 */
final class Relayed {
    private enum State {
        /** There is only the first connection. */
        NEAR,
        CONNECTING,
        OPEN,
        /** One end is dead for all others: what it still says goes nowhere. */
        ORPHANED,
        CLOSED
    }

    private final SocketChannel near;
    private final SocketChannel far;
    private final Host callee;
    private final InetSocketAddress target;
    private final WayFaults faults;
    private final Consumer<Way> opened;
    private final SelectionKey nearKey;
    private final SelectionKey farKey;
    private final Stream forward;
    private final Stream backward;
    private Intake intake = Intake.ALL;
    private @Nullable Way way;
    private State state = State.NEAR;

    /** The end of the one that is dead for all others. */
    private @Nullable SocketChannel orphan;

    /** Takes a connection that somebody has opened; {@code opened} is told when it has got to its target. */
    Relayed(
            SocketChannel near,
            Host callee,
            InetSocketAddress target,
            WayFaults faults,
            Consumer<Way> opened,
            Selector selector)
            throws IOException {
        this.near = near;
        this.callee = callee;
        this.target = target;
        this.faults = faults;
        this.opened = opened;
        near.configureBlocking(false);
        near.setOption(StandardSocketOptions.TCP_NODELAY, true);
        far = SocketChannel.open();
        far.configureBlocking(false);
        far.setOption(StandardSocketOptions.TCP_NODELAY, true);
        nearKey = near.register(selector, SelectionKey.OP_READ, this);
        farKey = far.register(selector, 0, this);
        forward = new Stream(near, far);
        backward = new Stream(far, near);
    }

    /** Looks at what the opener sends from now on. */
    void look(Intake intake) {
        this.intake = intake;
    }

    /** It has become known who opened it. */
    void callerIs(Host caller) {
        way = new Way(caller, callee);
    }

    /** Returns whether one of its ends is that host. */
    boolean touches(Host host) {
        return callee.equals(host) || (way != null && way.touches(host));
    }

    /** Returns whether it goes that way, from who opened it. */
    boolean goes(Way asked) {
        return asked.equals(way);
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Takes what the selector has found. */
    void onSelected(ByteBuffer buffer, long nowNanos) {
        SocketChannel dead = orphan;
        if (dead != null) {
            discard(dead, buffer);
            return;
        }
        if (state == State.CLOSED) {
            return;
        }
        Way known = way;
        if (known != null && state == State.CONNECTING && farKey.isConnectable()) {
            finishConnect(known);
        }
        if (state != State.CLOSED && nearKey.isReadable() && forward.isReading()) {
            forward.read(buffer, intake, nowNanos);
        }
        if (state == State.OPEN && farKey.isReadable() && backward.isReading()) {
            backward.read(buffer, Intake.ALL, nowNanos);
        }
    }

    private void discard(SocketChannel dead, ByteBuffer buffer) {
        try {
            buffer.clear();
            if (dead.read(buffer) < 0) {
                reset();
            }
        } catch (IOException e) {
            reset();
        }
    }

    /** Does what can be done now: connects, sends on what may go on, ends. */
    void advance(long nowNanos) {
        if (state == State.ORPHANED) {
            return;
        }
        Way known = way;
        if (state == State.NEAR && forward.hasEnded()) {
            // Nobody has heard of it, and nobody will.
            reset();
        }
        if (known != null && state != State.CLOSED) {
            if (faults.isRefused(known)) {
                reset();
            } else if (state == State.NEAR && !faults.isSilent(known)) {
                connect(known);
            }
            if (state == State.OPEN) {
                writeWhatMayGo(known, nowNanos);
            }
        }
        if (state != State.CLOSED) {
            nearKey.interestOps(interest(forward, backward));
            farKey.interestOps(
                    switch (state) {
                        case CONNECTING -> SelectionKey.OP_CONNECT;
                        case OPEN -> interest(backward, forward);
                        default -> 0;
                    });
        }
    }

    private void writeWhatMayGo(Way known, long nowNanos) {
        write(forward, known, nowNanos);
        write(backward, known.back(), nowNanos);
        if (!near.isOpen() || !far.isOpen()) {
            reset();
        } else if (forward.isOver() && backward.isOver()) {
            close();
        }
    }

    private void write(Stream stream, Way along, long nowNanos) {
        if (faults.isSilent(along)) {
            stream.hold();
        } else {
            stream.write(faults.delayNanos(along), nowNanos);
        }
    }

    private static int interest(Stream in, Stream out) {
        return (in.isReading() ? SelectionKey.OP_READ : 0) | (out.isWriting() ? SelectionKey.OP_WRITE : 0);
    }

    /** Returns for how long nothing is due, where nothing else happens. */
    long idleNanos(long nowNanos) {
        Way known = way;
        if (known == null || state != State.OPEN) {
            return Long.MAX_VALUE;
        }
        return Math.min(idleNanos(forward, known, nowNanos), idleNanos(backward, known.back(), nowNanos));
    }

    private long idleNanos(Stream stream, Way along, long nowNanos) {
        return faults.isSilent(along) ? Long.MAX_VALUE : stream.idleNanos(faults.delayNanos(along), nowNanos);
    }

    private void connect(Way known) {
        try {
            if (far.connect(target)) {
                onConnected(known);
            } else {
                state = State.CONNECTING;
            }
        } catch (IOException e) {
            reset();
        }
    }

    private void finishConnect(Way known) {
        try {
            if (far.finishConnect()) {
                onConnected(known);
            }
        } catch (IOException e) {
            reset();
        }
    }

    private void onConnected(Way known) {
        state = State.OPEN;
        opened.accept(known);
    }

    /**
     * One end is dead: the other finds its connection reset. The dead one, whose thread has still to end, finds nothing.
     */
    void cutOff(Host dead) {
        if (state != State.OPEN) {
            reset();
        } else if (callee.equals(dead)) {
            orphan(far, farKey, near);
        } else {
            orphan(near, nearKey, far);
        }
    }

    private void orphan(SocketChannel dead, SelectionKey deadKey, SocketChannel living) {
        state = State.ORPHANED;
        orphan = dead;
        deadKey.interestOps(SelectionKey.OP_READ);
        Stream.reset(living);
    }

    /** Both have been told of the end, and what they were sent before is on its way. */
    private void close() {
        state = State.CLOSED;
        Quietly.close(near);
        Quietly.close(far);
    }

    /** Ends it at once: whoever has not heard of an end yet finds that the other is gone. */
    void reset() {
        state = State.CLOSED;
        orphan = null;
        Stream.reset(near);
        Stream.reset(far);
    }
}
