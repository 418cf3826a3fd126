package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.protocol.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a picture of the balancer shows. */
class SnapshotTest {
    private static final long EPOCH = BalancerSettings.EPOCH;

    private final BalancerFixture balancer = new BalancerFixture(settings -> settings.window = 2);

    @Test
    void ofABalancerThatHasSeenNothing() {
        assertThat(balancer.snapshot())
                .isEqualTo(new BalancerSnapshot(
                        BalancerSnapshot.Phase.EMPTY,
                        "",
                        BalancerSettings.CLUSTER,
                        EPOCH,
                        0,
                        EPOCH << 31,
                        List.of(),
                        0,
                        0,
                        0,
                        0,
                        0,
                        0));
    }

    @Test
    void ofOneThatIsBusy() {
        FakeWorker first = balancer.readyKvlbWorker(1);
        balancer.kvlbWorker(2);
        FakeWorker resting = balancer.baseWorker(3);
        resting.sends(new Message.WorkerNotReady(3));
        balancer.client();
        balancer.client().sends(put("a", "12"), get("b"), get("c"), put("d", "1234"));
        first.stores(first.requests().get(0));

        assertThat(balancer.snapshot())
                .isEqualTo(new BalancerSnapshot(
                        BalancerSnapshot.Phase.SERVING,
                        "",
                        BalancerSettings.CLUSTER,
                        EPOCH,
                        3,
                        EPOCH << 31,
                        List.of(
                                new WorkerState(1, 5_001, "127.0.0.1", 6_001, Role.READY, true, true, true, 2, 2, 0, 0),
                                new WorkerState(
                                        2, 5_002, "127.0.0.1", 6_002, Role.LEARNER, true, false, true, 0, 0, 0, 0),
                                new WorkerState(3, 0, "127.0.0.1", 6_003, Role.READY, true, false, false, 0, 0, 0, 0)),
                        2,
                        2,
                        3,
                        1,
                        0,
                        (2 + 1 + 2 + 2) + (2 + 1) + (2 + 1) + (2 + 1 + 2 + 4)));
    }
}
