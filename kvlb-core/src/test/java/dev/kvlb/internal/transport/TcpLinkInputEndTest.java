package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Link;
import dev.kvlb.protocol.FrameCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TcpLinkInputEndTest extends TcpLinkFixture {
    @Nested
    class WhenThePeerSendsNoMore {
        @Test
        void itStillGetsAllReplies() throws Exception {
            Server<TestHandler.Echo> server = listen(TestHandler.Echo::new);
            start();
            TestPeer peer = connect(server.endpoint());
            for (int i = 0; i < 1_000; i++) {
                peer.send(get(i));
            }
            peer.shutdownOutput();

            for (int i = 0; i < 1_000; i++) {
                assertThat(peer.receive()).isEqualTo(get(i));
            }
            peer.expectEnd();
            TestHandler handler = server.next();
            assertThat(handler.next()).isEqualTo(TestHandler.INPUT_ENDED);
            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }

        @Test
        void theCoreMayAnswerLater() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public void onInputEnded() {}
            });
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            peer.send(get(1));
            peer.shutdownOutput();
            assertThat(handler.next()).isEqualTo(get(1));
            assertAtRest();
            onLoop(() -> {
                FrameCodec.write(get(2), handler.link.out());
                handler.link.close();
            });

            assertThat(peer.receive()).isEqualTo(get(2));
            peer.expectEnd();
            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }

        @Test
        void aPausedLinkHearsOfItAfterItsFrames() throws Exception {
            Server<Refusing> server = listen(Refusing::new);
            start();
            TestPeer peer = connect(server.endpoint());
            Refusing handler = server.next();
            peer.send(encode(get(0), get(1)));
            peer.shutdownOutput();
            assertThat(handler.next()).isEqualTo(get(0));
            passTurns();
            assertThat(handler.isQuiet()).isTrue();
            onLoop(handler.link::resume);
            assertThat(handler.next()).isEqualTo(get(1));
            passTurns();
            assertThat(handler.isQuiet()).isTrue();
            onLoop(handler.link::resume);

            assertThat(handler.next()).isEqualTo(TestHandler.INPUT_ENDED);
            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }

        @Test
        void aCoreThatResumesAtEachTurnsEndHearsOfItAfterTheFrames() throws Exception {
            List<Link> links = new ArrayList<>();
            Server<Refusing> server = listen(link -> {
                links.add(link);
                return new Refusing(link);
            });
            TestPeer peer = connect(server.endpoint());
            peer.send(encode(get(0), get(1), get(2)));
            peer.shutdownOutput();
            start(new TestCore() {
                @Override
                public void onTurnEnded() {
                    links.forEach(Link::resume);
                }
            });
            Refusing handler = server.next();

            assertThat(handler.next()).isEqualTo(get(0));
            assertThat(handler.next()).isEqualTo(get(1));
            assertThat(handler.next()).isEqualTo(get(2));
            assertThat(handler.next()).isEqualTo(TestHandler.INPUT_ENDED);
        }

        @Test
        void itIsToldOnce() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public void onInputEnded() {
                    say(INPUT_ENDED);
                }
            });
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            peer.shutdownOutput();
            assertThat(handler.next()).isEqualTo(TestHandler.INPUT_ENDED);
            onLoop(handler.link::pause);
            onLoop(handler.link::resume);
            passTurns();

            assertThat(handler.isQuiet()).isTrue();
        }

        @Test
        void theConnectionIsGoneAsSoonAsAllIsWritten() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public void onInputEnded() {
                    say(INPUT_ENDED);
                }
            });
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            peer.shutdownOutput();
            assertThat(handler.next()).isEqualTo(TestHandler.INPUT_ENDED);
            onLoop(handler.link::close);
            passTurns();

            // Turns, not time: nobody is left whose end would have to be waited for.
            assertThat(handler.isQuiet()).isFalse();
            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }

        @Test
        void theBeginningOfAFrameIsDropped() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            peer.send(new byte[] {3, 0, 9, 0});
            peer.shutdownOutput();
            TestHandler handler = server.next();

            assertThat(handler.next()).isEqualTo(TestHandler.INPUT_ENDED);
            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
            peer.expectEnd();
        }
    }
}
