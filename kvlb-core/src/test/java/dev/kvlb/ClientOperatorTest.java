package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.ScriptedBalancer.Session;
import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What somebody who looks after a cluster asks and orders. */
class ClientOperatorTest {
    private ScriptedBalancer balancer;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        balancer = new ScriptedBalancer();
        client = balancer.client().build().start();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        balancer.close();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return catchThrowable(future::join).getCause();
    }

    private static <T> FutureTask<T> begin(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    private FutureTask<Boolean> beginReset() {
        return begin(() -> {
            client.reset();
            return true;
        });
    }

    private static Message.StatusResponse status(int state, String reason, long workers) {
        return new Message.StatusResponse(
                state, ReplicationMode.LINEARIZABLE, 0xc1, 2, 3, 4, 5, 6, 7, 8, reason, workers);
    }

    private static Message.StatusWorker worker(long id) {
        return new Message.StatusWorker(id, 21, "127.0.0.1", 6000, MemberRole.READY, true, true, 1, 2, 3, 4);
    }

    @Nested
    class Status {
        @Test
        void comesInSeveralFrames() throws Exception {
            FutureTask<ClusterStatus> asked = begin(() -> client.status());
            Session session = balancer.accept();
            session.expectProbe();
            session.welcome();
            assertThat(session.receive()).isEqualTo(new Message.Status());
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            session.answerProbe();
            session.send(status(ClusterState.SERVING, "", 2));
            session.send(worker(1));
            assertThat(asked.isDone()).isFalse();
            session.send(worker(2));
            ClusterStatus status = asked.get();
            assertThat(status.phase()).isEqualTo(Phase.SERVING);
            assertThat(status.cluster()).isEqualTo(0xc1);
            assertThat(status.workers()).hasSize(2).allMatch(worker -> worker.role() == Role.READY);
            session.expectGet("k");
            session.answerGet("k", "v");
            assertThat(get.join()).contains("v");
        }

        @Test
        void isAskedForAgainWhereTheConnectionBreaks() throws Exception {
            FutureTask<ClusterStatus> asked = begin(() -> client.status());
            Session session = balancer.accept();
            session.expectProbe();
            session.welcome();
            session.receive();
            session.answerProbe();
            session.send(status(ClusterState.SERVING, "", 2));
            session.send(worker(1));
            session.close();
            Session next = balancer.accept();
            next.expectProbe();
            next.welcome();
            assertThat(next.receive()).isEqualTo(new Message.Status());
            next.answerProbe();
            next.send(status(ClusterState.EMPTY, "no worker has come yet", 0));
            assertThat(asked.get().phase()).isEqualTo(Phase.EMPTY);
            assertThat(asked.get().reason()).isEqualTo("no worker has come yet");
        }

        @Test
        void isNoAnswerToAnythingElse() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectGet("k");
            session.welcome();
            session.send(status(ClusterState.SERVING, "", 0));
            assertThat(failureOf(get))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("expected GET_RESPONSE, found STATUS_RESPONSE");
            session.expectEnd();
        }

        @Test
        void isNotInterruptedByAnotherAnswer() throws Exception {
            FutureTask<ClusterStatus> asked = begin(() -> client.status());
            Session session = balancer.accept();
            session.expectProbe();
            session.welcome();
            session.receive();
            session.answerProbe();
            session.send(status(ClusterState.SERVING, "", 1));
            session.confirmPut("k");
            assertThatThrownBy(asked::get)
                    .hasCauseInstanceOf(RefusedException.class)
                    .hasMessageContaining("expected STATUS_WORKER, found PUT_RESPONSE");
            session.expectEnd();
        }

        @Test
        void beginsWithItsBeginningAndHasOne() throws Exception {
            for (Message[] wrong : new Message[][] {
                {worker(1)}, {status(ClusterState.SERVING, "", 1), status(ClusterState.SERVING, "", 1)}
            }) {
                FutureTask<ClusterStatus> asked = begin(() -> client.status());
                Session session = balancer.accept();
                session.expectProbe();
                session.welcome();
                session.receive();
                session.answerProbe();
                for (Message message : wrong) {
                    session.send(message);
                }
                assertThatThrownBy(asked::get).hasCauseInstanceOf(RefusedException.class);
                session.expectEnd();
            }
        }
    }

    @Nested
    class Metrics {
        private final Message bucket = new Message.MetricsBucket(30, 9);

        private Message metrics(long buckets) {
            return new Message.MetricsResponse(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, buckets);
        }

        private Session asked() throws IOException {
            Session session = balancer.accept();
            session.expectProbe();
            session.welcome();
            assertThat(session.receive()).isEqualTo(new Message.Metrics());
            session.answerProbe();
            return session;
        }

        @Test
        void comeInSeveralFrames() throws Exception {
            FutureTask<ClusterMetrics> asked = begin(() -> client.metrics());
            Session session = asked();
            session.send(metrics(2));
            session.send(bucket);
            assertThat(asked.isDone()).isFalse();
            session.send(new Message.MetricsBucket(40, 1));

            assertThat(asked.get().puts()).isEqualTo(2);
            assertThat(asked.get().latencies().requests()).isEqualTo(10);
        }

        @Test
        void areNotMixedWithTheStatus() throws Exception {
            for (Message[] wrong : new Message[][] {
                {bucket},
                {metrics(1), metrics(1)},
                {metrics(1), worker(1)},
                {metrics(1), status(ClusterState.SERVING, "", 0)},
                {status(ClusterState.SERVING, "", 0)},
                {status(ClusterState.SERVING, "", 1), bucket}
            }) {
                FutureTask<ClusterMetrics> asked = begin(() -> client.metrics());
                Session session = asked();
                for (Message message : wrong) {
                    session.send(message);
                }
                assertThatThrownBy(asked::get).hasCauseInstanceOf(RefusedException.class);
                session.expectEnd();
            }
        }

        @Test
        void areNoStatus() throws Exception {
            FutureTask<ClusterStatus> asked = begin(() -> client.status());
            Session session = balancer.accept();
            session.expectProbe();
            session.welcome();
            session.receive();
            session.answerProbe();
            session.send(metrics(0));

            assertThatThrownBy(asked::get)
                    .hasCauseInstanceOf(RefusedException.class)
                    .hasMessageContaining("expected STATUS_RESPONSE, found METRICS_RESPONSE");
        }
    }

    @Nested
    class Orders {
        private Session greeted() throws IOException {
            Session session = balancer.accept();
            session.expectProbe();
            session.welcome();
            session.answerProbe();
            return session;
        }

        @Test
        void areConfirmed() throws Exception {
            FutureTask<Boolean> reset = beginReset();
            Session session = greeted();
            assertThat(session.receive()).isEqualTo(new Message.Reset());
            session.send(new Message.OrderResponse(ErrorCode.NONE, ""));
            assertThat(reset.get()).isTrue();
            FutureTask<Boolean> recover = begin(() -> {
                client.recover(4_294_967_295L);
                return true;
            });
            assertThat(session.receive()).isEqualTo(new Message.Recover(4_294_967_295L));
            session.send(new Message.OrderResponse(ErrorCode.NONE, ""));
            assertThat(recover.get()).isTrue();
        }

        @Test
        void areRefusedWithTheReason() throws IOException, InterruptedException {
            FutureTask<Boolean> reset = beginReset();
            Session session = greeted();
            session.receive();
            session.send(new Message.OrderResponse(ErrorCode.PROTOCOL_ERROR, "the cluster serves"));
            assertThatThrownBy(reset::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RefusedException.class)
                    .hasMessageContaining("reset: the server refuses it \"the cluster serves\"");
        }

        @Test
        void areSentOnce() throws IOException, InterruptedException {
            FutureTask<Boolean> reset = beginReset();
            Session session = greeted();
            session.receive();
            session.close();
            assertThatThrownBy(reset::get)
                    .hasCauseInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("it may have been done: see the status before you order again");
        }

        @Test
        void nameAWorkerThatThereCanBe() {
            assertThatThrownBy(() -> client.recover(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("workerId must be 0..4294967295: -1");
            assertThatThrownBy(() -> client.recover(4_294_967_296L)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
