package dev.kvlb.testkit.relay;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * One direction of a relayed connection: a bounded number of bytes that have come and may not go on yet, then how the
 * stream ended, which takes as long as the bytes before it.
 */
final class Stream {
    /** What comes in is not read above this: then TCP makes the sender wait. */
    private static final int WAITING_BYTES_MAX = 1 << 20;

    private enum End {
        /** More may come. */
        OPEN,
        /** The sender has ended its output. */
        IN_ORDER,
        /** The sender is gone. */
        RESET
    }

    private record Piece(ByteBuffer bytes, long cameNanos) {}

    private final SocketChannel from;
    private final SocketChannel to;
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private End end = End.OPEN;
    private long endNanos;
    private boolean receiverGone;
    private boolean receiverFull;
    private boolean over;

    Stream(SocketChannel from, SocketChannel to) {
        this.from = from;
        this.to = to;
    }

    /** Returns whether bytes are to be read now. */
    boolean isReading() {
        return end == End.OPEN && waitingBytes < WAITING_BYTES_MAX;
    }

    /** Returns whether bytes wait for nothing but for the receiver to take them. */
    boolean isWriting() {
        return receiverFull && !over;
    }

    /** Returns whether the sender has ended it, in one way or another. */
    boolean hasEnded() {
        return end != End.OPEN;
    }

    /** Nothing may go on now. */
    void hold() {
        receiverFull = false;
    }

    /** Returns whether the receiver has been told how the stream ended. */
    boolean isOver() {
        return over;
    }

    /** Reads once; what came passes through the intake, which may put something else in its place. */
    void read(ByteBuffer buffer, Intake intake, long nowNanos) {
        try {
            buffer.clear();
            int count = from.read(buffer);
            if (count < 0) {
                end(End.IN_ORDER, nowNanos);
                return;
            }
            buffer.flip();
            byte[] piece = new byte[buffer.remaining()];
            buffer.get(piece);
            ByteBuffer taken = ByteBuffer.wrap(intake.take(piece));
            if (taken.hasRemaining() && !receiverGone) {
                waitingBytes += taken.remaining();
                waiting.add(new Piece(taken, nowNanos));
            }
        } catch (IOException e) {
            end(End.RESET, nowNanos);
        }
    }

    private void end(End how, long nowNanos) {
        end = how;
        endNanos = nowNanos;
    }

    /** Writes what has waited for so long, and tells the receiver of the end when it is due. */
    void write(long delayNanos, long nowNanos) {
        if (over) {
            return;
        }
        try {
            receiverFull = false;
            while (!waiting.isEmpty() && waiting.element().cameNanos + delayNanos - nowNanos <= 0) {
                ByteBuffer bytes = waiting.element().bytes;
                waitingBytes -= to.write(bytes);
                if (bytes.hasRemaining()) {
                    receiverFull = true;
                    return;
                }
                waiting.remove();
            }
            if (waiting.isEmpty() && end != End.OPEN && endNanos + delayNanos - nowNanos <= 0) {
                over = true;
                if (end == End.RESET) {
                    reset(to);
                } else if (!receiverGone) {
                    to.shutdownOutput();
                }
            }
        } catch (IOException e) {
            // What it had to say about that comes the other way.
            receiverGone = true;
            waiting.clear();
            waitingBytes = 0;
        }
    }

    /** Returns for how long nothing is due, where nothing else happens. */
    long idleNanos(long delayNanos, long nowNanos) {
        if (over || receiverFull) {
            return Long.MAX_VALUE;
        }
        if (!waiting.isEmpty()) {
            return waiting.element().cameNanos + delayNanos - nowNanos;
        }
        return end == End.OPEN ? Long.MAX_VALUE : endNanos + delayNanos - nowNanos;
    }

    /** Closes a connection as the operating system of a process that was killed may: with a reset. */
    static void reset(SocketChannel channel) {
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It is closed in any case.
        }
    }
}
