package dev.kvlb.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: a bounded number of bytes under way, in order, cut into pieces by chance.
 *
 * <p>What meets a cut path stalls, and goes on a while after the path has healed, as TCP would send it again; unless
 * one of the ends has given the connection up.
 */
final class Pipe implements Runnable {
    /** The piece that ends the stream in order. */
    static final byte[] END = new byte[0];

    /** The piece that says that the other end is gone. */
    static final byte[] RESET = new byte[0];

    private static final int SPLIT_ONE_IN = 8;
    private static final long RETRANSMIT_MAX_NANOS = 60 * Chance.MILLIS;

    private final Timeline timeline;
    private final Chance chance;
    private final Path path;
    private final Path back;
    private final SimLink from;
    private final SimLink to;
    private final int windowBytes;
    private final ArrayDeque<byte[]> flying = new ArrayDeque<>();
    private final ArrayDeque<Long> arrivals = new ArrayDeque<>();
    private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
    private int bytesInside;
    private long lastArrivalNanos;
    private boolean stalled;
    private boolean slowed;
    private boolean writerWaits;

    Pipe(Timeline timeline, Chance chance, Path path, Path back, SimLink from, SimLink to, int windowBytes) {
        this.timeline = timeline;
        this.chance = chance;
        this.path = path;
        this.back = back;
        this.from = from;
        this.to = to;
        this.windowBytes = windowBytes;
    }

    Path path() {
        return path;
    }

    /** Returns a moment, one way's time from now, before which nothing will arrive. */
    long holdBack() {
        lastArrivalNanos = timeline.nowNanos() + path.delayNanos();
        return lastArrivalNanos;
    }

    // What the sender does.

    /** Takes as much as there is room for; returns how much. What had no room is asked for later. */
    int write(byte[] bytes, int offset, int length) {
        int taken = Math.min(length, windowBytes - bytesInside);
        if (taken > 0) {
            bytesInside += taken;
            int first = taken > 1 && chance.oneIn(SPLIT_ONE_IN) ? chance.between(1, taken - 1) : taken;
            send(Arrays.copyOfRange(bytes, offset, offset + first));
            if (first < taken) {
                send(Arrays.copyOfRange(bytes, offset + first, offset + taken));
            }
        }
        writerWaits = taken < length;
        return taken;
    }

    /** Nothing more will come. */
    void end() {
        send(END);
    }

    /** The sender is gone without an end; what was under way may still arrive, or not. */
    void reset() {
        if (chance.oneIn(2)) {
            flying.clear();
            arrivals.clear();
        }
        send(RESET);
    }

    private void send(byte[] piece) {
        lastArrivalNanos = Math.max(lastArrivalNanos, timeline.nowNanos() + path.delayNanos());
        flying.add(piece);
        arrivals.add(lastArrivalNanos);
        timeline.at(lastArrivalNanos, this);
        if (path.isSlow() && !slowed) {
            slowed = true;
            path.whenQuick(this::hurry);
        }
    }

    /** The path will not be slow any more: what is under way on it takes no longer than anything else. */
    private void hurry() {
        slowed = false;
        lastArrivalNanos = timeline.nowNanos() + path.delayNanos();
        int pieces = flying.size();
        arrivals.clear();
        for (int i = 0; i < pieces; i++) {
            arrivals.add(lastArrivalNanos);
        }
        timeline.at(lastArrivalNanos, this);
    }

    // The way.

    /** A piece is there, unless something is in its way, or it was there before. */
    @Override
    public void run() {
        if (!stalled) {
            deliver();
        }
    }

    private void deliver() {
        if (path.isCut()) {
            stalled = true;
            path.whenHealed(() -> timeline.after(chance.mostlyShort(0, RETRANSMIT_MAX_NANOS), () -> {
                stalled = false;
                deliver();
            }));
            return;
        }
        boolean any = false;
        while (!flying.isEmpty() && arrivals.element() <= timeline.nowNanos()) {
            arrivals.remove();
            arrived.add(flying.remove());
            any = true;
        }
        if (any) {
            to.onArrival();
        }
    }

    /** Returns whether anything is under way, or has arrived and was not read. */
    boolean isCarrying() {
        return !flying.isEmpty() || !arrived.isEmpty();
    }

    // What the receiver does.

    boolean hasArrived() {
        return !arrived.isEmpty();
    }

    /** Returns whether the sender's end is known to be gone: it may be known before all that it sent has been read. */
    boolean wasReset() {
        return !arrived.isEmpty() && arrived.peekLast() == RESET;
    }

    /** Returns the next piece, if one has arrived. */
    byte @Nullable [] poll() {
        byte[] piece = arrived.poll();
        if (piece != null) {
            bytesInside -= piece.length;
            if (writerWaits) {
                writerWaits = false;
                tellRoom();
            }
        }
        return piece;
    }

    private void tellRoom() {
        if (back.isCut()) {
            back.whenHealed(this::tellRoom);
        } else {
            timeline.after(back.delayNanos(), from::onRoom);
        }
    }
}
