package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client may ask of the cluster: how it is. */
class StatusTest {
    private static final Message STATUS = new Message.Status();

    private static Message member(FakeWorker worker, int role, boolean connected, boolean inRing) {
        return new Message.StatusWorker(
                worker.id, worker.incarnation, BalancerFixture.HOST, worker.port, role, connected, inRing, 0, 0, 0, 0);
    }

    private static Message.StatusResponse statusOf(BalancerFixture balancer) {
        Remote client = balancer.greetedClient();
        client.sends(STATUS);
        return (Message.StatusResponse) client.received().get(0);
    }

    @Nested
    class OfAClusterThatServes {
        private final BalancerFixture balancer = BalancerFixture.linearizable();
        private final FakeWorker first = balancer.readyKvlbWorker(1);
        private final FakeWorker second = balancer.readyKvlbWorker(2);
        private final FakeWorker learner = balancer.kvlbWorker(3);
        private final Remote client = balancer.greetedClient();

        @Test
        void tellsOfItAndOfEachWorkerInOneReply() {
            second.sends(new Message.WorkerNotReady(2));
            learner.uses(10, 100);
            balancer.client().sends(put("k", "v"), put("k", "w"));
            balancer.kvlbWorker(1, 99);

            client.sends(STATUS);

            assertThat(client.received())
                    .containsExactly(
                            new Message.StatusResponse(
                                    ClusterState.SERVING,
                                    ReplicationMode.LINEARIZABLE,
                                    BalancerSettings.CLUSTER,
                                    1,
                                    4,
                                    Versions.first(1),
                                    2,
                                    1,
                                    0,
                                    2,
                                    "",
                                    4),
                            new Message.StatusWorker(
                                    1,
                                    first.incarnation,
                                    BalancerFixture.HOST,
                                    first.port,
                                    MemberRole.READY,
                                    true,
                                    true,
                                    2,
                                    2,
                                    0,
                                    0),
                            member(second, MemberRole.READY, true, false),
                            new Message.StatusWorker(
                                    3,
                                    learner.incarnation,
                                    BalancerFixture.HOST,
                                    learner.port,
                                    MemberRole.LEARNER,
                                    true,
                                    false,
                                    0,
                                    0,
                                    10,
                                    100),
                            new Message.StatusWorker(
                                    1, 99, BalancerFixture.HOST, first.port, MemberRole.NONE, true, false, 0, 0, 0, 0));
        }

        @Test
        void isAnsweredInTheOrderOfAllRequests() {
            client.sends(get("a"), STATUS, get("b"));
            assertThat(client.received()).isEmpty();

            second.servesAll();
            assertThat(client.received()).isEmpty();
            first.servesAll();

            List<Message> replies = client.received();
            assertThat(replies).startsWith(found("a", "value of a")).endsWith(found("b", "value of b"));
            assertThat(replies.subList(1, replies.size() - 1)).hasSize(4);
            balancer.assertAtRest();
        }

        @Test
        void leavesNothingBehindWhereTheClientIsGone() {
            client.sends(get("a"), STATUS);

            client.vanishes();
            first.servesAll();

            balancer.assertAtRest();
        }
    }

    @Nested
    class OfOneThatDoesNot {
        @Test
        void isEmptyBeforeTheFirstWorker() {
            assertThat(statusOf(new BalancerFixture()))
                    .isEqualTo(new Message.StatusResponse(
                            ClusterState.EMPTY,
                            ReplicationMode.EVENTUAL,
                            BalancerSettings.CLUSTER,
                            1,
                            0,
                            Versions.first(1),
                            0,
                            0,
                            0,
                            1,
                            "",
                            0));
        }

        @Test
        void isOpeningWhileItListens() {
            BalancerFixture balancer =
                    BalancerFixture.linearizable(settings -> settings.openingGrace = Duration.ofSeconds(1));

            Message.StatusResponse status = statusOf(balancer);

            assertThat(status.state()).isEqualTo(ClusterState.OPENING);
            assertThat(status.cluster()).isZero();
            assertThat(status.reason()).startsWith("the balancer listens");
        }

        @Test
        void isRecoveringWhileItWaits() {
            BalancerFixture balancer =
                    BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3, 1));

            Message.StatusResponse status = statusOf(balancer);

            assertThat(status.state()).isEqualTo(ClusterState.RECOVERING);
            assertThat(status.reason()).startsWith("waits for worker 1 of the record");
        }

        @Test
        void isSuspendedAndShowsWhoIsWaitedForLast() {
            BalancerFixture balancer = BalancerFixture.linearizable();
            FakeWorker lost = balancer.readyKvlbWorker(1);
            FakeWorker learner = balancer.kvlbWorker(2);
            lost.vanishes();
            FakeWorker waiting = balancer.kvlbWorker(3);
            Remote client = balancer.greetedClient();

            client.sends(STATUS);

            List<Message> reply = client.received();
            assertThat(((Message.StatusResponse) reply.get(0)).state()).isEqualTo(ClusterState.SUSPENDED);
            assertThat(((Message.StatusResponse) reply.get(0)).reason()).startsWith("worker 1, the last");
            assertThat(reply.subList(1, 4))
                    .containsExactly(
                            member(learner, MemberRole.LEARNER, true, false),
                            member(waiting, MemberRole.NONE, true, false),
                            member(lost, MemberRole.READY, false, false));
        }
    }

    static List<Message> whatNeedsAHello() {
        return List.of(STATUS, new Message.Reset(), new Message.Recover(1));
    }

    @ParameterizedTest
    @MethodSource("whatNeedsAHello")
    void isMalformedFromAClientWithoutAHello(Message message) {
        Remote client = new BalancerFixture().client();

        client.sends(message);

        assertThat(client.received())
                .containsExactly(error(
                        ErrorCode.PROTOCOL_ERROR,
                        "malformed " + message.type()
                                + ": type at byte 0: expected a type that a client without a HELLO may send, found "
                                + message.type()));
        assertThat(client.isDisconnected()).isTrue();
    }
}
