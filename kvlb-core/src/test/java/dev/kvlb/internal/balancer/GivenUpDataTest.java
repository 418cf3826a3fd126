package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What was given up by an order does not come back, whoever did not hear of it. */
class GivenUpDataTest {
    private static final EarlierRun BEFORE =
            EarlierRun.of(1, 1).ready(2).ofCluster(BalancerSettings.CLUSTER).upTo(Versions.first(1));

    private final RecordingStateStore store = new RecordingStateStore();

    private static void reset(BalancerFixture balancer) {
        balancer.greetedClient().sends(new Message.Reset());
    }

    private RecordedState recorded() {
        List<RecordedState> durable = store.durable();
        return durable.get(durable.size() - 1);
    }

    @Nested
    class WhereTheWorkerThatIsToBeginEmptyIsLostAtOnce {
        private final BalancerFixture balancer = BalancerFixture.linearizable();

        WhereTheWorkerThatIsToBeginEmptyIsLostAtOnce() {
            balancer.readyKvlbWorker(1).vanishes();
            FakeWorker chosen = balancer.returningWorker(2, BEFORE);
            reset(balancer);
            assertThat(chosen.join().store()).isEqualTo(StoreOrder.EMPTY);
            chosen.vanishes();
        }

        @Test
        void itIsToldAgainIfItHasNotHeardOfIt() {
            FakeWorker back = balancer.returningWorker(2, BEFORE);

            assertThat(back.join().role()).isEqualTo(MemberRole.READY);
            assertThat(back.join().store()).isEqualTo(StoreOrder.EMPTY);
        }

        @Test
        void itKeepsWhatCameSinceIfItHas() {
            FakeWorker back = balancer.returningWorker(2, BEFORE.obeying(2));

            assertThat(back.join().role()).isEqualTo(MemberRole.READY);
            assertThat(back.join().store()).isEqualTo(StoreOrder.KEEP);
        }
    }

    @Nested
    class ThatIsRecorded {
        private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> settings.store = store);

        ThatIsRecorded() {
            FakeWorker first = balancer.kvlbWorker(1);
            store.succeedsAlways(balancer);
            first.vanishes();
            balancer.returningWorker(2, BEFORE);
        }

        @Test
        void namesTheEpochInWhichTheDataBegan() {
            assertThat(recorded().dataEpoch()).isZero();

            reset(balancer);
            store.succeedsAlways(balancer);

            assertThat(recorded().epoch()).isEqualTo(2);
            assertThat(recorded().dataEpoch()).isEqualTo(2);
        }
    }

    @Nested
    class OfWhichARecordTells {
        private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> {
            settings.store = store;
            settings.recorded = new RecordedState(
                    EarlierRun.CLUSTER, 4, 4, List.of(new RecordedState.Member(1, FakeWorker.INCARNATION + 1)));
        });

        @Test
        void isNotTakenForTheDataOfTheClusterWhereThatOneNeverHeardOfIt() {
            FakeWorker unaware = balancer.returningWorker(1, EarlierRun.of(3, 7).ready(1));
            store.succeedsAlways(balancer);

            assertThat(unaware.query()).isNull();
            assertThat(unaware.join().epoch()).isEqualTo(5);
            assertThat(unaware.join().role()).isEqualTo(MemberRole.READY);
            assertThat(unaware.join().store()).isEqualTo(StoreOrder.EMPTY);
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void isNotMixedUpWithWhatCameSince() {
            FakeWorker aware = balancer.returningWorker(1, EarlierRun.of(4, 1).ready(1));
            store.succeedsAlways(balancer);
            aware.answersQuery(0);
            store.succeedsAlways(balancer);

            assertThat(aware.join().store()).isEqualTo(StoreOrder.KEEP);
        }

        @Test
        void isWaitedForNoLongerThanUntilThatOneIsThere() {
            balancer.returningWorker(2, EarlierRun.of(3, 7).ready(1, 2));

            assertThat(balancer.reason()).startsWith("waits for worker 1 of the record");
        }

        @Test
        void countsAgainWhereAnOperatorTakesItBack() {
            FakeWorker other = balancer.returningWorker(2, EarlierRun.of(3, 7).ready(1, 2));

            balancer.greetedClient().sends(new Message.Recover(2));
            store.succeedsAlways(balancer);

            assertThat(other.join().store()).isEqualTo(StoreOrder.TAKE_BACK);
            assertThat(recorded().dataEpoch()).isZero();
        }
    }
}
