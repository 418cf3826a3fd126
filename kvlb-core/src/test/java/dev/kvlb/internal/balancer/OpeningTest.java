package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.CoreLoop;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.protocol.StoreOrder;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A balancer without a record: it listens for a while whether workers of an earlier run report. */
class OpeningTest {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final String LISTENS = "the balancer listens for workers of an earlier run for 1000 ms";

    private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> settings.openingGrace = GRACE);

    @Nested
    class WithNobody {
        @Test
        void itListens() {
            assertThat(balancer.phase()).isEqualTo(Phase.OPENING);
            assertThat(balancer.reason()).isEqualTo(LISTENS);
            assertThat(balancer.nextDeadlineNanos()).isEqualTo(CoreLoop.START_NANOS + GRACE.toNanos());
        }

        @Test
        void requestsAreRefusedWithTheReason() {
            Remote client = balancer.client();

            client.sends(put("k", "v"), get("k"));

            Message refusal = error(ErrorCode.SERVER_BUSY, "No workers available: " + LISTENS);
            assertThat(client.received()).containsExactly(refusal, refusal);
            balancer.assertAtRest();
        }

        @Test
        void theClusterIsEmptyAfterTheGrace() {
            balancer.advance(GRACE.minus(A_MOMENT));
            assertThat(balancer.phase()).isEqualTo(Phase.OPENING);

            balancer.advance(A_MOMENT);

            assertThat(balancer.phase()).isEqualTo(Phase.EMPTY);
            assertThat(balancer.reason()).isEmpty();
            assertThat(balancer.snapshot().cluster()).isEqualTo(BalancerSettings.CLUSTER);
            assertThat(balancer.snapshot().epoch()).isOne();
            assertThat(balancer.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void theClusterHasNoIdentityBeforeThat() {
            assertThat(balancer.snapshot().cluster()).isZero();
            assertThat(balancer.snapshot().epoch()).isZero();
        }
    }

    @Nested
    class WithNewWorkers {
        private final FakeWorker first = balancer.kvlbWorker(1);
        private final FakeWorker second = balancer.kvlbWorker(2);

        @Test
        void theyWait() {
            balancer.advance(GRACE.minus(A_MOMENT));

            assertThat(balancer.waiting()).containsExactly(1L, 2L);
            assertThat(first.join()).isNull();
            assertThat(first.query()).isNull();
        }

        @Test
        void theFirstFoundsTheClusterAndTheOtherLearns() {
            balancer.advance(GRACE);

            assertThat(first.join())
                    .isEqualTo(new Message.Join(
                            BalancerSettings.CLUSTER,
                            1,
                            Versions.first(1) + 1,
                            MemberRole.READY,
                            ReplicationMode.LINEARIZABLE,
                            StoreOrder.EMPTY));
            assertThat(second.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(second.join().store()).isEqualTo(StoreOrder.EMPTY);
            assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
        }

        @Test
        void oneThatWantsToRestIsNotInTheRing() {
            first.sends(new Message.WorkerNotReady(1));

            balancer.advance(GRACE);

            assertThat(balancer.members()).containsExactly(1L, 2L);
            assertThat(balancer.ring()).isEmpty();
        }

        @Test
        void oneThatWantsToRestNoMoreIs() {
            first.sends(new Message.WorkerNotReady(1));
            first.registers();

            balancer.advance(GRACE);

            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void oneThatHasLeftIsForgotten() {
            first.vanishes();

            balancer.advance(GRACE);

            assertThat(balancer.members()).containsExactly(2L);
            assertThat(balancer.ring()).containsExactly(2L);
        }
    }

    @Nested
    class WithAWorkerOfAnEarlierRun {
        private final FakeWorker worker =
                balancer.returningWorker(1, EarlierRun.of(3, 7).ready(1));

        @Test
        void nobodyIsAskedBeforeTheGraceIsOver() {
            balancer.advance(GRACE.minus(A_MOMENT));
            assertThat(worker.query()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.OPENING);

            balancer.advance(A_MOMENT);

            assertThat(worker.query()).isEqualTo(new Message.UnsettledQuery(EarlierRun.CLUSTER, 4));
            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
        }

        @Test
        void aNewWorkerLearnsFromIt() {
            FakeWorker fresh = balancer.kvlbWorker(2);
            balancer.advance(GRACE);

            worker.answersQuery(0);

            assertThat(worker.join().role()).isEqualTo(MemberRole.READY);
            assertThat(fresh.join().role()).isEqualTo(MemberRole.LEARNER);
        }
    }

    @Nested
    class WithWorkersOfTwoClusters {
        private final FakeWorker worker =
                balancer.returningWorker(1, EarlierRun.of(3, 7).ready(1));
        private final FakeWorker ofAnother =
                balancer.returningWorker(2, EarlierRun.of(5, 1).ready(2).ofCluster(0x99));

        @Test
        void itWaitsRatherThanChoose() {
            balancer.advance(Duration.ofMinutes(10));

            assertThat(worker.query()).isNull();
            assertThat(ofAnother.query()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
            assertThat(balancer.waiting()).containsExactly(1L, 2L);
        }

        @Test
        void itSaysWhatToDo() {
            balancer.advance(GRACE);

            assertThat(balancer.reason())
                    .isEqualTo("workers of 2 clusters report, and only one can go on: kvlb recover --from ID names a"
                            + " worker of it, and those of the others must be restarted");
        }

        @Test
        void itStillWaitsWhenThoseOfOneHaveLeft() {
            worker.vanishes();

            balancer.advance(Duration.ofMinutes(10));

            assertThat(ofAnother.query()).isNull();
            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
        }

        @Test
        void theOneThatAnOperatorNamesGoesOnWithAllItHas() {
            balancer.advance(GRACE);

            balancer.greetedClient().sends(new Message.Recover(1));

            assertThat(worker.join().cluster()).isEqualTo(EarlierRun.CLUSTER);
            assertThat(worker.join().store()).isEqualTo(StoreOrder.TAKE_BACK);
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void theOtherIsRefusedThenAndKeepsItsData() {
            balancer.advance(GRACE);

            balancer.greetedClient().sends(new Message.Recover(1));

            assertThat(ofAnother.received())
                    .endsWith(error(
                            ErrorCode.SERVER_BUSY,
                            "worker 2 holds data of cluster 99, and this is cluster 1234: it keeps them;"
                                    + " restart it to join empty"));
            assertThat(ofAnother.join()).isNull();
            assertThat(ofAnother.isDisconnected()).isTrue();
        }

        @Test
        void aCacheGoesOnWithTheHighestView() {
            BalancerFixture cache = BalancerFixture.linearizable(settings -> {
                settings.openingGrace = GRACE;
                settings.onTotalLoss = TotalLoss.RESET;
            });
            FakeWorker lower = cache.returningWorker(1, EarlierRun.of(3, 7).ready(1));
            FakeWorker higher =
                    cache.returningWorker(2, EarlierRun.of(5, 1).ready(2).ofCluster(0x99));

            cache.advance(GRACE);

            assertThat(lower.query()).isNull();
            assertThat(higher.query()).isEqualTo(new Message.UnsettledQuery(0x99, 6));
        }
    }

    @Nested
    class AWorkerOfAnEarlierRunThatComesLate {
        private final EarlierRun run = EarlierRun.of(3, 7).ready(1);

        @Test
        void isStillHeardWhileNobodyHasJoined() {
            balancer.advance(GRACE.multipliedBy(60));

            FakeWorker late = balancer.returningWorker(1, run);
            assertThat(late.query()).isEqualTo(new Message.UnsettledQuery(EarlierRun.CLUSTER, 4));
            late.answersQuery(0);

            assertThat(late.join().store()).isEqualTo(StoreOrder.KEEP);
            assertThat(balancer.snapshot().cluster()).isEqualTo(EarlierRun.CLUSTER);
        }

        @Test
        void hasTheOthersOfItsViewAwaited() {
            balancer.advance(GRACE);

            balancer.returningWorker(1, run.ready(2));
            FakeWorker fresh = balancer.kvlbWorker(3);

            assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
            assertThat(balancer.reason()).startsWith("waits for worker 2 of view 3.7");
            assertThat(fresh.join()).isNull();
        }

        @Test
        void isRefusedOnceAnotherHasJoinedAndKeepsItsData() {
            balancer.advance(GRACE);
            balancer.kvlbWorker(2);

            FakeWorker late = balancer.returningWorker(1, run);

            assertThat(late.received())
                    .endsWith(error(
                            ErrorCode.SERVER_BUSY,
                            "worker 1 holds data of cluster 1234, and this is cluster "
                                    + Long.toHexString(BalancerSettings.CLUSTER)
                                    + ": it keeps them; restart it to join empty"));
            assertThat(late.isDisconnected()).isTrue();
            assertThat(balancer.ring()).containsExactly(2L);
        }

        @Test
        void isRefusedAlsoWhenTheOneThatHasJoinedHasLeftInOrder() {
            balancer.advance(GRACE);
            balancer.kvlbWorker(2).sends(SHUTDOWN);

            FakeWorker late = balancer.returningWorker(1, run);

            assertThat(late.isDisconnected()).isTrue();
            assertThat(balancer.phase()).isEqualTo(Phase.EMPTY);
        }
    }

    @Nested
    class WhoeverWaits {
        private final BalancerFixture patient =
                BalancerFixture.linearizable(settings -> settings.openingGrace = Duration.ofSeconds(10));

        @Test
        void isAskedForSignsOfLifeThatSayNothingOfWhatIsSettled() {
            FakeWorker worker = patient.kvlbWorker(1);

            worker.fallsSilent();
            patient.advance(Duration.ofMillis(900));

            assertThat(worker.heartbeats()).hasSize(3).allMatch(heartbeat -> heartbeat.settled() == 0);
        }

        @Test
        void staysWhileItAnswers() {
            FakeWorker worker = patient.kvlbWorker(1);

            patient.advance(Duration.ofSeconds(9));

            assertThat(worker.isDisconnected()).isFalse();
        }

        @Test
        void hasToGoWhenItIsSilent() {
            FakeWorker worker = patient.kvlbWorker(1);
            worker.fallsSilent();

            patient.advance(Duration.ofSeconds(1));

            assertThat(worker.isDisconnected()).isTrue();
            assertThat(patient.waiting()).isEmpty();
        }
    }

    @Test
    void aBalancerThatHasNoTimeToListenIsEmptyAtOnce() {
        assertThat(BalancerFixture.linearizable().phase()).isEqualTo(Phase.EMPTY);
    }

    @Test
    void aWorkerOfTheBaseProtocolWaitsToo() {
        BalancerFixture eventual = new BalancerFixture(settings -> settings.openingGrace = GRACE);
        FakeWorker base = eventual.baseWorker(1);
        assertThat(base.received()).isEmpty();

        eventual.advance(GRACE);

        assertThat(eventual.ring()).containsExactly(1L);
        assertThat(base.received()).hasSize(4);
    }
}
