package dev.kvlb.testkit.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Message;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What goes through relays, and what does not. */
class RelaysTest {
    private static final Host CALLER = new Host("caller");
    private static final Host CALLEE = new Host("callee");

    /** For so long nothing comes where nothing may come: where the relay failed it would come within microseconds. */
    private static final int QUIET_MILLIS = 50;

    private final Relays relays = new Relays();
    private final List<Wire> wires = new ArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, Relays.HERE);
    }

    @AfterEach
    void close() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
        relays.close();
        server.close();
    }

    private InetSocketAddress target() {
        return new InetSocketAddress(Relays.HERE, server.getLocalPort());
    }

    private Wire connect(RelayPort port) throws IOException {
        Wire wire = Wire.to(port.address());
        wires.add(wire);
        return wire;
    }

    private Wire accept() throws IOException {
        Wire wire = Wire.from(server);
        wires.add(wire);
        return wire;
    }

    @Nested
    class APlainConnection {
        private RelayPort port;
        private Wire near;
        private Wire far;

        @BeforeEach
        void open() throws IOException {
            port = relays.listen(CALLER, CALLEE, target());
            near = connect(port);
            far = accept();
            near.send("x");
            assertThat(far.receive(1)).isEqualTo("x");
        }

        @Test
        void carriesBothWays() throws IOException {
            near.send("there");
            assertThat(far.receive(5)).isEqualTo("there");
            far.send("back");
            assertThat(near.receive(4)).isEqualTo("back");
        }

        @Test
        void carriesMuchInItsOrder() throws Exception {
            byte[] much = new byte[20_000_000];
            new Random(1).nextBytes(much);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    near.send(much);
                    near.endOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(far.receiveBytes(much.length)).isEqualTo(much);
            assertThat(far.read()).isEqualTo(-1);
            sent.join();
        }

        @Test
        void endsOneWayAndGoesOnTheOther() throws IOException {
            near.send("last");
            near.endOutput();
            assertThat(far.receive(4)).isEqualTo("last");
            assertThat(far.read()).isEqualTo(-1);
            far.send("more");
            assertThat(near.receive(4)).isEqualTo("more");
            far.close();
            assertThat(near.read()).isEqualTo(-1);
        }

        @Test
        void isResetWhereOneEndIs() throws IOException {
            near.reset();
            assertThatThrownBy(far::read).isInstanceOf(SocketException.class);
        }

        @Test
        void isSilentThatWayAlone() throws IOException {
            relays.silence(CALLER, CALLEE);
            near.send("late");
            assertThat(far.isQuiet(QUIET_MILLIS)).isTrue();
            far.send("back");
            assertThat(near.receive(4)).isEqualTo("back");
            assertThat(relays.faults()).containsExactly("caller -> callee: silent");

            relays.heal(CALLER, CALLEE);

            assertThat(far.receive(4)).isEqualTo("late");
            assertThat(relays.faults()).isEmpty();
        }

        @Test
        void doesNotTellOfAnEndWhileItIsSilent() throws IOException {
            relays.silence(CALLER, CALLEE);
            near.reset();
            assertThat(far.isQuiet(QUIET_MILLIS)).isTrue();
            relays.heal();
            assertThatThrownBy(far::read).isInstanceOf(SocketException.class);
        }

        @Test
        void makesTheSenderWaitWhileItIsSilent() throws Exception {
            relays.silence(CALLER, CALLEE);
            byte[] much = new byte[30_000_000];
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    near.send(much);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(far.isQuiet(QUIET_MILLIS)).isTrue();
            assertThat(sent).isNotDone();
            relays.heal();
            assertThat(far.receiveBytes(much.length)).hasSize(much.length);
            sent.join();
        }

        @Test
        void isLateBySoMuchAndKeepsItsPace() throws IOException {
            Duration late = Duration.ofMillis(100);
            relays.delay(CALLER, CALLEE, late);
            long start = System.nanoTime();
            near.send("a");
            near.send("b");
            assertThat(far.receive(2)).isEqualTo("ab");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(late.toNanos());
            assertThat(relays.faults()).containsExactly("caller -> callee: 100 ms late");
        }

        @Test
        void doesNotWaitAnyLongerWhenADelayIsHealed() throws IOException {
            relays.delay(CALLER, CALLEE, Duration.ofHours(1));
            near.send("late");
            assertThat(far.isQuiet(QUIET_MILLIS)).isTrue();
            relays.heal();
            assertThat(far.receive(4)).isEqualTo("late");
        }

        @Test
        void breaksAndCanBeOpenedAgain() throws IOException {
            relays.disconnect(CALLEE, CALLER);
            assertThatThrownBy(near::read).isInstanceOf(SocketException.class);
            assertThatThrownBy(far::read).isInstanceOf(SocketException.class);
            connect(port).send("again");
            assertThat(accept().receive(5)).isEqualTo("again");
            assertThat(relays.connections(CALLER, CALLEE)).isEqualTo(2);
        }

        @Test
        void breaksAndCannotBeOpenedWhereItIsRefused() throws IOException {
            relays.refuse(CALLER, CALLEE);
            assertThatThrownBy(near::read).isInstanceOf(SocketException.class);
            Wire refused = connect(port);
            assertThatThrownBy(refused::read).isInstanceOf(SocketException.class);
            relays.heal();
            connect(port).send("again");
            assertThat(accept().receive(5)).isEqualTo("again");
        }

        @Test
        void ofADeadHostIsResetForTheOthersAlone() throws IOException {
            relays.cutOff(CALLEE);
            assertThatThrownBy(near::read).isInstanceOf(SocketException.class);
            far.send("nobody hears");
            assertThat(far.isQuiet(QUIET_MILLIS)).isTrue();
        }
    }

    @Nested
    class APort {
        @Test
        void thatIsSuspendedRefusesConnectionsAndKeepsItsNumber() throws IOException {
            RelayPort port = relays.listen(CALLER, CALLEE, target());
            port.suspend();
            port.suspend();
            assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
            port.resume();
            port.resume();
            connect(port).send("again");
            assertThat(accept().receive(5)).isEqualTo("again");
        }

        @Test
        void thatIsAimedElsewhereLeadsThere() throws IOException {
            RelayPort port = relays.listen(CALLER, CALLEE, target());
            try (ServerSocket other = new ServerSocket(0, 50, Relays.HERE)) {
                port.aim(new InetSocketAddress(Relays.HERE, other.getLocalPort()));
                connect(port).send("new");
                try (Wire there = Wire.from(other)) {
                    assertThat(there.receive(3)).isEqualTo("new");
                }
            }
        }

        @Test
        void whoseTargetDoesNotListenResetsWhoConnects() throws IOException {
            RelayPort port = relays.listen(CALLER, CALLEE, target());
            server.close();
            Wire near = connect(port);
            assertThatThrownBy(near::read).isInstanceOf(SocketException.class);
        }

        @Test
        void thatIsSilentOpensNothingUntilItIsHealed() throws IOException {
            relays.silence(CALLER, CALLEE);
            RelayPort port = relays.listen(CALLER, CALLEE, target());
            Wire near = connect(port);
            near.send("late");
            server.setSoTimeout(QUIET_MILLIS);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
            relays.heal();
            assertThat(accept().receive(4)).isEqualTo("late");
        }

        @Test
        void thatIsClosedIsGone() throws IOException {
            RelayPort port = relays.listen(CALLER, CALLEE, target());
            relays.close(port);
            assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
        }
    }

    @Nested
    class BetweenWorkers {
        private static final long INCARNATION = 77;
        private static final Host WORKERS = new Host("workers");

        private RelayPort port;
        private ServerSocket peer;

        @BeforeEach
        void open() throws IOException {
            port = relays.listenForWorkers(WORKERS, CALLEE, target());
            peer = new ServerSocket(0, 50, Relays.HERE);
        }

        @AfterEach
        void closePeer() throws IOException {
            peer.close();
        }

        private byte[] hello() {
            return FrameCodec.encode(
                    new Message.Hello(Handshake.MAGIC, Handshake.PROTOCOL_VERSION, Handshake.WORKER, 0, INCARNATION));
        }

        /** A worker says on which port it takes its peers; returns the one that the balancer is told. */
        private int told(long id, int ownPort) throws IOException {
            Wire worker = connect(port);
            Wire balancer = accept();
            byte[] ready = FrameCodec.encode(new Message.WorkerReady(id, ownPort));
            worker.send(hello());
            worker.send(ready);
            assertThat(balancer.receiveBytes(hello().length)).isEqualTo(hello());
            Message.WorkerReady told = (Message.WorkerReady) FrameCodec.decode(balancer.receiveBytes(ready.length));
            assertThat(told.workerId()).isEqualTo(id);
            return told.peerPort();
        }

        @Test
        void peersAreLedThroughARelayByWhichTheirConnectionsCanBeHeldUp() throws IOException {
            int relayed = told(1, peer.getLocalPort());
            assertThat(relayed).isNotEqualTo(peer.getLocalPort());
            relays.silence(Host.worker(1), Host.worker(1));

            Wire from = Wire.to(new InetSocketAddress(Relays.HERE, relayed));
            wires.add(from);
            from.send(hello());
            peer.setSoTimeout(QUIET_MILLIS);
            assertThatThrownBy(peer::accept).isInstanceOf(SocketTimeoutException.class);
            relays.heal();

            try (Wire to = Wire.from(peer)) {
                assertThat(to.receiveBytes(hello().length)).isEqualTo(hello());
                to.send("ack");
                assertThat(from.receive(3)).isEqualTo("ack");
            }
        }

        @Test
        void aWorkerThatSaysAgainThatItIsReadyHasTheSamePort() throws IOException {
            assertThat(told(1, peer.getLocalPort())).isEqualTo(told(1, peer.getLocalPort()));
        }

        @Test
        void whoSaysNoHelloPassesAllTheSame() throws IOException {
            byte[] frame = FrameCodec.encode(new Message.WorkerReady(9, 9));
            Wire from = Wire.to(new InetSocketAddress(Relays.HERE, told(1, peer.getLocalPort())));
            wires.add(from);
            from.send(frame);
            try (Wire to = Wire.from(peer)) {
                assertThat(to.receiveBytes(frame.length)).isEqualTo(frame);
            }
        }

        @Test
        void aDeadWorkerTakesNoPeersAnyMore() throws IOException {
            int relayed = told(1, peer.getLocalPort());
            relays.cutOff(Host.worker(1));
            assertThatThrownBy(() -> Wire.to(new InetSocketAddress(Relays.HERE, relayed)))
                    .isInstanceOf(ConnectException.class);
        }

        @Test
        void whatIsMalformedEndsTheConnection() throws IOException {
            Wire worker = connect(port);
            Wire balancer = accept();
            worker.send(new byte[] {0, 0, 0});
            assertThatThrownBy(balancer::read).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void relaysThatHaveEndedSaySo() {
        Relays ended = new Relays();
        ended.close();
        assertThatThrownBy(ended::heal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the relays have ended");
    }
}
