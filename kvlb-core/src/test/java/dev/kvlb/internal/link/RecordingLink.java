package dev.kvlb.internal.link;

import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection of a core whose far end is a test or a simulated network.
 *
 * <p>Nothing moves by itself, and each step is one of the shell's: {@link #handOn()} gives the core what has come in,
 * {@link #settle()} ends the turn and lets the network take what the core has appended. The bytes are real in both
 * directions: what comes in goes through a {@link FrameReader}, what goes out is decoded only once the network has it.
 */
public final class RecordingLink implements Link {
    private final String remoteHost;
    private final FrameWriter out = new FrameWriter();
    private final FrameReader reader = new FrameReader();
    private final FrameReader farReader = new FrameReader();
    private final ArrayDeque<byte[]> incoming = new ArrayDeque<>();
    private final List<Message> sent = new ArrayList<>();

    private LinkHandler handler;
    private boolean taking = true;
    private boolean resumed;
    private boolean malformed;
    private boolean inputEnded;
    private boolean inputEndHandedOn;
    private boolean stalled;
    private boolean aboveLowWater;
    private boolean drained;
    private boolean closing;
    private boolean gone;
    private boolean over;

    /** Makes a connection with this host at its far end. */
    public RecordingLink(String remoteHost) {
        this.remoteHost = remoteHost;
    }

    /** Says who takes the input. */
    public void attach(LinkHandler handler) {
        this.handler = handler;
    }

    // What the core does.

    @Override
    public FrameWriter out() {
        return out;
    }

    @Override
    public int unsentBytes() {
        return out.size();
    }

    @Override
    public void pause() {
        taking = false;
    }

    @Override
    public void resume() {
        taking = true;
        resumed = true;
    }

    @Override
    public void close() {
        closing = true;
    }

    @Override
    public String remoteHost() {
        return remoteHost;
    }

    // What the far end does.

    /** Sends frames to the core; they arrive with the next {@link #handOn()}. */
    public void send(Message... messages) {
        for (Message message : messages) {
            send(FrameCodec.encode(message));
        }
    }

    /** Sends bytes to the core, whole frames or not. */
    public void send(byte[] bytes) {
        incoming.add(bytes);
    }

    /** Sends no more, and still reads. */
    public void endInput() {
        inputEnded = true;
    }

    /** Loses the connection: what is under way in either direction is lost with it. */
    public void lose() {
        gone = true;
    }

    /** Reads no more: what the core appends stays unsent. */
    public void stall() {
        stalled = true;
    }

    /** Goes on reading after {@link #stall()}. */
    public void unstall() {
        stalled = false;
    }

    /** Reads up to {@code bytesMax} bytes, though it is stalled. */
    public void read(int bytesMax) {
        record(take(bytesMax));
    }

    /** Takes up to {@code bytesMax} bytes of what the core has appended, for a network that delivers them itself. */
    public byte[] take(int bytesMax) {
        byte[] bytes = new byte[Math.min(bytesMax, out.size())];
        System.arraycopy(out.array(), out.offset(), bytes, 0, bytes.length);
        out.take(bytes.length);
        noteDrained();
        return bytes;
    }

    /** Returns the messages that the far end has read since the last call. */
    public List<Message> takeSent() {
        List<Message> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    // What the shell does.

    /** Gives the core what has come in, as far as it takes it. */
    public void handOn() {
        if (over) {
            return;
        }
        if (drained && isOpen()) {
            drained = false;
            handler.onDrained();
        }
        try {
            handOnInput();
        } catch (MalformedFrameException cause) {
            malformed = true;
            handler.onMalformed(cause);
        }
        if (gone) {
            over = true;
            handler.onClosed();
        }
    }

    private void handOnInput() throws MalformedFrameException {
        if (resumed && isTaking()) {
            resumed = false;
            reader.resume(this::onFrame);
        }
        while (isTaking() && !incoming.isEmpty()) {
            byte[] piece = incoming.remove();
            reader.read(piece, 0, piece.length, this::onFrame);
        }
        if (isTaking() && inputEnded && !inputEndHandedOn) {
            inputEndHandedOn = true;
            handler.onInputEnded();
        }
    }

    private boolean onFrame(Frame frame) throws MalformedFrameException {
        if (!handler.onFrame(frame)) {
            pause();
        }
        return isTaking();
    }

    /** Ends a turn: the network takes what it can, and a link that the core has closed is gone once all is taken. */
    public void settle() {
        aboveLowWater |= out.size() >= LOW_WATER_BYTES;
        if (gone) {
            out.take(out.size());
        } else if (!stalled) {
            record(take(out.size()));
        }
        noteDrained();
        gone |= closing && out.size() == 0;
    }

    private void noteDrained() {
        if (aboveLowWater && out.size() < LOW_WATER_BYTES) {
            aboveLowWater = false;
            drained = true;
        }
    }

    private void record(byte[] bytes) {
        try {
            farReader.read(bytes, 0, bytes.length, frame -> sent.add(FrameCodec.decode(frame)));
        } catch (MalformedFrameException e) {
            throw new AssertionError("the core has sent a malformed frame", e);
        }
    }

    /** Returns whether there is anything to hand on to the core. */
    public boolean hasWork() {
        boolean input = resumed || !incoming.isEmpty() || (inputEnded && !inputEndHandedOn);
        return !over && (gone || (drained && isOpen()) || (input && isTaking()));
    }

    // How it stands.

    private boolean isOpen() {
        return !closing && !gone;
    }

    private boolean isTaking() {
        return taking && !malformed && isOpen();
    }

    /** Returns whether the core takes no frames for now. */
    public boolean isPaused() {
        return !taking;
    }

    /** Returns whether the core has closed this connection. */
    public boolean isClosing() {
        return closing;
    }

    /** Returns whether the connection is gone, and the core knows. */
    public boolean isOver() {
        return over;
    }
}
