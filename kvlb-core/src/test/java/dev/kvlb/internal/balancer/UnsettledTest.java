package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.balancer.AskedWorkers.BASE;
import static dev.kvlb.internal.balancer.AskedWorkers.RUN;
import static dev.kvlb.internal.balancer.AskedWorkers.delete;
import static dev.kvlb.internal.balancer.AskedWorkers.holds;
import static dev.kvlb.internal.balancer.AskedWorkers.holdsDelete;
import static dev.kvlb.internal.balancer.AskedWorkers.store;
import static dev.kvlb.internal.balancer.AskedWorkers.withoutId;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What workers of an earlier run hold that was in flight: it is driven to its end, with the version that it has. */
class UnsettledTest {
    private final AskedWorkers asked = new AskedWorkers();
    private final BalancerFixture balancer = asked.balancer;
    private final FakeWorker first = asked.first;
    private final FakeWorker second = asked.second;

    @Nested
    class AWrite {
        @Test
        void thatOneHoldsIsDrivenAgainWithItsVersion() {
            first.answersQuery(BASE, holds(5, "k", "v"));
            second.answersQuery(BASE);

            assertThat(asked.driven()).containsExactly(store(5, "k", "v"));
        }

        @Test
        void thatDeletesIsDrivenAgainAsADelete() {
            first.answersQuery(BASE);
            second.answersQuery(BASE, holdsDelete(5, "k"));

            assertThat(asked.driven()).containsExactly(delete(5, "k"));
        }

        @Test
        void thatAllHoldIsSettled() {
            first.answersQuery(BASE, holds(5, "k", "v"), holdsDelete(6, "l"));
            second.answersQuery(BASE, holdsDelete(6, "l"), holds(5, "k", "v"));

            assertThat(asked.driven()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void thatOneKnowsToBeSettledIsSettled() {
            first.answersQuery(BASE + 4, holds(5, "k", "v"), holds(7, "l", "w"));
            second.answersQuery(BASE + 6);

            assertThat(asked.driven()).containsExactly(store(7, "l", "w"));
        }

        @Test
        void ofWhichNobodyToldIsNot() {
            first.answersQuery(BASE);
            second.answersQuery(BASE);

            assertThat(asked.driven()).isEmpty();
        }

        @Test
        void isDrivenBeforeALaterOneOfItsKey() {
            first.answersQuery(BASE, holds(5, "k", "earlier"));
            second.answersQuery(BASE, holds(7, "k", "later"));

            assertThat(asked.driven()).containsExactly(store(5, "k", "earlier"), store(7, "k", "later"));
        }

        @Test
        void isOverWhenEveryMemberHoldsIt() {
            first.answersQuery(BASE, holds(5, "k", "v"));
            second.answersQuery(BASE);
            assertThat(balancer.snapshot().writesInFlight()).isOne();
            assertThat(balancer.snapshot().dirtyKeys()).isOne();

            first.settles(first.onlyRequest());

            balancer.assertAtRest();
        }

        @Test
        void isDrivenOnWhenItsCoordinatorIsLost() {
            first.answersQuery(BASE, holds(5, "k", "v"));
            second.answersQuery(BASE);
            Message write = first.onlyRequest();

            first.vanishes();

            assertThat(second.onlyRequest()).isEqualTo(write);
            second.settles(write);
            balancer.assertAtRest();
        }

        @Test
        void hasNoDeadline() {
            first.answersQuery(BASE, holds(5, "k", "v"));
            second.answersQuery(BASE);

            balancer.advance(Duration.ofMinutes(1));

            assertThat(balancer.snapshot().writesInFlight()).isOne();
        }
    }

    @Nested
    class TheSettledVersion {
        @Test
        void isBelowWhatIsDriven() {
            first.answersQuery(BASE + 4, holds(9, "l", "w"), holds(5, "k", "v"));
            second.answersQuery(BASE + 3);

            assertThat(first.view().settled()).isEqualTo(BASE + 4);
        }

        @Test
        void isTheLastBeforeTheEpochWhereNothingIsDriven() {
            first.answersQuery(BASE + 4, holds(5, "k", "v"));
            second.answersQuery(BASE + 4, holds(5, "k", "v"));

            assertThat(first.view().settled()).isEqualTo(Versions.first(4));
        }

        @Test
        void growsAsTheyAreSettled() {
            first.answersQuery(BASE + 4, holds(5, "k", "v"), holds(9, "l", "w"));
            second.answersQuery(BASE + 4);
            Message earlier = first.onlyRequest();
            Message later = second.onlyRequest();

            second.settles(later);
            assertThat(balancer.snapshot().settledVersion()).isEqualTo(BASE + 4);
            first.settles(earlier);
            assertThat(balancer.snapshot().settledVersion()).isEqualTo(Versions.first(4));
        }
    }

    @Nested
    class Clients {
        private final Remote client = balancer.client();

        private Message recoverWithAWrite() {
            first.answersQuery(BASE, holds(5, "k", "old"));
            second.answersQuery(BASE);
            return first.onlyRequest();
        }

        @Test
        void readBehindWhatIsDriven() {
            Message write = recoverWithAWrite();
            client.sends(get("k"));
            Message read = first.requests().get(1);
            assertThat(second.requests()).isEmpty();

            first.finds(read, "old", BASE + 5);
            assertThat(client.received()).isEmpty();
            first.settles(write);

            assertThat(client.received()).containsExactly(found("k", "old"));
        }

        @Test
        void writeLaterVersions() {
            recoverWithAWrite();

            client.sends(put("k", "new"));

            Message.VersionedStore write = (Message.VersionedStore) second.onlyRequest();
            assertThat(write.version()).isEqualTo(Versions.first(4) + 1);
            second.settles(write);
            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void areToldNothingOfWhatIsDriven() {
            Message write = recoverWithAWrite();

            first.settles(write);

            assertThat(client.received()).isEmpty();
        }
    }

    @Test
    void inTheEventualModeItIsDrivenToItsEndToo() {
        BalancerFixture eventual = new BalancerFixture(settings -> settings.recorded = EarlierRun.record(3, 1, 2));
        FakeWorker one = eventual.returningWorker(1, RUN);
        FakeWorker other = eventual.returningWorker(2, RUN);
        one.answersQuery(BASE, holds(5, "k", "v"));
        other.answersQuery(BASE);
        Message write = one.onlyRequest();

        one.stores(write);
        assertThat(eventual.snapshot().writesInFlight()).isOne();
        one.settles(write);

        assertThat(withoutId(write)).isEqualTo(store(5, "k", "v"));
        eventual.assertAtRest();
    }

    @Test
    void theLargestEntryIsDrivenAgainWhole() {
        String key = "k".repeat(500);
        String value = "v".repeat(65_000);
        first.answersQuery(BASE, holds(5, key, value));
        second.answersQuery(BASE);

        assertThat(asked.driven()).containsExactly(store(5, key, value));
    }

    @Test
    void moreThanTheWorkersMayHaveUnderWayIsDrivenInTurn() {
        Message[] rows = new Message[10];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = holds(i + 1, "k" + i, "v");
        }
        BalancerFixture tight = BalancerFixture.linearizable(settings -> {
            settings.recorded = EarlierRun.record(3, 1, 2);
            settings.window = 2;
        });
        FakeWorker holder = tight.returningWorker(1, RUN);
        FakeWorker other = tight.returningWorker(2, RUN);
        holder.answersQuery(BASE, rows);
        other.answersQuery(BASE);
        Remote client = tight.client();
        client.sends(get("k9"));

        List<Long> versions = new ArrayList<>();
        while (holder.requests().size() + other.requests().size() > 0) {
            for (FakeWorker worker : List.of(holder, other)) {
                assertThat(worker.requests()).hasSizeLessThanOrEqualTo(2);
                for (Message request : worker.requests()) {
                    if (request instanceof Message.VersionedStore store) {
                        versions.add(store.version() - BASE);
                        worker.settles(request);
                    } else {
                        worker.finds(request, "v", BASE + 10);
                    }
                }
            }
        }

        assertThat(versions).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(client.received()).containsExactly(found("k9", "v"));
        tight.assertAtRest();
    }
}
