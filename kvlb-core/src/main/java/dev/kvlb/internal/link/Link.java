package dev.kvlb.internal.link;

import dev.kvlb.protocol.FrameWriter;

/**
 * One connection as a core sees it: where its output goes, and how it is slowed down or ended.
 *
 * <p>For the thread of the core alone. After {@link LinkHandler#onClosed()} nothing here has an effect any more.
 */
public interface Link {
    /** {@link LinkHandler#onDrained()} comes each time that the unsent bytes, having been this many or more, are fewer. */
    int LOW_WATER_BYTES = 65_536;

    /**
     * Returns the buffer to append frames to. What was appended is written at the end of the loop's turn, or before, where
     * there is much of it: also within this call.
     */
    FrameWriter out();

    /** Returns how many bytes were appended and have not been taken by the network. */
    int unsentBytes();

    /** Stops handing on frames until {@link #resume()}; then TCP makes the sender wait. */
    void pause();

    /**
     * Goes on after {@link #pause()} or a false from {@link LinkHandler#onFrame}: frames that have come already are
     * handed on soon, but not within this call. Of several calls, and a false, the last one holds.
     */
    void resume();

    /**
     * Closes the connection once what was appended has been written, within a bounded time; no frame is handed on any
     * more. {@link LinkHandler#onClosed()} follows, but not within this call.
     */
    void close();

    /** Returns the host at the other end, as a literal address, such as {@code 127.0.0.1}. */
    String remoteHost();
}
