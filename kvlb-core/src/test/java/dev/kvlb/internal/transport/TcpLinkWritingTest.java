package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TcpLinkWritingTest extends TcpLinkFixture {
    @Nested
    class WhenThePeerDoesNotRead {
        @Test
        void unsentBytesGrowAndWhenItReadsAgainTheyDrain() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            int sent = 0;
            while (onLoop(handler.link::unsentBytes) < 4 * LOW) {
                int from = sent;
                onLoop(() -> {
                    for (int i = 0; i < 100; i++) {
                        FrameCodec.write(put(from + i, 10_000), handler.link.out());
                    }
                });
                sent += 100;
                passTurns();
            }
            assertAtRest();
            handler.forget(); // what the socket's buffer took at once has drained, too
            for (int i = 0; i < sent; i++) {
                assertThat(peer.receive()).isEqualTo(put(i, 10_000));
            }

            assertThat(handler.next()).isEqualTo(TestHandler.DRAINED);
            assertThat(onLoop(handler.link::unsentBytes)).isZero();
            assertAtRest();
            onLoop(() -> FrameCodec.write(get(1), handler.link.out()));
            assertThat(peer.receive()).isEqualTo(get(1));
            passTurns();
            assertThat(handler.isQuiet()).isTrue();
        }

        @Test
        void itIsCutOffAWhileAfterTheClose() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            connect(server.endpoint());
            TestHandler handler = server.next();
            long begin = System.nanoTime();
            onLoop(() -> {
                for (int i = 0; i < 2_000; i++) {
                    FrameCodec.write(put(i, 10_000), handler.link.out());
                }
                handler.link.close();
            });

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
            assertThat(System.nanoTime() - begin).isGreaterThan(TcpLink.LINGER_NANOS / 2);
            assertThat(onLoop(handler.link::unsentBytes)).isZero();
        }
    }

    @Nested
    class WhenMuchIsWrittenAtOnce {
        @Test
        void drainedComesAlsoIfTheNetworkTakesItAllAtOnce() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            connect(server.endpoint());
            TestHandler handler = server.next();
            int unsent = onLoop(() -> {
                while (handler.link.unsentBytes() < LOW) {
                    FrameCodec.write(put(0, 1_000), handler.link.out());
                }
                return handler.link.unsentBytes();
            });

            assertThat(unsent).isGreaterThanOrEqualTo(LOW);
            assertThat(handler.next()).isEqualTo(TestHandler.DRAINED);
        }

        @Test
        void itIsOnItsWayBeforeTheTurnEnds() throws Exception {
            AtomicReference<TestPeer> reading = new AtomicReference<>();
            AtomicBoolean answered = new AtomicBoolean();
            CompletableFuture<Message> received = new CompletableFuture<>();
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public boolean onFrame(Frame frame) {
                    for (int written = 0; written <= TcpLink.AMPLE_BYTES + 1_000; written += 1_000) {
                        FrameCodec.write(put(0, 1_000), link.out());
                    }
                    answered.set(true);
                    return true;
                }
            });
            start(new TestCore() {
                @Override
                public void onTurnEnded() {
                    if (answered.get()) {
                        received.complete(receive(reading.get()));
                    }
                }
            });
            reading.set(connect(server.endpoint()));

            reading.get().send(get(0));

            assertThat(get(received)).isEqualTo(put(0, 1_000));
        }

        @Test
        void veryMuchIsOnItsWayBeforeTheNextFrameIsHandedOn() throws Exception {
            AtomicReference<TestPeer> reading = new AtomicReference<>();
            CompletableFuture<Message> received = new CompletableFuture<>();
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public boolean onFrame(Frame frame) {
                    if (!received.isDone()) {
                        for (int written = 0; written <= TcpLink.FULL_BYTES; written += 1_000) {
                            FrameCodec.write(put(0, 1_000), link.out());
                        }
                        link.out();
                        received.complete(receive(reading.get()));
                    }
                    return true;
                }
            });
            start();
            reading.set(connect(server.endpoint()));

            reading.get().send(encode(get(0), get(1)));

            assertThat(get(received)).isEqualTo(put(0, 1_000));
        }

        private static Message receive(TestPeer peer) {
            try {
                return peer.receive();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Test
        void belowTheMarkItDoesNot() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(() -> FrameCodec.write(put(0, 65_000), handler.link.out()));

            assertThat(peer.receive()).isEqualTo(put(0, 65_000));
            passTurns();
            assertThat(handler.isQuiet()).isTrue();
        }
    }
}
