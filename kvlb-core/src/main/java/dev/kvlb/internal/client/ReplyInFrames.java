package dev.kvlb.internal.client;

import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;

/** An answer that stands in several frames, while it comes: its first frame says how many follow. */
interface ReplyInFrames {
    /** Returns the type of the frames that follow. */
    MessageType typeOfRest();

    /** Goes on with such a frame. */
    void add(Frame frame) throws MalformedFrameException;

    /** Returns whether the last frame has come. */
    boolean isComplete();
}
