package dev.kvlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.WorkerSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void aBalancerIsALineAndATable() {
        BalancerSnapshot state = new BalancerSnapshot(
                1_700_000_000,
                4,
                List.of(
                        new WorkerState(7, "127.0.0.1", 6000, Role.READY, true, true, 3, 1_234_567),
                        new WorkerState(4_294_967_295L, "::1", 6001, Role.LEARNER, false, true, 0, 0)),
                2,
                5,
                8,
                1,
                65_536);

        assertThat(StatusText.of(state).lines())
                .containsExactly(
                        "clients 2   queued 5   unanswered 8   writes in flight 1   buffered 65,536 bytes"
                                + "   view 1700000000/4",
                        "      worker  role      ring  peer                    in flight        requests",
                        "           7  ready     in    127.0.0.1:6000                  3       1,234,567",
                        "  4294967295  learner   out   [::1]:6001                      0               0");
    }

    @Test
    void aWorkerIsALine() {
        WorkerSnapshot state = new WorkerSnapshot(7, WorkerSnapshot.Role.READY, 1, 2, 852, 98_304, 2, 0, 1);

        assertThat(StatusText.of(state))
                .isEqualTo("worker 7   ready   entries 852   memory 98,304 bytes   peers 2   unsettled writes 0"
                        + "   exports 1   view 1/2\n");
    }
}
