package dev.kvlb.protocol;

import java.util.ArrayList;
import java.util.List;

/** A sink that keeps the message of each frame, and stops when it is told to. */
final class RecordingSink implements FrameSink {
    private final List<Boolean> answers;
    private final List<Message> messages = new ArrayList<>();

    /** Makes a sink that always takes more. */
    RecordingSink() {
        this(List.of(true));
    }

    /** Makes a sink that gives these answers, in turn and from the first again. */
    RecordingSink(List<Boolean> answers) {
        this.answers = answers;
    }

    @Override
    public boolean onFrame(Frame frame) {
        messages.add(FrameCodec.decode(frame));
        return answers.get((messages.size() - 1) % answers.size());
    }

    List<Message> messages() {
        return messages;
    }
}
