package dev.kvlb.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import org.junit.jupiter.api.Test;

/** The first frames of two programs that speak the extensions. */
class GreetingTest {
    private final FrameWriter out = new FrameWriter();

    private static Frame frame(Message message) throws MalformedFrameException {
        byte[] bytes = FrameCodec.encode(message);
        return new Frame().wrap(bytes, 0, bytes.length);
    }

    @Test
    void aHelloSaysWhoIsThere() throws MalformedFrameException {
        Greeting.helloOfWorker(out, -2);

        assertThat(FrameCodec.decode(out.toBytes()))
                .isEqualTo(new Message.Hello(0x4b564c42, 1, Handshake.WORKER, 0, -2));
    }

    @Test
    void aWelcomeAnswersIt() throws MalformedFrameException {
        Greeting.answer(frame(new Message.Hello(0x4b564c42, 1, 2, 0, 5)), out, Handshake.BALANCER, 77);

        assertThat(FrameCodec.decode(out.toBytes())).isEqualTo(new Message.Welcome(1, Handshake.BALANCER, 0, 77));
    }

    @Test
    void aHelloOfALaterVersionIsAnsweredToo() throws MalformedFrameException {
        Greeting.answer(frame(new Message.Hello(0x4b564c42, 9, 2, -1, 5)), out, Handshake.BALANCER, 77);

        assertThat(FrameCodec.decode(out.toBytes())).isEqualTo(new Message.Welcome(1, Handshake.BALANCER, 0, 77));
    }

    @Test
    void aHelloOfAnotherProtocolIsMalformed() throws MalformedFrameException {
        Frame hello = frame(new Message.Hello(0xffff_ffffL, 1, 2, 0, 5));

        assertThatThrownBy(() -> Greeting.answer(hello, out, Handshake.BALANCER, 77))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage("malformed HELLO: magic at byte 3: expected 4b564c42, found ffffffff");
        assertThat(out.size()).isZero();
    }
}
