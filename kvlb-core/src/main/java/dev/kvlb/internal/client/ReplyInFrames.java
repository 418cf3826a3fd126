package dev.kvlb.internal.client;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;

/**
 * An answer that stands in several frames, while it comes: its first frame says how many follow.
 *
 * @param <T> what it tells
 */
interface ReplyInFrames<T> {
    /** Returns the type of the frames that follow. */
    MessageType typeOfRest();

    /** Goes on with such a frame. */
    void add(Frame frame) throws MalformedFrameException;

    /** Returns whether the last frame has come. */
    boolean isComplete();

    /** Returns what it tells, once it is complete. */
    T whole();

    /** Returns an exception for a number that may not stand in such a frame. */
    static MalformedFrameException malformed(Frame frame, FieldName field, String expected) {
        return MalformedFrameException.of(frame, field, expected, Long.toString(frame.number(field)));
    }
}
