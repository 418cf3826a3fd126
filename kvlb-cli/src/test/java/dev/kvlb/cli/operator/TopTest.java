package dev.kvlb.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.ClusterMetrics;
import dev.kvlb.ClusterStatus;
import dev.kvlb.Consistency;
import dev.kvlb.Latencies;
import dev.kvlb.cli.terminal.Colors;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopTest {
    private static final long TWO_SECONDS = 2_000_000_000L;
    private static final Instant TIME = Instant.ofEpochSecond(1_000_000_000);

    private static WorkerState worker(long id, boolean connected, int inFlight, long requests) {
        return new WorkerState(
                id, 1, "127.0.0.1", 6000, Role.READY, connected, connected, true, inFlight, requests, 0, 0);
    }

    private static ClusterStatus status(Phase phase, String reason, WorkerState... workers) {
        return new ClusterStatus(phase, reason, Consistency.LINEARIZABLE, 1, 1, 1, 1, List.of(workers), 12, 3, 4, 5);
    }

    private static ClusterMetrics metrics(long errors, long lag, Latencies.Bucket... buckets) {
        return new ClusterMetrics(
                1,
                20 * errors,
                60 * errors,
                8 * errors,
                6 * errors,
                4 * errors,
                2 * errors,
                errors,
                99,
                lag,
                250 * lag,
                new Latencies(List.of(buckets)));
    }

    private static TopLook before(ClusterStatus status) {
        return new TopLook(status, metrics(0, 0, new Latencies.Bucket(80, 5)), 0);
    }

    private static TopLook twoSecondsLater(ClusterStatus status) {
        ClusterMetrics metrics = metrics(
                2,
                6,
                new Latencies.Bucket(80, 500),
                new Latencies.Bucket(1_250, 490),
                new Latencies.Bucket(20_000, 9),
                new Latencies.Bucket(3_000_000, 1));
        return new TopLook(status, metrics, TWO_SECONDS);
    }

    private static TopLook idle(ClusterStatus status) {
        return new TopLook(status, metrics(0, 0, new Latencies.Bucket(80, 5)), TWO_SECONDS);
    }

    private static TopSample sample() {
        return TopSample.between(
                before(status(
                        Phase.SERVING, "", worker(7, true, 0, 100), worker(8, true, 0, 900), worker(9, false, 0, 50))),
                twoSecondsLater(status(
                        Phase.SERVING,
                        "",
                        worker(7, true, 2, 3_100),
                        worker(8, true, 3, 1_900),
                        worker(9, false, 0, 50),
                        worker(10, true, 0, 0))));
    }

    @Test
    void aLineHasTheRateAndTheShareOfEachWorkerThatIsConnected() {
        assertThat(TopText.line(sample(), TIME))
                .isEqualTo("2001-09-09T01:46:40Z phase=serving requests_per_second=2000 in_flight=12 queued=4"
                        + " dirty_keys=3 clients=5 workers=7:75%,8:25%,10:0% p50_us=1250 p99_us=20000 max_us=3000000"
                        + " errors_per_second=7 lag=6 lag_us=1500");
    }

    @Test
    void aLineOfASecondWithoutRequestsHasNoLatencies() {
        ClusterStatus status = status(Phase.SERVING, "", worker(7, true, 0, 100));

        assertThat(TopText.line(TopSample.between(before(status), idle(status)), TIME))
                .endsWith(" workers=7:0% p50_us=- p99_us=- max_us=- errors_per_second=0 lag=0 lag_us=0");
    }

    @Test
    void anObjectHasEachKindOfRequestAndOfError() {
        assertThat(TopJson.of(sample(), TIME))
                .isEqualTo("{\"time\":\"2001-09-09T01:46:40Z\",\"phase\":\"serving\",\"requests_per_second\":2000.000,"
                        + "\"puts_per_second\":20.000,\"gets_per_second\":60.000,\"deletes_per_second\":8.000,"
                        + "\"not_found_per_second\":6.000,\"busy_per_second\":4.000,\"unknown_per_second\":2.000,"
                        + "\"invalid_per_second\":1.000,\"p50_us\":1250,\"p99_us\":20000,\"max_us\":3000000,"
                        + "\"in_flight\":12,\"queued\":4,\"dirty_keys\":3,\"clients\":5,\"settled_version\":99,"
                        + "\"lag\":6,\"lag_us\":1500,\"workers\":["
                        + "{\"id\":7,\"requests_per_second\":1500.000,\"in_flight\":2},"
                        + "{\"id\":8,\"requests_per_second\":500.000,\"in_flight\":3},"
                        + "{\"id\":10,\"requests_per_second\":0.000,\"in_flight\":0}]}");
    }

    @Test
    void anObjectOfASecondWithoutRequestsHasNoLatencies() {
        ClusterStatus status = status(Phase.SERVING, "");

        assertThat(TopJson.of(TopSample.between(before(status), idle(status)), TIME))
                .contains("\"p50_us\":null,\"p99_us\":null,\"max_us\":null,");
    }

    @Test
    void aWorkerThatHasConnectedAnewCountsAnew() {
        TopSample sample = TopSample.between(
                before(status(Phase.SERVING, "", worker(7, true, 0, 1_000))),
                twoSecondsLater(status(Phase.SERVING, "", worker(7, true, 0, 30))));

        assertThat(sample.requestsPerSecond()).isEqualTo(15);
    }

    @Test
    void aScreenHasARowForEachWorker() {
        assertThat(TopText.screen(sample(), Colors.OFF)).isEqualTo("""
                        serving
                        2,000 requests/s   in flight 12   queued 4   dirty keys 3   clients 5
                        p50 1.25 ms   p99 20.0 ms   max 3.00 s   errors 7/s (busy 4, unknown 2, invalid 1)   lag 6, 1.50 ms

                              worker    requests/s  in flight  share
                                   7         1,500          2   75 % ========================
                                   8           500          3   25 % ========
                                  10             0          0    0 %\s
                        """);
    }

    @Test
    void aScreenSaysWhyTheClusterDoesNotServe() {
        ClusterStatus empty = status(Phase.EMPTY, "start\na worker");

        assertThat(TopText.screen(TopSample.between(before(empty), idle(empty)), Colors.OFF))
                .startsWith("empty: start\\x0aa worker\n0 requests/s ");
    }

    @Test
    void aScreenOfASecondWithoutRequestsHasNoLatencies() {
        ClusterStatus status = status(Phase.SERVING, "");

        assertThat(TopText.screen(TopSample.between(before(status), idle(status)), Colors.OFF))
                .contains("\np50 -   p99 -   max -   errors 0/s   lag 0\n");
    }

    @Test
    void errorsAreRed() {
        assertThat(TopText.screen(sample(), Colors.ON)).contains("\u001b[31merrors 7/s (busy");
    }
}
