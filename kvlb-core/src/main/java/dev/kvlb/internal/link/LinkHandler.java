package dev.kvlb.internal.link;

import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;

/** What a core does with the input of one connection. The shell calls it, on the thread of the core. */
public interface LinkHandler {
    /**
     * Takes one frame, valid only during the call.
     *
     * @return whether the next frame may follow; after false, {@link Link#resume()} asks for it
     * @throws MalformedFrameException if the sender may not send such a frame; {@link #onMalformed} follows
     */
    boolean onFrame(Frame frame) throws MalformedFrameException;

    /**
     * Looks at a frame that may be handed on soon, valid only during the call; see {@link
     * dev.kvlb.protocol.FrameSink#onFrameAhead}.
     */
    default boolean onFrameAhead(Frame frame) {
        return false;
    }

    /** The stream is malformed from here on; no frame follows. The handler tells the peer and closes the link. */
    void onMalformed(MalformedFrameException cause);

    /** The peer will send no more, but may still read: every frame that it sent has been handed on. */
    void onInputEnded();

    /** The unsent bytes, which were {@link Link#LOW_WATER_BYTES} or more, are fewer now. */
    void onDrained();

    /** The connection is gone; this is the last call. */
    void onClosed();
}
