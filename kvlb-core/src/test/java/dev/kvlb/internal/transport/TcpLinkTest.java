package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Link;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TcpLinkTest extends LoopFixture {
    private static final int LOW = Link.LOW_WATER_BYTES;

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
            onLoop(() -> {
                for (int i = 0; i < 2_000; i++) {
                    FrameCodec.write(put(i, 10_000), handler.link.out());
                }
                handler.link.close();
            });
            passTurns();
            assertThat(handler.isQuiet()).isTrue();

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
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
            for (int i = 0; i < 100; i++) {
                peer.send(flood);
            }

            assertThat(peer.receive()).isEqualTo(new Message.Shutdown());
            peer.expectEnd();
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

    /** Takes one frame, then wants to be asked. */
    private static final class Refusing extends TestHandler {
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
    private static final class Counting extends TestHandler {
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

    private static void sendInBackground(TestPeer peer, byte[] bytes) {
        Thread sender = new Thread(() -> {
            try {
                peer.send(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        sender.start();
    }

    private static byte[] encode(Message... messages) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (Message message : messages) {
            stream.writeBytes(FrameCodec.encode(message));
        }
        return stream.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(first);
        stream.writeBytes(second);
        return stream.toByteArray();
    }
}
