package dev.kvlb.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.ClusterStatus;
import dev.kvlb.Consistency;
import dev.kvlb.cli.terminal.Colors;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopTest {
    private static final long TWO_SECONDS = 2_000_000_000L;

    private static WorkerState worker(long id, boolean connected, int inFlight, long requests) {
        return new WorkerState(
                id, 1, "127.0.0.1", 6000, Role.READY, connected, connected, true, inFlight, requests, 0, 0);
    }

    private static ClusterStatus status(Phase phase, String reason, WorkerState... workers) {
        return new ClusterStatus(phase, reason, Consistency.LINEARIZABLE, 1, 1, 1, 1, List.of(workers), 12, 3, 4, 5);
    }

    private static TopSample sample() {
        return TopSample.between(
                status(Phase.SERVING, "", worker(7, true, 0, 100), worker(8, true, 0, 900), worker(9, false, 0, 50)),
                status(
                        Phase.SERVING,
                        "",
                        worker(7, true, 2, 3_100),
                        worker(8, true, 3, 1_900),
                        worker(9, false, 0, 50),
                        worker(10, true, 0, 0)),
                TWO_SECONDS);
    }

    @Test
    void aLineHasTheRateAndTheShareOfEachWorkerThatIsConnected() {
        assertThat(TopText.line(sample(), Instant.ofEpochSecond(1_000_000_000, 7)))
                .isEqualTo("2001-09-09T01:46:40Z phase=serving requests_per_second=2000 in_flight=12 queued=4"
                        + " dirty_keys=3 clients=5 workers=7:75%,8:25%,10:0%");
    }

    @Test
    void aWorkerThatHasConnectedAnewCountsAnew() {
        TopSample sample = TopSample.between(
                status(Phase.SERVING, "", worker(7, true, 0, 1_000)),
                status(Phase.SERVING, "", worker(7, true, 0, 30)),
                TWO_SECONDS);

        assertThat(sample.requestsPerSecond()).isEqualTo(15);
    }

    @Test
    void aScreenHasARowForEachWorker() {
        assertThat(TopText.screen(sample(), Colors.OFF)).isEqualTo("""
                        serving
                        2,000 requests/s   in flight 12   queued 4   dirty keys 3   clients 5

                              worker    requests/s  in flight  share
                                   7         1,500          2   75 % ========================
                                   8           500          3   25 % ========
                                  10             0          0    0 %\s
                        """);
    }

    @Test
    void aScreenSaysWhyTheClusterDoesNotServe() {
        ClusterStatus empty = status(Phase.EMPTY, "start\na worker");

        assertThat(TopText.screen(TopSample.between(empty, empty, 1), Colors.OFF))
                .startsWith("empty: start\\x0aa worker\n0 requests/s ");
    }
}
