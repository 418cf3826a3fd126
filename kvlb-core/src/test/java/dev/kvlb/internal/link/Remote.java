package dev.kvlb.internal.link;

import dev.kvlb.protocol.Message;
import java.util.List;

/** The program at the far end of a connection, played by a test: what it says reaches the core at once. */
public class Remote {
    private final CoreLoop loop;
    private final RecordingLink link;

    /** Plays the far end of {@code link}, which {@code loop} drives. */
    public Remote(CoreLoop loop, RecordingLink link) {
        this.loop = loop;
        this.link = link;
    }

    /** Sends these frames, all of them before the core sees the first. */
    public final void sends(Message... messages) {
        link.send(messages);
        loop.run();
    }

    /** Sends these bytes, whole frames or not. */
    public final void sendsBytes(byte[] bytes) {
        link.send(bytes);
        loop.run();
    }

    /** Sends no more, and still reads. */
    public final void endsInput() {
        link.endInput();
        loop.run();
    }

    /** Is gone, with all that was under way. */
    public final void vanishes() {
        link.lose();
        loop.run();
    }

    /** Reads no more. */
    public final void stopsReading() {
        link.stall();
    }

    /** Reads up to {@code bytesMax} bytes of what it did not read. */
    public final void reads(int bytesMax) {
        link.read(bytesMax);
        loop.run();
    }

    /** Reads all that it did not read, and goes on reading. */
    public final void readsOn() {
        link.unstall();
        loop.run();
    }

    /** Returns what it received since the last call. */
    public List<Message> received() {
        return link.takeSent();
    }

    /** Returns the connection as the core sees it. */
    public final RecordingLink link() {
        return link;
    }

    /** Returns whether the core makes it wait with what it sends. */
    public final boolean isHeldUp() {
        return link.isPaused() && !isDisconnected();
    }

    /** Returns whether the core has closed the connection. */
    public final boolean isDisconnected() {
        return link.isClosing();
    }
}
