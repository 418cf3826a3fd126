package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TcpLinkClosingTest extends TcpLinkFixture {
    @Nested
    class WhenTheCoreCloses {
        @Test
        void whatItAppendedStillArrives() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(() -> {
                for (int i = 0; i < 500; i++) {
                    FrameCodec.write(put(i, 10_000), handler.link.out());
                }
                handler.link.close();
            });

            for (int i = 0; i < 500; i++) {
                assertThat(peer.receive()).isEqualTo(put(i, 10_000));
            }
            peer.expectEnd();
            peer.close();
            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }

        @Test
        void theLastBytesArriveAlsoWhileThePeerGoesOnSending() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public boolean onFrame(Frame frame) throws MalformedFrameException {
                    super.onFrame(frame);
                    link.out().begin(MessageType.SHUTDOWN).end();
                    link.close();
                    return true;
                }
            });
            start();
            TestPeer peer = connect(server.endpoint());
            byte[] flood = encode(put(1, 60_000));
            peer.send(flood);
            assertThat(server.next().next()).isEqualTo(put(1, 60_000));
            passTurns();
            sendUntilCutOff(peer, flood, 100);

            assertThat(peer.receive()).isEqualTo(new Message.Shutdown());
            peer.expectEnd();
        }

        /** Sends so often, or until the other side has waited for the end for as long as it does. */
        private void sendUntilCutOff(TestPeer peer, byte[] bytes, int times) {
            try {
                for (int i = 0; i < times; i++) {
                    peer.send(bytes);
                }
            } catch (IOException e) {
                // What came before has arrived all the same.
            }
        }

        @Test
        void noFrameIsHandedOnAfterwards() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public boolean onFrame(Frame frame) throws MalformedFrameException {
                    super.onFrame(frame);
                    link.close();
                    return true;
                }
            });
            start();
            TestPeer peer = connect(server.endpoint());
            peer.send(encode(get(1), get(2)));
            peer.expectEnd();
            peer.send(get(3));
            peer.close();
            TestHandler handler = server.next();

            assertThat(handler.next()).isEqualTo(get(1));
            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
            assertThat(handler.isQuiet()).isTrue();
        }

        @Test
        void itIsToldOnceThatTheConnectionIsGoneAndNotWithinTheCall() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            boolean quiet = onLoop(() -> {
                handler.link.close();
                handler.link.close();
                return handler.isQuiet();
            });
            assertThat(quiet).isTrue();
            peer.close();

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
            passTurns();
            assertThat(handler.isQuiet()).isTrue();
        }

        @Test
        void aPeerThatDoesNotCloseIsNotWaitedForForever() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(handler.link::close);
            peer.expectEnd();
            assertAtRest();

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }

        @Test
        void aConnectionMayBeRefusedAsItComes() throws Exception {
            Server<TestHandler> server = listen(link -> {
                FrameCodec.write(new Message.Error(ErrorCode.SERVER_BUSY, "full"), link.out());
                link.close();
                return new TestHandler(link);
            });
            start();
            TestPeer peer = connect(server.endpoint());

            assertThat(peer.receive()).isEqualTo(new Message.Error(ErrorCode.SERVER_BUSY, "full"));
            peer.expectEnd();
        }

        @Test
        void afterTheEndNothingHasAnEffect() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            peer.reset();
            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
            onLoop(() -> {
                FrameCodec.write(get(1), handler.link.out());
                handler.link.pause();
                handler.link.resume();
                handler.link.close();
            });
            passTurns();

            assertThat(onLoop(handler.link::unsentBytes)).isZero();
            assertThat(handler.isQuiet()).isTrue();
        }
    }

    @Nested
    class WhenTheConnectionBreaks {
        @Test
        void theHandlerIsToldOnceThatItIsClosed() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            peer.send(get(1));
            assertThat(handler.next()).isEqualTo(get(1));
            peer.reset();

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
            passTurns();
            assertThat(handler.isQuiet()).isTrue();
        }

        @Test
        void aWriteFindsOutAboutAPausedLink() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(handler.link::pause);
            peer.reset();
            assertAtRest();
            assertThat(handler.isQuiet()).isTrue();
            onLoop(() -> FrameCodec.write(get(1), handler.link.out()));

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }

        @Test
        void aPeerThatClosedWhileItsAnswerIsNotThereYetCostsNothing() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public void onInputEnded() {}
            });
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(() -> FrameCodec.write(get(1), handler.link.out()));
            peer.close();
            passTurns();
            onLoop(() -> FrameCodec.write(get(2), handler.link.out()));
            assertAtRest();
        }

        @Test
        void soDoesAWriteThatWaited() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(() -> {
                handler.link.pause();
                for (int i = 0; i < 2_000; i++) {
                    FrameCodec.write(put(i, 10_000), handler.link.out());
                }
            });
            passTurns();
            handler.forget(); // what the socket's buffer took at once has drained
            peer.reset();

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }

        @Test
        void inTheLoopsLastTurnItIsToldOnceToo() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(handler.link::pause);
            peer.reset();
            onLoop(() -> {
                loop.close();
                loop.execute(() -> FrameCodec.write(get(1), handler.link.out()));
            });
            loop.close();

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
            assertThat(handler.isQuiet()).isTrue();
        }

        @Test
        void duringTheCloseItIsTheEnd() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(handler.link::close);
            peer.expectEnd();
            peer.reset();

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }
    }
}
