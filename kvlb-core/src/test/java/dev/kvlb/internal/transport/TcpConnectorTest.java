package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.FrameCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TcpConnectorTest extends LoopFixture {
    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @Nested
    class WhenSomebodyListens {
        private final ServerSocket server = closeLater(new ServerSocket(0, 10, loopback));
        private final Endpoint endpoint = new Endpoint("127.0.0.1", server.getLocalPort());

        WhenSomebodyListens() throws IOException {}

        @Test
        void theConnectionStandsAndCarriesFrames() throws Exception {
            start();
            Attempt attempt = attempt(endpoint);
            TestPeer peer = closeLater(new TestPeer(server.accept()));
            TestHandler handler = attempt.connected();
            onLoop(() -> FrameCodec.write(get(1), handler.link.out()));
            assertThat(peer.receive()).isEqualTo(get(1));
            peer.send(get(2));

            assertThat(handler.next()).isEqualTo(get(2));
            assertThat(handler.link.remoteHost()).isEqualTo("127.0.0.1");
        }

        @Test
        void whatTheCoreAppendsAsItConnectsIsSent() throws Exception {
            start();
            Attempt attempt = new Attempt() {
                @Override
                public LinkHandler onConnected(Link link) {
                    FrameCodec.write(get(1), link.out());
                    return super.onConnected(link);
                }
            };
            onLoop(() -> connector().connect(endpoint, attempt));
            TestPeer peer = closeLater(new TestPeer(server.accept()));

            assertThat(peer.receive()).isEqualTo(get(1));
        }

        @Test
        void theOutcomeDoesNotComeWithinTheCall() throws Exception {
            start();
            Attempt attempt = new Attempt();
            boolean within = onLoop(() -> {
                connector().connect(endpoint, attempt);
                return attempt.outcome.isDone();
            });

            assertThat(within).isFalse();
            attempt.connected();
        }

        @Test
        void aNameIsLookedUp() throws Exception {
            start();
            attempt(new Endpoint("localhost", server.getLocalPort())).connected();
        }

        @Test
        void theAddressesOfANameAreTriedInTurn() throws Exception {
            // Only one address of 127.0.0.0/8 listens: the others refuse.
            replaceLoop(host -> new InetAddress[] {InetAddress.getAllByName("127.0.0.2")[0], loopback});
            start();
            attempt(new Endpoint("some.name", server.getLocalPort())).connected();
        }

        @Test
        void closingTheLoopClosesTheConnection() throws Exception {
            start();
            TestHandler handler = attempt(endpoint).connected();
            TestPeer peer = closeLater(new TestPeer(server.accept()));
            loop.close();

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
            peer.expectEnd();
        }
    }

    @Nested
    class WhenNobodyListens {
        @Test
        void theAttemptFails() throws Exception {
            start();
            assertThat(attempt(freePort()).failed()).isEqualTo("Connection refused");
        }

        @Test
        void theFailureDoesNotComeWithinTheCall() throws Exception {
            start();
            Endpoint endpoint = freePort();
            Attempt attempt = new Attempt();
            boolean within = onLoop(() -> {
                connector().connect(endpoint, attempt);
                return attempt.outcome.isDone();
            });

            assertThat(within).isFalse();
            attempt.failed();
        }

        @Test
        void manyAttemptsLeaveNothingBehind() throws Exception {
            start();
            Endpoint endpoint = freePort();
            for (int i = 0; i < 200; i++) {
                attempt(endpoint).failed();
            }
        }
    }

    @Nested
    class WhenTheOtherHostIsSilent {
        /** A port whose queue of connections is full drops what else comes, so it looks like a host that is off. */
        @Test
        void theAttemptFailsAfterTheTimeout() throws Exception {
            try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
                Endpoint endpoint = new Endpoint("127.0.0.1", full.getLocalPort());
                for (int i = 0; i < 20; i++) {
                    connects(endpoint, 0);
                }
                assumeTrue(!connects(endpoint, 200), "this system takes more connections than the queue holds");
                start();
                Attempt attempt = new Attempt();
                onLoop(() -> loop.connector(Duration.ofMillis(100)).connect(endpoint, attempt));

                assertThat(attempt.failed()).isEqualTo("connecting took longer than 100 ms");
            }
        }

        /** Begins to connect, and returns whether the connection stands after so many milliseconds. */
        private boolean connects(Endpoint endpoint, int millis) throws IOException {
            SocketChannel channel = closeLater(SocketChannel.open());
            channel.configureBlocking(false);
            if (channel.connect(new InetSocketAddress(endpoint.host(), endpoint.port()))) {
                return true;
            }
            try (Selector selector = Selector.open()) {
                channel.register(selector, SelectionKey.OP_CONNECT);
                int ready = millis == 0 ? selector.selectNow() : selector.select(millis);
                return ready > 0 && channel.finishConnect();
            }
        }
    }

    @Nested
    class WithNames {
        @Test
        void anUnknownOneFails() throws Exception {
            replaceLoop(host -> {
                throw new UnknownHostException(host);
            });
            start();

            assertThat(attempt(new Endpoint("some.name", 1)).failed()).isEqualTo("unknown host");
        }

        @Test
        void whatIsNoAddressFails() throws Exception {
            start();
            assertThat(attempt(new Endpoint("not:an:address", 1)).failed()).isEqualTo("not an address: not:an:address");
        }

        @Test
        void aSlowLookupHoldsUpNothingAndFailsInTime() throws Exception {
            CountDownLatch never = new CountDownLatch(1);
            replaceLoop(host -> {
                awaitQuietly(never);
                return new InetAddress[] {loopback};
            });
            Server<TestHandler.Echo> server = listen(TestHandler.Echo::new);
            start();
            Attempt attempt = new Attempt();
            onLoop(() -> loop.connector(Duration.ofMillis(100)).connect(new Endpoint("some.name", 1), attempt));
            TestPeer peer = connect(server.endpoint());
            peer.send(get(1));

            assertThat(peer.receive()).isEqualTo(get(1));
            assertThat(attempt.failed()).isEqualTo("lookup of name took longer than 100 ms");
            never.countDown();
            // The next lookup is done after the slow one, whose result comes too late and is of no use.
            attempt(new Endpoint("other.name", server.endpoint().port())).connected();
        }

        @Test
        void literalAddressesAreNotLookedUp() {
            for (String literal : new String[] {"127.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "fe80::1%lo"}) {
                assertThat(NameResolver.isLiteral(literal)).as(literal).isTrue();
            }
            for (String name : new String[] {"localhost", "a.b", "127.0.0", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", ""}) {
                assertThat(NameResolver.isLiteral(name)).as(name).isFalse();
            }
        }

        private void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns one whose time no attempt takes, on a busy machine either. */
    private Connector connector() {
        return loop.connector(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    private Attempt attempt(Endpoint endpoint) throws Exception {
        Attempt attempt = new Attempt();
        onLoop(() -> connector().connect(endpoint, attempt));
        return attempt;
    }

    private void replaceLoop(NameResolver.Lookup lookup) throws IOException {
        loop.close();
        loop = new EventLoop("test-loop", failure -> {}, lookup);
    }

    private Endpoint freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return new Endpoint("127.0.0.1", socket.getLocalPort());
        }
    }

    /** Waits for what becomes of one attempt. */
    private static class Attempt implements Connector.Outcome {
        final CompletableFuture<Object> outcome = new CompletableFuture<>();

        @Override
        public LinkHandler onConnected(Link link) {
            TestHandler handler = new TestHandler(link);
            assertThat(outcome.complete(handler)).isTrue();
            return handler;
        }

        @Override
        public void onFailed(String reason) {
            assertThat(outcome.complete(reason)).isTrue();
        }

        TestHandler connected() throws Exception {
            assertThat(get(outcome)).isInstanceOf(TestHandler.class);
            return (TestHandler) outcome.join();
        }

        String failed() throws Exception {
            assertThat(get(outcome)).isInstanceOf(String.class);
            return (String) outcome.join();
        }
    }
}
