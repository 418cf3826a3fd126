package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Without a record, a worker that knows an epoch which this run has yet to come to: it goes on behind that. */
class UnknownEpochTest {
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
}
