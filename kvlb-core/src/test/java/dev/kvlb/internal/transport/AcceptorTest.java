package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvlb.internal.link.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AcceptorTest extends LoopFixture {
    @Nested
    class WhenItListens {
        @Test
        void port0BecomesAFreePortAndTheHostStaysAsGiven() throws Exception {
            Endpoint bound = loop.listen(new Endpoint("localhost", 0), TestHandler::new, 1);

            assertThat(bound.host()).isEqualTo("localhost");
            assertThat(bound.port()).isPositive();
        }

        @Test
        void connectionsThatComeBeforeTheStartAreServedAfterIt() throws Exception {
            Server<TestHandler.Echo> server = listen(TestHandler.Echo::new);
            TestPeer peer = connect(server.endpoint());
            peer.send(get(1));
            start();

            assertThat(peer.receive()).isEqualTo(get(1));
        }

        @Test
        void portsMayBeOpenedWhileTheLoopRuns() throws Exception {
            start();
            for (int i = 0; i < 5; i++) {
                Server<TestHandler.Echo> server = listen(TestHandler.Echo::new);
                TestPeer peer = connect(server.endpoint());
                peer.send(get(i));

                assertThat(peer.receive()).isEqualTo(get(i));
            }
        }

        @Test
        void ipv6Works() throws Exception {
            assumeTrue(hasIpv6(), "needs IPv6");
            Endpoint bound = loop.listen(new Endpoint("::1", 0), TestHandler.Echo::new, 1);
            start();
            TestPeer peer = connect(bound);
            peer.send(get(1));

            assertThat(peer.receive()).isEqualTo(get(1));
        }

        private boolean hasIpv6() {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getAllByName("::1")[0])) {
                return probe.isBound();
            } catch (IOException e) {
                return false;
            }
        }
    }

    @Nested
    class WhenItCanNotListen {
        @Test
        void aPortInUseIsNamed() throws Exception {
            Endpoint taken = loop.listen(ANY_PORT, TestHandler::new, 1);

            assertThatThrownBy(() -> loop.listen(taken, TestHandler::new, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("can't listen on 127.0.0.1:" + taken.port() + ": Address already in use");
        }

        @Test
        void anUnknownHostIsNamed() {
            assertThatThrownBy(() -> loop.listen(new Endpoint("no such host", 1), TestHandler::new, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("can't listen on no such host:1: unknown host");
        }

        @Test
        void noConnectionsAtAllIsNoLimit() {
            assertThatThrownBy(() -> loop.listen(ANY_PORT, TestHandler::new, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("connectionsMax must be 1 or more: 0");
        }
    }

    @Nested
    class WithAsManyConnectionsAsItMayHold {
        @Test
        void oneMoreIsClosedAtOnceAndTheOthersAreServed() throws Exception {
            Server<TestHandler.Echo> server = listen(TestHandler.Echo::new, 2);
            start();
            TestPeer first = connect(server.endpoint());
            TestPeer second = connect(server.endpoint());
            connect(server.endpoint()).expectEnd();
            connect(server.endpoint()).expectEnd();
            first.send(get(1));
            second.send(get(2));

            assertThat(first.receive()).isEqualTo(get(1));
            assertThat(second.receive()).isEqualTo(get(2));
        }

        @Test
        void whenOneHasGoneAnotherIsTaken() throws Exception {
            Server<TestHandler.Echo> server = listen(TestHandler.Echo::new, 1);
            start();
            TestPeer first = connect(server.endpoint());
            TestHandler gone = server.next();
            connect(server.endpoint()).expectEnd();
            first.close();
            assertThat(gone.next()).isEqualTo(TestHandler.INPUT_ENDED);
            assertThat(gone.next()).isEqualTo(TestHandler.CLOSED);
            TestPeer second = connect(server.endpoint());
            second.send(get(2));

            assertThat(second.receive()).isEqualTo(get(2));
        }

        @Test
        void eachPortCountsItsOwn() throws Exception {
            Server<TestHandler.Echo> one = listen(TestHandler.Echo::new, 1);
            Server<TestHandler.Echo> other = listen(TestHandler.Echo::new, 1);
            start();
            connect(one.endpoint());
            TestPeer peer = connect(other.endpoint());
            peer.send(get(1));

            assertThat(peer.receive()).isEqualTo(get(1));
        }
    }

    @Nested
    class WhenTheSystemCanNotAccept {
        private final Timers timers = new Timers();

        @Test
        void nothingIsAcceptedForAWhile() throws Exception {
            try (Selector selector = Selector.open();
                    FailingServerChannel channel = new FailingServerChannel("Too many open files")) {
                FailingServerChannel.Key key = new FailingServerChannel.Key(channel, selector);
                Acceptor acceptor =
                        new Acceptor(channel, key, ANY_PORT, TestHandler::new, new Links(selector, timers), 10);
                long nowNanos = 1_000;
                for (int round = 0; round < 3; round++) {
                    timers.setNow(nowNanos);
                    acceptor.onSelected();
                    assertThat(key.interestOps()).isZero();

                    nowNanos += TimeUnit.MILLISECONDS.toNanos(100) - 1;
                    timers.setNow(nowNanos);
                    timers.runDue();
                    assertThat(key.interestOps()).isZero();

                    nowNanos++;
                    timers.setNow(nowNanos);
                    timers.runDue();
                    assertThat(key.interestOps()).isEqualTo(FailingServerChannel.Key.OP_ACCEPT);
                }
                assertThat(channel.accepts).isEqualTo(3);
            }
        }
    }
}
