package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.garbage;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a client's connection ends: by its own will, by its loss, or by what it must not send. */
class ClientEndTest {
    private static final Message MALFORMED = error(
            ErrorCode.PROTOCOL_ERROR,
            "malformed frame of type 99: type at byte 0: expected a type of the protocol, found 99");

    private final BalancerFixture balancer = new BalancerFixture();
    private final FakeWorker worker = balancer.baseWorker(1);
    private final Remote client = balancer.client();

    @Nested
    class AClientThatSendsNoMore {
        @Test
        void isToldShutdownAndDisconnected() {
            client.endsInput();

            assertThat(client.received()).containsExactly(SHUTDOWN);
            assertThat(client.isDisconnected()).isTrue();
            assertThat(balancer.snapshot().clients()).isZero();
        }

        @Test
        void getsAllItsRepliesFirst() {
            client.sends(get("a"), put("b", "1"), get("c"));

            client.endsInput();
            assertThat(client.isDisconnected()).isFalse();
            worker.servesAll();

            assertThat(client.received())
                    .containsExactly(found("a", "value of a"), done("b"), found("c", "value of c"), SHUTDOWN);
            assertThat(client.isDisconnected()).isTrue();
            balancer.assertAtRest();
        }

        @Test
        void maySayItWithAFrame() {
            client.sends(get("a"), SHUTDOWN, get("b"));

            assertThat(worker.requestedKeys()).containsExactly("a");
            worker.servesAll();

            assertThat(client.received()).containsExactly(found("a", "value of a"), SHUTDOWN);
            balancer.assertAtRest();
        }

        @Test
        void getsTheReplyOfTheRequestThatTheQueueHadNoRoomFor() {
            BalancerFixture tight = new BalancerFixture(settings -> {
                settings.window = 1;
                settings.queue = 1;
            });
            FakeWorker only = tight.baseWorker(1);
            tight.client().sends(get("x"), get("y"));
            Remote last = tight.client();
            last.sends(get("z"));
            last.endsInput();

            for (int i = 0; i < 3; i++) {
                only.servesAll();
            }

            assertThat(last.received()).containsExactly(found("z", "value of z"), SHUTDOWN);
            tight.assertAtRest();
        }
    }

    @Nested
    class AClientThatIsGone {
        @Test
        void leavesNothingBehind() {
            client.sends(get("a"), put("b", "1"));

            client.vanishes();
            worker.servesAll();

            balancer.assertAtRest();
            assertThat(balancer.snapshot().clients()).isZero();
            assertThat(balancer.events()).endsWith("client disconnected from 127.0.0.1");
        }

        @Test
        void leavesNothingBehindInTheQueue() {
            BalancerFixture tight = new BalancerFixture(settings -> {
                settings.window = 1;
                settings.queue = 2;
            });
            FakeWorker only = tight.baseWorker(1);
            Remote gone = tight.client();
            gone.sends(get("a"), get("b"), put("c", "1"), get("d"));

            gone.vanishes();
            only.servesAll();
            only.servesAll();

            assertThat(only.requests()).isEmpty();
            tight.assertAtRest();
        }

        @Test
        void hasItsWritesDoneThatWereAdmitted() {
            BalancerFixture tight = new BalancerFixture(settings -> settings.window = 1);
            FakeWorker only = tight.baseWorker(1);
            Remote gone = tight.client();
            gone.sends(get("a"), put("b", "1"));

            gone.vanishes();
            only.servesAll();

            assertThat(only.requestedKeys()).containsExactly("b");
        }

        @Test
        void leavesNothingBehindOfRepliesThatWaitForEarlierOnes() {
            FakeWorker second = balancer.baseWorker(2);
            client.sends(get("a"), get("b"));
            second.servesAll();

            client.vanishes();
            worker.servesAll();

            balancer.assertAtRest();
        }
    }

    @Nested
    class AMalformedFrame {
        @Test
        void isAnsweredByAnErrorAndTheEnd() {
            client.sendsBytes(garbage());

            assertThat(client.received()).containsExactly(MALFORMED);
            assertThat(client.isDisconnected()).isTrue();
            assertThat(balancer.events())
                    .contains("127.0.0.1 misbehaved: malformed frame of type 99: type at byte 0: expected a type of"
                            + " the protocol, found 99");
            balancer.assertAtRest();
        }

        @Test
        void waitsForTheRepliesBeforeIt() {
            client.sends(get("a"), put("b", "1"));
            client.sendsBytes(garbage());
            assertThat(client.received()).isEmpty();

            worker.servesAll();

            assertThat(client.received()).containsExactly(found("a", "value of a"), done("b"), MALFORMED);
            assertThat(client.isDisconnected()).isTrue();
            balancer.assertAtRest();
        }

        @Test
        void isTheLastThatIsRead() {
            byte[] bytes = garbage();
            byte[] request = FrameCodec.encode(get("k"));
            byte[] both = new byte[bytes.length + request.length];
            System.arraycopy(bytes, 0, both, 0, bytes.length);
            System.arraycopy(request, 0, both, bytes.length, request.length);

            client.sendsBytes(both);
            client.sends(get("l"));

            assertThat(worker.requests()).isEmpty();
        }

        @Test
        void disturbsNobodyElse() {
            Remote other = balancer.client();
            other.sends(get("a"));

            client.sendsBytes(garbage());
            worker.servesAll();
            other.sends(get("b"));
            worker.servesAll();

            assertThat(other.received()).containsExactly(found("a", "value of a"), found("b", "value of b"));
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void whoseSenderIsGoneLeavesNothingBehind() {
            client.sends(get("a"));
            client.sendsBytes(garbage());

            client.vanishes();
            worker.servesAll();

            balancer.assertAtRest();
        }

        static Stream<byte[]> malformed() {
            return Stream.of(
                    new byte[] {1, 0, 0},
                    new byte[] {3, 0, 1, 0},
                    new byte[] {3, 0, 3, 0, 2, 'k'},
                    new byte[] {3, 0, 4, 0, 1, 'k', 'k'},
                    new byte[] {1, 0, 5, 0, 1, 'k', 0, 1});
        }

        @ParameterizedTest
        @MethodSource("malformed")
        void isOneWhosePayloadDoesNotParseExactly(byte[] frame) {
            client.sendsBytes(frame);

            assertThat(client.received())
                    .singleElement()
                    .satisfies(message ->
                            assertThat(((Message.Error) message).errorCode()).isEqualTo(ErrorCode.PROTOCOL_ERROR));
            assertThat(client.isDisconnected()).isTrue();
        }
    }

    @Nested
    class ATypeFromTheWrongSide {
        static List<Message> notAClients() {
            return List.of(
                    done("k"),
                    found("k", "v"),
                    new Message.StoreRequest(1, Key.of("k"), Value.of("v")),
                    new Message.StoreResponse(ErrorCode.NONE, 1, Key.of("k")),
                    new Message.WorkerReady(1, 6_000),
                    new Message.PeerNotify(Key.of("k"), Value.of("v")),
                    new Message.Heartbeat(1, 0),
                    new Message.ImportDone(1));
        }

        @ParameterizedTest
        @MethodSource("notAClients")
        void isMalformedFromAClient(Message message) {
            client.sends(message);

            assertThat(client.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed " + message.type()
                                    + ": type at byte 0: expected a type that a client may send, found "
                                    + message.type()));
            assertThat(client.isDisconnected()).isTrue();
        }

        static List<Message> notAWorkers() {
            return List.of(
                    put("k", "v"),
                    get("k"),
                    new Message.StoreRequest(1, Key.of("k"), Value.of("v")),
                    new Message.WorkerRegistryEnd(),
                    new Message.PeerNotify(Key.of("k"), Value.of("v")),
                    new Message.Heartbeat(1, 0),
                    new Message.Join(1, 1, 1, 1, 1, 0),
                    new Message.NotifyAck(1));
        }

        @ParameterizedTest
        @MethodSource("notAWorkers")
        void isMalformedFromAWorker(Message message) {
            FakeWorker extended = balancer.readyKvlbWorker(2);

            extended.sends(message);

            assertThat(extended.received())
                    .startsWith(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed " + message.type()
                                    + ": type at byte 0: expected a type that a worker may send, found "
                                    + message.type()));
            assertThat(extended.isDisconnected()).isTrue();
            assertThat(balancer.members()).containsExactly(1L);
        }
    }

    @Test
    void anUnknownExtensionIsPassedOver() {
        client.sendsBytes(new byte[] {(byte) 250, 0, 2, 1, 2});
        client.sends(get("k"));
        worker.servesAll();

        assertThat(client.received()).containsExactly(found("k", "value of k"));
    }

    @Test
    void anErrorOfTheClientIsToldToTheListener() {
        balancer.events();

        client.sends(error(ErrorCode.PROTOCOL_ERROR, "I do not like this"));

        assertThat(balancer.events()).containsExactly("127.0.0.1 misbehaved: I do not like this");
        assertThat(client.isDisconnected()).isFalse();
    }
}
