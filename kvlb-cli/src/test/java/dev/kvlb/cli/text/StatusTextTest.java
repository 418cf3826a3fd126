package dev.kvlb.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.ClusterStatus;
import dev.kvlb.Consistency;
import dev.kvlb.WorkerSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    private static final List<WorkerState> WORKERS = List.of(
            new WorkerState(7, 1, "127.0.0.1", 6000, Role.READY, true, true, true, 3, 1_234_567, 98_304, 1_048_576),
            new WorkerState(4_294_967_295L, 0, "::1", 6001, Role.LEARNER, false, false, false, 0, 0, 0, 0));

    private static final String[] TABLE = {
        "      worker  role     ring  connected  peer                   in flight        requests  data bytes",
        "           7  ready    in    yes        127.0.0.1:6000                 3       1,234,567  98,304 of 1,048,576",
        "  4294967295  learner  out   no         [::1]:6001                     0               0  not told"
    };

    private static BalancerSnapshot balancer(Phase phase, String reason, List<WorkerState> workers) {
        return new BalancerSnapshot(phase, reason, 0xc1, 2, 4, 8_589_934_593L, workers, 2, 5, 8, 1, 3, 65_536);
    }

    @Test
    void aBalancerIsLinesAndATable() {
        assertThat(StatusText.of(balancer(Phase.SERVING, "", WORKERS)).lines())
                .containsExactly(
                        "serving",
                        "cluster 00000000000000c1   epoch 2   view 4   settled 8589934593",
                        "clients 2   queued 5   unanswered 8   writes in flight 1   dirty keys 3   buffered 65,536 bytes",
                        TABLE[0],
                        TABLE[1],
                        TABLE[2]);
    }

    @Test
    void aBalancerThatDoesNotServeSaysWhy() {
        assertThat(StatusText.of(balancer(Phase.RECOVERING, "waits for worker 7\n", List.of()))
                        .lines())
                .hasSize(4)
                .startsWith("recovering: waits for worker 7\\x0a")
                .endsWith("no workers");
    }

    @Test
    void aClusterIsLinesAndATable() {
        ClusterStatus status = new ClusterStatus(
                Phase.SUSPENDED, "worker 7 is lost", Consistency.EVENTUAL, 0, 2, 4, 42, WORKERS, 1_000, 2, 3, 4);

        assertThat(StatusText.of(status).lines())
                .containsExactly(
                        "suspended: worker 7 is lost",
                        "eventual   cluster none   epoch 2   view 4   settled 42",
                        "in flight 1,000   dirty keys 2   queued 3   clients 4",
                        TABLE[0],
                        TABLE[1],
                        TABLE[2]);
    }

    @Test
    void aWorkerIsLines() {
        WorkerSnapshot state =
                new WorkerSnapshot(7, WorkerSnapshot.Role.FENCED, -1, 1, 2, 3, 852, 98_304, 1_048_576, 2, 0, 1);

        assertThat(StatusText.of(state).lines())
                .containsExactly(
                        "worker 7   fenced   cluster ffffffffffffffff   epoch 1   view 2   settled 3",
                        "entries 852   data 98,304 of 1,048,576 bytes   peers 2   unsettled writes 0   exports 1");
    }
}
