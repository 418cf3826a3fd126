package dev.kvlb.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.ClusterStatus;
import dev.kvlb.Consistency;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusJsonTest {
    @Test
    void aClusterIsOneObjectOnOneLine() {
        WorkerState worker = new WorkerState(
                4_294_967_295L, 1, "::1", 6000, Role.READY, true, true, true, 3, 1_234_567, 98_304, 1_048_576);
        ClusterStatus status = new ClusterStatus(
                Phase.SUSPENDED, "lost \"8\"\n", Consistency.LINEARIZABLE, -1, 2, 4, 42, List.of(worker), 1, 2, 3, 5);

        assertThat(StatusJson.of(status))
                .isEqualTo("{\"phase\":\"suspended\",\"reason\":\"lost \\\"8\\\"\\n\",\"consistency\":\"linearizable\","
                        + "\"cluster\":\"ffffffffffffffff\",\"epoch\":2,\"view\":4,\"settled_version\":42,"
                        + "\"in_flight\":1,\"dirty_keys\":2,\"queued\":3,\"clients\":5,\"workers\":["
                        + "{\"id\":4294967295,\"role\":\"ready\",\"in_ring\":true,\"connected\":true,"
                        + "\"peer\":\"[::1]:6000\",\"in_flight\":3,\"requests\":1234567,\"data_bytes\":98304,"
                        + "\"data_bytes_max\":1048576}]}");
    }
}
