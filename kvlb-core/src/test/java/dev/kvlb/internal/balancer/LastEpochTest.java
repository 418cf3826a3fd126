package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Epochs come to an end at 4294967295: none follows it, least of all 0, and no single worker can bring it about. */
class LastEpochTest {
    private static final long LAST = 4_294_967_295L;
    private static final String NONE_FOLLOWS =
            "epoch 4294967295 is the last, and none can follow it; to begin anew, empty, stop the balancer and all"
                    + " workers, and remove what the balancer recorded in its state directory";

    private static EarlierRun of(long epoch) {
        return EarlierRun.of(epoch, 1).ready(2).ofCluster(BalancerSettings.CLUSTER);
    }

    @Nested
    class AWorkerOfAClusterThatServes {
        private final BalancerFixture balancer = BalancerFixture.linearizable();

        AWorkerOfAClusterThatServes() {
            balancer.readyKvlbWorker(1);
        }

        private void assertRefused(EarlierRun run, String reason) {
            FakeWorker worker = balancer.returningWorker(2, run);

            assertThat(worker.received())
                    .endsWith(error(ErrorCode.SERVER_BUSY, reason + ": it keeps its data; restart it to join empty"));
            assertThat(worker.isDisconnected()).isTrue();
            assertThat(balancer.ring()).containsExactly(1L);
            assertThat(balancer.snapshot().epoch()).isOne();
        }

        @Test
        void isRefusedIfItTellsOfTheLastEpoch() {
            assertRefused(of(LAST), "worker 2 tells of epoch 4294967295, and none can follow 4294967295");
        }

        @ParameterizedTest
        @ValueSource(longs = {9_223_372_034_706_243_584L, Long.MAX_VALUE})
        void isRefusedIfItTellsOfAVersionBehindWhichThereIsNoEpoch(long version) {
            long epoch = Versions.epochOf(version);
            assertThat(epoch).isGreaterThanOrEqualTo(LAST);

            assertRefused(
                    of(1).upTo(version),
                    "worker 2 tells of version " + version + " of epoch " + epoch + ", and none can follow 4294967295");
        }

        @Test
        void isRefusedIfItTellsOfAnEpochThatRunsCannotHaveReached() {
            assertRefused(
                    of(1_048_578),
                    "worker 2 tells of epoch 1048578, more than 1048576 after epoch 1, the last that is known");
        }

        @Test
        void isRefusedIfItTellsOfAVersionThatRunsCannotHaveReached() {
            assertRefused(
                    of(1).upTo(Versions.first(1_048_578)),
                    "worker 2 tells of version 2251804108652544 of epoch 1048578, more than 1048576 after epoch 1, the"
                            + " last that is known");
        }

        @Test
        void isGoneOnBehindWhereRunsMayHaveReachedIt() {
            balancer.returningWorker(2, of(1).upTo(Versions.first(1_048_577)));

            assertThat(balancer.snapshot().epoch()).isEqualTo(1_048_578);
            assertThat(balancer.members()).containsExactly(1L, 2L);
        }
    }

    @Nested
    class AWorkerOfARestartedBalancer {
        @Test
        void isBelievedWhereNothingIsRecorded() {
            BalancerFixture balancer = BalancerFixture.linearizable();

            FakeWorker worker = balancer.returningWorker(2, of(LAST - 1));

            assertThat(worker.query()).isEqualTo(new Message.UnsettledQuery(BalancerSettings.CLUSTER, LAST));
        }

        @Test
        void isNotBelievedWhereTheRecordIsOfMuchEarlier() {
            BalancerFixture balancer =
                    BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3, 1));

            FakeWorker forger = balancer.returningWorker(2, of(LAST - 1).ofCluster(EarlierRun.CLUSTER));
            FakeWorker member = balancer.returningWorker(1, EarlierRun.of(3, 7).ready(1));

            assertThat(forger.isDisconnected()).isTrue();
            assertThat(member.query()).isEqualTo(new Message.UnsettledQuery(EarlierRun.CLUSTER, 4));
        }

        @Test
        void isRefusedInTheLastEpochAlsoWhereNothingIsRecorded() {
            BalancerFixture balancer = BalancerFixture.linearizable();

            FakeWorker worker = balancer.returningWorker(2, of(LAST));

            assertThat(worker.isDisconnected()).isTrue();
            assertThat(balancer.events())
                    .containsExactly("worker at 127.0.0.1 refused: worker 2 tells of epoch 4294967295, and none can"
                            + " follow 4294967295: it keeps its data; restart it to join empty");
        }
    }

    @Test
    void aRecordOfTheLastEpochIsNotGoneOnWith() {
        assertThatThrownBy(
                        () -> BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(LAST, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(NONE_FOLLOWS);
    }

    @Test
    void noRuleTakesAnEpochBehindTheLast() {
        BalancerRules rules = new BalancerRules();

        assertThat(rules.epochAfter(LAST - 1)).isEqualTo(LAST);
        assertThatThrownBy(() -> rules.epochAfter(LAST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(NONE_FOLLOWS);
    }

    @Nested
    class ABalancerInTheLastEpoch {
        private final EarlierRun run = EarlierRun.of(LAST - 1, 7).ready(1);
        private BalancerFixture balancer;
        private FakeWorker member;

        private void begin(TotalLoss onTotalLoss) {
            balancer = BalancerFixture.linearizable(settings -> {
                settings.recorded = EarlierRun.record(LAST - 1, 1);
                settings.onTotalLoss = onTotalLoss;
            });
            member = balancer.returningWorker(1, run);
            member.answersQuery(0);
        }

        private Message order(Message order) {
            Remote client = balancer.greetedClient();
            client.sends(order);
            return client.received().get(0);
        }

        @Test
        void serves() {
            begin(TotalLoss.SUSPEND);

            assertThat(member.view().epoch()).isEqualTo(LAST);
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void letsWorkersJoin() {
            begin(TotalLoss.SUSPEND);

            balancer.readyKvlbWorker(2);

            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void hasAMemberKeepItsPlace() {
            begin(TotalLoss.SUSPEND);

            FakeWorker again = balancer.again(member);

            assertThat(again.join().store()).isEqualTo(StoreOrder.KEEP);
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void refusesToBeginAnew() {
            begin(TotalLoss.SUSPEND);
            balancer.again(member).vanishes();
            balancer.returningWorker(3, EarlierRun.of(2, 1).ready(3));
            Message refusal = new Message.OrderResponse(ErrorCode.PROTOCOL_ERROR, NONE_FOLLOWS);

            assertThat(order(new Message.Reset())).isEqualTo(refusal);
            assertThat(order(new Message.Recover(3))).isEqualTo(refusal);

            assertThat(balancer.snapshot().epoch()).isEqualTo(LAST);
            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
        }

        @Test
        void waitsForItsLastMemberThoughItWasToBeginEmpty() {
            begin(TotalLoss.RESET);

            member.vanishes();

            assertThat(balancer.phase()).isEqualTo(Phase.SUSPENDED);
            assertThat(balancer.reason())
                    .isEqualTo("worker 1, the last that held all data, is lost; waits until that very process is back,"
                            + " or a learner has imported all; if it is gone for good, " + NONE_FOLLOWS);
            balancer.again(member);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }
    }

    @Test
    void aWorkerWithoutDataJoinsInTheLastEpochAsInAny() {
        BalancerFixture balancer =
                BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(LAST - 1));

        FakeWorker first = balancer.kvlbWorker(1);

        assertThat(first.join().epoch()).isEqualTo(LAST);
        assertThat(first.join().role()).isEqualTo(MemberRole.READY);
    }
}
