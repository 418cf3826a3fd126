package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A handler that writes down what it is told: the messages, and the names of the other calls. */
class TestHandler implements LinkHandler {
    static final String MALFORMED = "malformed";
    static final String INPUT_ENDED = "input ended";
    static final String DRAINED = "drained";
    static final String CLOSED = "closed";

    final Link link;
    private final LinkedBlockingQueue<Object> events = new LinkedBlockingQueue<>();

    TestHandler(Link link) {
        this.link = link;
    }

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        events.add(FrameCodec.decode(frame));
        return true;
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        events.add(MALFORMED);
        FrameCodec.write(new Message.Error(ErrorCode.PROTOCOL_ERROR, "malformed"), link.out());
        link.close();
    }

    @Override
    public void onInputEnded() {
        events.add(INPUT_ENDED);
        link.close();
    }

    @Override
    public void onDrained() {
        events.add(DRAINED);
    }

    @Override
    public void onClosed() {
        events.add(CLOSED);
    }

    /** Adds what a test wants to hear of. */
    void say(String event) {
        events.add(event);
    }

    /** Returns what it was told next, after waiting for it. */
    Object next() throws InterruptedException {
        Object event = events.poll(LoopFixture.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).as("what the handler is told next").isNotNull();
        return event;
    }

    /** Forgets what it was told up to now. */
    void forget() {
        events.clear();
    }

    /** Returns whether it was told nothing more up to now. */
    boolean isQuiet() {
        return events.isEmpty();
    }

    /** Answers each frame with the same one. */
    static class Echo extends TestHandler {
        Echo(Link link) {
            super(link);
        }

        @Override
        public boolean onFrame(Frame frame) throws MalformedFrameException {
            link.out().raw(frame.bytes(), frame.offset(), frame.length());
            return true;
        }
    }
}
