package dev.kvlb.protocol;

/** Takes the frames that a {@link FrameReader} has cut from a stream. */
@FunctionalInterface
public interface FrameSink {
    /**
     * Takes one frame, valid only during the call. It must not call the reader.
     *
     * @param frame a view of the frame
     * @return whether more frames may follow now; on false the reader keeps the rest of its bytes
     * @throws MalformedFrameException if the sender may not send such a frame
     */
    boolean onFrame(Frame frame) throws MalformedFrameException;

    /**
     * Looks at a frame that {@link #onFrame} may be given soon, valid only during the call: for a sink that can begin to
     * fetch what it will need for several frames together. Frames are shown in their order, some at a time before the
     * first of them is handed on, and not all of them are.
     *
     * @param frame a view of the frame
     * @return whether to be shown more; by default false, and nothing comes of it
     */
    default boolean onFrameAhead(Frame frame) {
        return false;
    }
}
