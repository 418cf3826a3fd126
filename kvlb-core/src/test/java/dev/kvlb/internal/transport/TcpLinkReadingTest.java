package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TcpLinkReadingTest extends TcpLinkFixture {
    @Nested
    class WhenThePeerSendsFrames {
        @Test
        void eachIsHandedOnHoweverTheStreamIsCut() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            Message[] messages = {get(1), put(2, 0), new Message.Shutdown(), put(3, 30)};
            byte[] stream = encode(messages);
            for (int cut = 0; cut <= stream.length; cut++) {
                peer.send(Arrays.copyOfRange(stream, 0, cut));
                passTurns();
                peer.send(Arrays.copyOfRange(stream, cut, stream.length));
                for (Message message : messages) {
                    assertThat(handler.next()).isEqualTo(message);
                }
            }
        }

        @Test
        void byteByByteTheyAreTheSame() throws Exception {
            Server<TestHandler.Echo> server = listen(TestHandler.Echo::new);
            start();
            TestPeer peer = connect(server.endpoint());
            for (byte b : encode(get(1), put(2, 30))) {
                peer.send(new byte[] {b});
                passTurns();
            }

            assertThat(peer.receive()).isEqualTo(get(1));
            assertThat(peer.receive()).isEqualTo(put(2, 30));
        }

        @Test
        void theLargestComeThroughWhole() throws Exception {
            Server<TestHandler.Echo> server = listen(TestHandler.Echo::new);
            start();
            TestPeer peer = connect(server.endpoint());
            Message[] messages = new Message[40];
            for (int i = 0; i < messages.length; i++) {
                messages[i] = new Message.Put(Key.of("k" + i % 10), Value.of(new byte[65_529]));
            }
            sendInBackground(peer, encode(messages));

            for (Message message : messages) {
                assertThat(peer.receive()).isEqualTo(message);
            }
        }

        @Test
        void manyConnectionsAreServed() throws Exception {
            Server<TestHandler.Echo> server = listen(TestHandler.Echo::new);
            start();
            List<TestPeer> peers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                peers.add(connect(server.endpoint()));
            }
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < peers.size(); i++) {
                    peers.get(i).send(get(i), put(i, 100));
                }
                for (int i = 0; i < peers.size(); i++) {
                    assertThat(peers.get(i).receive()).isEqualTo(get(i));
                    assertThat(peers.get(i).receive()).isEqualTo(put(i, 100));
                }
            }
        }

        @Test
        void theHostIsKnownByItsAddress() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            connect(server.endpoint());

            assertThat(server.next().link.remoteHost()).isEqualTo("127.0.0.1");
        }
    }

    @Nested
    class WhenTheStreamIsMalformed {
        private final byte[] noFrame = {77, 0, 0};

        @Test
        void whatCameBeforeIsHandedOnAndThePeerIsTold() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            peer.send(encode(get(1)));
            peer.send(noFrame);
            peer.send(encode(get(2)));

            assertThat(handler.next()).isEqualTo(get(1));
            assertThat(handler.next()).isEqualTo(TestHandler.MALFORMED);
            assertThat(peer.receive()).isEqualTo(new Message.Error(ErrorCode.PROTOCOL_ERROR, "malformed"));
            peer.expectEnd();
            peer.close();
            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
        }

        @Test
        void aFrameThatTheHandlerRefusesIsTheSame() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public boolean onFrame(Frame frame) throws MalformedFrameException {
                    throw MalformedFrameException.wrongSide(frame.type(), "test");
                }
            });
            start();
            TestPeer peer = connect(server.endpoint());
            peer.send(get(1), get(2));

            assertThat(server.next().next()).isEqualTo(TestHandler.MALFORMED);
            assertThat(peer.receive()).isInstanceOf(Message.Error.class);
            peer.expectEnd();
        }

        @Test
        void itIsFoundInWhatAPausedLinkKeptToo() throws Exception {
            Server<Refusing> server = listen(Refusing::new);
            start();
            TestPeer peer = connect(server.endpoint());
            Refusing handler = server.next();
            peer.send(concat(encode(get(1)), noFrame));
            assertThat(handler.next()).isEqualTo(get(1));
            assertThat(handler.isQuiet()).isTrue();
            onLoop(handler.link::resume);

            assertThat(handler.next()).isEqualTo(TestHandler.MALFORMED);
        }

        @Test
        void nothingMoreIsReadEvenIfTheHandlerDoesNotClose() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public void onMalformed(MalformedFrameException cause) {
                    link.resume();
                }
            });
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            peer.send(concat(noFrame, encode(get(1))));
            peer.shutdownOutput();
            assertAtRest();

            assertThat(handler.isQuiet()).isTrue();
        }
    }

    @Nested
    class WhenItIsPaused {
        @Test
        void framesAreHandedOnOnlyAfterItIsResumedAndInTheirOrder() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(handler.link::pause);
            for (int i = 0; i < 100; i++) {
                peer.send(get(i));
            }
            assertAtRest();
            assertThat(handler.isQuiet()).isTrue();
            onLoop(handler.link::resume);

            for (int i = 0; i < 100; i++) {
                assertThat(handler.next()).isEqualTo(get(i));
            }
        }

        @Test
        void itReadsNothingMoreBeforeItHasHandedOnWhatItKept() throws Exception {
            Server<Refusing> server = listen(Refusing::new);
            start();
            byte[] frame = encode(get(0));
            try (SocketChannel peer = SocketChannel.open(new InetSocketAddress(
                    server.endpoint().host(), server.endpoint().port()))) {
                peer.configureBlocking(false);
                ByteBuffer stream = ByteBuffer.allocate(frame.length * 100_000);
                while (stream.hasRemaining()) {
                    stream.put(frame);
                }
                Refusing handler = server.next();
                fill(peer, stream);
                assertThat(handler.next()).isEqualTo(get(0));

                // Each time it takes one frame of what it kept, or in the end of one further read.
                long more = 0;
                for (int i = 0; i < 500; i++) {
                    onLoop(handler.link::resume);
                    assertThat(handler.next()).isEqualTo(get(0));
                    more += fill(peer, stream);
                }

                assertThat(more).isLessThan(100L * Links.READ_BYTES_MAX);
            }
        }

        /** Writes until the system takes no more; returns how many bytes it took. */
        private long fill(SocketChannel peer, ByteBuffer stream) throws IOException {
            long all = 0;
            int written;
            do {
                if (!stream.hasRemaining()) {
                    stream.rewind();
                }
                written = peer.write(stream);
                all += written;
            } while (written > 0);
            return all;
        }

        @Test
        void afterAFalseTheNextFrameWaitsForResume() throws Exception {
            Server<Refusing> server = listen(Refusing::new);
            start();
            TestPeer peer = connect(server.endpoint());
            Refusing handler = server.next();
            peer.send(encode(get(0), get(1), get(2)));
            for (int i = 0; i < 3; i++) {
                assertThat(handler.next()).isEqualTo(get(i));
                passTurns();
                assertThat(handler.isQuiet()).isTrue();
                onLoop(handler.link::resume);
            }
        }

        @Test
        void resumeHandsNothingOnWithinTheCall() throws Exception {
            Server<Refusing> server = listen(Refusing::new);
            start();
            TestPeer peer = connect(server.endpoint());
            Refusing handler = server.next();
            peer.send(encode(get(0), get(1)));
            assertThat(handler.next()).isEqualTo(get(0));
            boolean quiet = onLoop(() -> {
                handler.link.resume();
                return handler.isQuiet();
            });

            assertThat(quiet).isTrue();
            assertThat(handler.next()).isEqualTo(get(1));
        }

        @Test
        void theLastWordHolds() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            onLoop(() -> {
                handler.link.pause();
                handler.link.resume();
                handler.link.pause();
            });
            peer.send(get(1));
            passTurns();
            assertThat(handler.isQuiet()).isTrue();
            onLoop(() -> {
                handler.link.resume();
                handler.link.pause();
                handler.link.resume();
            });

            assertThat(handler.next()).isEqualTo(get(1));
        }

        @Test
        void theLastWordHoldsForFramesThatWereKeptToo() throws Exception {
            Server<Refusing> server = listen(Refusing::new);
            start();
            TestPeer peer = connect(server.endpoint());
            Refusing handler = server.next();
            peer.send(encode(get(0), get(1)));
            assertThat(handler.next()).isEqualTo(get(0));
            onLoop(() -> {
                handler.link.resume();
                handler.link.pause();
            });
            passTurns();
            assertThat(handler.isQuiet()).isTrue();
            onLoop(handler.link::resume);

            assertThat(handler.next()).isEqualTo(get(1));
        }

        @Test
        void twoLinksThatResumeOneAnotherBothGetTheirFrames() throws Exception {
            Server<Refusing> server = listen(Refusing::new);
            start();
            TestPeer firstPeer = connect(server.endpoint());
            Refusing first = server.next();
            TestPeer secondPeer = connect(server.endpoint());
            Refusing second = server.next();
            onLoop(() -> {
                first.resumes = second.link;
                second.resumes = first.link;
            });
            for (int i = 0; i < 200; i++) {
                firstPeer.send(get(i));
                secondPeer.send(get(i));
            }

            for (int i = 0; i < 199; i++) {
                assertThat(first.next()).isEqualTo(get(i));
                assertThat(second.next()).isEqualTo(get(i));
            }
        }

        @Test
        void tcpMakesTheSenderWaitAndNoByteIsLost() throws Exception {
            int frames = 60_000;
            int valueBytes = 1_000;
            Server<Counting> server = listen(Counting::new);
            start();
            TestPeer peer = connect(server.endpoint());
            Counting handler = server.next();
            handler.expected = frames;
            onLoop(handler.link::pause);
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < frames; i++) {
                        peer.send(new Message.Put(Key.of(String.valueOf(i)), Value.of(new byte[valueBytes])));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sender.start();
            // 60 MB fit no socket buffer: the sender comes to wait, however long it is given.
            sender.join(300);
            assertThat(sender.isAlive()).isTrue();
            assertThat(onLoop(() -> handler.count)).isZero();
            onLoop(handler.link::resume);

            assertThat(handler.next()).isEqualTo("all came in order");
            sender.join();
        }
    }
}
