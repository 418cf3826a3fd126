package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How balancers and workers end, as processes. */
class EndInOrderIT {
    @Nested
    class Signals {
        @ParameterizedTest
        @ValueSource(strings = {"TERM", "INT"})
        void drainAndEndWithStatus0(String signal) throws Exception {
            try (Cluster cluster = new Cluster(1)) {
                Kvlb worker = cluster.addWorker();
                worker.signal(signal);
                cluster.balancer().signal(signal);

                assertThat(worker.end().status()).isZero();
                Kvlb.Ended balancer = cluster.balancer().end();
                assertThat(balancer.status()).isZero();
                assertThat(balancer.err()).contains("SIG" + signal + ": ends in order");
            }
        }

        @Test
        void endAWorkerThatIsStillLookingForItsBalancer() throws Exception {
            try (Kvlb worker = Kvlb.start("worker", "--balancer", "127.0.0.1:1")) {
                worker.awaitError("not connected");
                worker.signal("TERM");

                Kvlb.Ended ended = worker.end();
                assertThat(ended.status()).isZero();
                assertThat(ended.out()).isEmpty();
            }
        }
    }

    @Nested
    class RequestsThatGetNoAnswer {
        /** Leaves a put under way at a worker that is stopped. */
        private Kvlb put(Cluster cluster) throws Exception {
            cluster.started().get(1).signal("STOP");
            Kvlb put = Kvlb.start(
                    "put", "--balancer", cluster.clientAddress(), "--timeout", "60s", "--retry", "100", "k", "v");
            await().until(() -> cluster.run("status", "--json").out().contains("\"in_flight\":1"));
            return put;
        }

        private Cluster cluster(String drainTimeout) {
            return new Cluster(
                    1, "--worker-timeout", "60s", "--request-timeout", "60s", "--drain-timeout", drainTimeout);
        }

        @Test
        void areGivenUpAfterTheDrainTimeout() throws Exception {
            try (Cluster cluster = cluster("300ms");
                    Kvlb put = put(cluster)) {
                cluster.balancer().signal("TERM");

                assertThat(cluster.balancer().end().status()).isZero();
                Kvlb.Ended ended = put.end();
                assertThat(ended.status()).isEqualTo(6);
                assertThat(ended.err()).contains("outcome unknown: the balancer ends");
            }
        }

        @Test
        void areNotWaitedForWhenASecondSignalComes() throws Exception {
            try (Cluster cluster = cluster("60s");
                    Kvlb put = put(cluster)) {
                cluster.balancer().signal("TERM");
                cluster.balancer().awaitError("SIGTERM: ends in order; once more ends it at once");
                assertThat(put.isAlive()).isTrue();
                cluster.balancer().signal("TERM");

                assertThat(cluster.balancer().end().status()).isEqualTo(143);
                assertThat(put.end().status()).isEqualTo(6);
            }
        }
    }

    @Nested
    class AWorkerWhosePeerStands {
        /** Leaves puts under way at both of two workers, of which the second is stopped; ends the first. */
        private Cluster cluster(String drainTimeout, List<Kvlb> puts) throws Exception {
            Cluster cluster = new Cluster(0, "--worker-timeout", "60s", "--request-timeout", "60s");
            Kvlb leaving = cluster.addWorker("--id", "7", "--drain-timeout", drainTimeout);
            cluster.addWorker("--id", "8").signal("STOP");
            for (String key : List.of("a", "b")) {
                puts.add(Kvlb.start(
                        "put", "--balancer", cluster.clientAddress(), "--timeout", "60s", "--retry", "100", key, "v"));
            }
            await().until(() -> cluster.run("status", "--json").out().contains("\"in_flight\":2"));
            leaving.signal("TERM");
            return cluster;
        }

        @Test
        void waitsForItUntilTheDrainTimeout() throws Exception {
            List<Kvlb> puts = new ArrayList<>();
            try (Cluster cluster = cluster("100ms", puts)) {
                assertThat(cluster.started().get(1).end().status()).isZero();
            } finally {
                puts.forEach(Kvlb::close);
            }
        }

        @Test
        void waitsForItWithALongDrainTimeout() throws Exception {
            List<Kvlb> puts = new ArrayList<>();
            try (Cluster cluster = cluster("60s", puts)) {
                Kvlb leaving = cluster.started().get(1);
                await().during(Duration.ofSeconds(2)).until(leaving::isAlive);
                cluster.started().get(2).signal("CONT");

                assertThat(leaving.end().status()).isZero();
                for (Kvlb put : puts) {
                    assertThat(put.end().status()).isZero();
                }
            } finally {
                puts.forEach(Kvlb::close);
            }
        }
    }
}
