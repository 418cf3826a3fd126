package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.protocol.StoreOrder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A record by which nothing can have been acknowledged: the next worker begins, in the next epoch. */
class EmptyRecordTest {
    private static Message join(long number, int role, int store) {
        return new Message.Join(
                EarlierRun.CLUSTER, 4, Versions.first(4) + number, role, ReplicationMode.LINEARIZABLE, store);
    }

    @Nested
    class WhenTheLastWorkerHadEndedInOrder {
        private final BalancerFixture empty =
                BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3));

        @Test
        void theClusterIsEmptyAtOnceInItsNextEpoch() {
            assertThat(empty.phase()).isEqualTo(Phase.EMPTY);
            assertThat(empty.snapshot().cluster()).isEqualTo(EarlierRun.CLUSTER);
            assertThat(empty.snapshot().epoch()).isEqualTo(4);
        }

        @Test
        void theNextWorkerBegins() {
            FakeWorker fresh = empty.kvlbWorker(1);

            assertThat(fresh.join()).isEqualTo(join(1, MemberRole.READY, StoreOrder.EMPTY));
        }

        @Test
        void oneThatHoldsOldDataWaitsForAnother() {
            FakeWorker old = empty.returningWorker(1, EarlierRun.of(3, 7).learner(1));
            assertThat(old.join()).isNull();
            assertThat(empty.reason())
                    .isEqualTo("worker 1 holds data of an earlier time and waits; kvlb recover --from 1 starts with it,"
                            + " kvlb reset without, and a new worker makes it give that up");

            FakeWorker fresh = empty.kvlbWorker(2);

            assertThat(fresh.join().role()).isEqualTo(MemberRole.READY);
            assertThat(old.join().role()).isEqualTo(MemberRole.LEARNER);
        }
    }

    @Nested
    class WhenTheRecordedWorkerWasNeverLetIn {
        private final BalancerFixture balancer =
                BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3, 1));

        @Test
        void itBegins() {
            FakeWorker founder = balancer.kvlbWorker(1);

            assertThat(founder.join()).isEqualTo(join(1, MemberRole.READY, StoreOrder.EMPTY));
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void anotherProcessDoesNot() {
            FakeWorker other = balancer.kvlbWorker(1, 99);

            assertThat(other.join()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
        }
    }

    @Nested
    class WhenOneOfSeveralWasNeverLetIn {
        private final BalancerFixture balancer =
                BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3, 1, 2));

        @Test
        void theOtherIsEnough() {
            balancer.kvlbWorker(1);

            FakeWorker second = balancer.returningWorker(2, EarlierRun.of(3, 7).ready(2));

            assertThat(second.query()).isEqualTo(new Message.UnsettledQuery(EarlierRun.CLUSTER, 4));
        }
    }
}
