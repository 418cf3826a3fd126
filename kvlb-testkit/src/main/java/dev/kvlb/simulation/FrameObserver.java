package dev.kvlb.simulation;

import dev.kvlb.protocol.Frame;

/** Is shown the frames that processes exchange. */
public interface FrameObserver {
    /** A process has appended a frame to what it sends on a link; only of processes that are watched. */
    void onSent(SimLink from, Frame frame);

    /** A frame is about to be handed to the process at this end. */
    void onDelivered(SimLink to, Frame frame);

    /** The process wants no more frames from this link for now. */
    void onHeldBack(SimLink to);
}
