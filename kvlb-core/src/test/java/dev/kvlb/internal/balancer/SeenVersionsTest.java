package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A worker that has seen versions which this run has yet to give: it goes on behind them, in a later epoch. */
class SeenVersionsTest {
    private static final EarlierRun SEEN =
            EarlierRun.of(1, 1).ready(3).ofCluster(BalancerSettings.CLUSTER).upTo(Versions.first(5) + 7);

    @Nested
    class InAClusterThatServes {
        private final BalancerFixture balancer = BalancerFixture.linearizable();
        private final FakeWorker first = balancer.readyKvlbWorker(1);
        private final FakeWorker second = balancer.readyKvlbWorker(2);
        private final Remote client = balancer.client();

        @Test
        void everyMemberIsToldAViewOfTheLaterEpoch() {
            FakeWorker third = balancer.returningWorker(3, SEEN);

            assertThat(first.view().epoch()).isEqualTo(6);
            assertThat(second.view()).isEqualTo(first.view());
            assertThat(third.join().epoch()).isEqualTo(6);
            assertThat(third.join().role()).isEqualTo(MemberRole.LEARNER);
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void writesHaveVersionsOfTheLaterEpoch() {
            balancer.returningWorker(3, SEEN);

            client.sends(put("k", "v"));

            assertThat(((Message.VersionedStore) first.onlyRequest()).version()).isEqualTo(Versions.first(6) + 1);
        }

        @Test
        void whatIsInFlightKeepsItsVersionAndCommitsInTheNewView() {
            client.sends(put("k", "v"));
            Message write = first.onlyRequest();
            Message.ViewStart old = first.view();
            balancer.returningWorker(3, SEEN);

            first.settlesIn(old, write);
            assertThat(client.received()).isEmpty();
            assertThat(first.onlyRequest()).isEqualTo(write);

            first.settles(write);
            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void aWorkerThatHasSeenNoMoreThanWasGivenChangesNothing() {
            client.sends(put("k", "v"));
            first.servesAll();

            balancer.returningWorker(
                    3,
                    EarlierRun.of(1, 1)
                            .ready(3)
                            .ofCluster(BalancerSettings.CLUSTER)
                            .upTo(Versions.first(1) + 1));

            assertThat(balancer.snapshot().epoch()).isOne();
        }
    }

    @Nested
    class WhileTheEpochIsRecorded {
        private final RecordingStateStore store = new RecordingStateStore();
        private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> settings.store = store);
        private final FakeWorker first = ready(1);
        private final FakeWorker second = ready(2);
        private final Remote client = balancer.client();

        private FakeWorker ready(long id) {
            FakeWorker worker = balancer.kvlbWorker(id);
            store.succeedsAlways(balancer);
            if (worker.join().role() == MemberRole.LEARNER) {
                worker.sendsImportDone();
                store.succeedsAlways(balancer);
            }
            return worker;
        }

        @Test
        void theViewBeforeHolds() {
            client.sends(put("k", "v"));
            Message write = first.onlyRequest();
            balancer.returningWorker(3, SEEN);
            assertThat(store.writing())
                    .isEqualTo(new RecordedState(
                            BalancerSettings.CLUSTER,
                            6,
                            List.of(
                                    new RecordedState.Member(1, first.incarnation),
                                    new RecordedState.Member(2, second.incarnation))));
            assertThat(first.view().epoch()).isOne();

            first.settles(write);

            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void aMemberThatConnectsAgainIsToldTheViewBefore() {
            Message.ViewStart before = second.view();
            balancer.returningWorker(3, SEEN);

            FakeWorker again = balancer.again(second);

            assertThat(again.join().epoch()).isOne();
            assertThat(again.view()).isEqualTo(before);
            store.succeedsAlways(balancer);
            assertThat(again.view().epoch()).isEqualTo(6);
        }
    }

    @Nested
    class NumbersThatThereAreNot {
        private final BalancerFixture balancer = BalancerFixture.linearizable();
        private final FakeWorker worker = balancer.stranger(2, 5_002);

        NumbersThatThereAreNot() {
            balancer.readyKvlbWorker(1);
            worker.greets();
            worker.registers();
            worker.received();
        }

        private void assertMalformed(String reason) {
            assertThat(worker.received()).containsExactly(error(ErrorCode.PROTOCOL_ERROR, reason));
            assertThat(worker.isDisconnected()).isTrue();
            assertThat(balancer.ring()).containsExactly(1L);
        }

        @Test
        void areMalformedInTheEpochOfAView() {
            worker.sends(
                    new Message.Report(BalancerSettings.CLUSTER, 3, MemberRole.READY, 1),
                    new Message.ViewStart(4, 1, 0, 0));

            assertMalformed("malformed VIEW_START: epoch at byte 3: expected at most 3, found 4");
        }

        @Test
        void areMalformedInAVersion() {
            worker.sends(new Message.Report(BalancerSettings.CLUSTER, 1, MemberRole.READY, Long.MIN_VALUE));

            assertMalformed("malformed REPORT: lastVersion at byte 16: expected at most 9223372036854775807, found"
                    + " 9223372036854775808");
        }
    }

    @Nested
    class WhereACacheHasNoRecord {
        private static final Duration GRACE = Duration.ofSeconds(5);
        private static final EarlierRun FIRST = EarlierRun.of(1, 1).ready(1);
        private static final EarlierRun UNHEARD = EarlierRun.of(4, 1).ready(2);

        private FakeWorker beginsWithoutHearingOfTheLaterRun(BalancerFixture balancer) {
            FakeWorker first = balancer.returningWorker(1, FIRST.incomplete());
            balancer.advance(GRACE);
            assertThat(first.join().epoch()).isEqualTo(2);
            return first;
        }

        @Test
        void aWorkerOfALaterRunThatNobodyToldOfIsLetInBehindItsEpoch() {
            BalancerFixture cache = BalancerFixture.linearizable(settings -> settings.onTotalLoss = TotalLoss.RESET);
            FakeWorker first = beginsWithoutHearingOfTheLaterRun(cache);

            FakeWorker second = cache.returningWorker(2, UNHEARD);

            assertThat(first.view().epoch()).isEqualTo(5);
            assertThat(second.join().epoch()).isEqualTo(5);
            assertThat(second.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void withARecordALaterEpochIsThatOfANewerBalancer() {
            BalancerFixture cache = BalancerFixture.linearizable(settings -> {
                settings.onTotalLoss = TotalLoss.RESET;
                settings.recorded = EarlierRun.record(1, 1);
            });
            beginsWithoutHearingOfTheLaterRun(cache);

            FakeWorker second = cache.returningWorker(2, UNHEARD);

            assertThat(second.join()).isNull();
            assertThat(second.received())
                    .contains(
                            error(
                                    ErrorCode.SERVER_BUSY,
                                    "worker 2 obeys epoch 4 of a newer balancer, and this one has epoch 2: stop one of the two"));
        }
    }
}
