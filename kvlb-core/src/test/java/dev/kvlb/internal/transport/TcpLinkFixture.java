package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Link;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What the tests of a link share: handlers that count or refuse, and streams of frames. */
abstract class TcpLinkFixture extends LoopFixture {
    static final int LOW = Link.LOW_WATER_BYTES;

    /** Takes one frame, then wants to be asked. */
    static final class Refusing extends TestHandler {
        Link resumes;

        Refusing(Link link) {
            super(link);
        }

        @Override
        public boolean onFrame(Frame frame) throws MalformedFrameException {
            super.onFrame(frame);
            if (resumes != null) {
                resumes.resume();
            }
            return false;
        }
    }

    /** Counts frames whose keys are numbers that go up by one. */
    static final class Counting extends TestHandler {
        int expected;
        int count;

        Counting(Link link) {
            super(link);
        }

        @Override
        public boolean onFrame(Frame frame) throws MalformedFrameException {
            if (!frame.key().toUtf8().equals(String.valueOf(count++))) {
                say("out of order");
            } else if (count == expected) {
                say("all came in order");
            }
            return true;
        }
    }

    static void sendInBackground(TestPeer peer, byte[] bytes) {
        Thread sender = new Thread(() -> {
            try {
                peer.send(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        sender.start();
    }

    static byte[] encode(Message... messages) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (Message message : messages) {
            stream.writeBytes(FrameCodec.encode(message));
        }
        return stream.toByteArray();
    }

    static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(first);
        stream.writeBytes(second);
        return stream.toByteArray();
    }
}
