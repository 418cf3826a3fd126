package dev.kvlb.protocol;

/** Takes the frames that a {@link FrameReader} has cut from a stream. */
@FunctionalInterface
public interface FrameSink {
    /**
     * Takes one frame, valid only during the call. It must not call the reader.
     *
     * @return whether more frames may follow now; on false the reader keeps the rest of its bytes
     * @throws MalformedFrameException if the sender may not send such a frame
     */
    boolean onFrame(Frame frame) throws MalformedFrameException;
}
