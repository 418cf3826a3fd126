package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What workers of an earlier run hold that was in flight: it is driven to its end, with the version that it has. */
class UnsettledTest {
    private static final long BASE = Versions.first(3);
    private static final EarlierRun RUN = EarlierRun.of(3, 7).ready(1, 2);

    private final BalancerFixture balancer =
            BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3, 1, 2));
    private final FakeWorker first = balancer.returningWorker(1, RUN);
    private final FakeWorker second = balancer.returningWorker(2, RUN);

    private static Message holds(long version, String key, String value) {
        return new Message.UnsettledEntry(BASE + version, Key.of(key), Value.of(value));
    }

    private static Message holdsDelete(long version, String key) {
        return new Message.UnsettledTombstone(BASE + version, Key.of(key));
    }

    /** Returns what the workers have been handed, in the order of versions, and without the ids of the requests. */
    private List<Message> driven() {
        List<Message> driven = new ArrayList<>();
        for (FakeWorker worker : List.of(first, second)) {
            worker.requests().forEach(request -> driven.add(withoutId(request)));
        }
        driven.sort((one, other) -> Long.compare(version(one), version(other)));
        return driven;
    }

    private static Message withoutId(Message request) {
        return request instanceof Message.VersionedStore store
                ? new Message.VersionedStore(0, store.version(), store.key(), store.value())
                : new Message.VersionedDelete(0, version(request), FakeWorker.keyOf(request));
    }

    private static long version(Message request) {
        return request instanceof Message.VersionedStore store
                ? store.version()
                : ((Message.VersionedDelete) request).version();
    }

    private static Message store(long version, String key, String value) {
        return new Message.VersionedStore(0, BASE + version, Key.of(key), Value.of(value));
    }

    private static Message delete(long version, String key) {
        return new Message.VersionedDelete(0, BASE + version, Key.of(key));
    }

    @Nested
    class AWrite {
        @Test
        void thatOneHoldsIsDrivenAgainWithItsVersion() {
            first.answersQuery(BASE, holds(5, "k", "v"));
            second.answersQuery(BASE);

            assertThat(driven()).containsExactly(store(5, "k", "v"));
        }

        @Test
        void thatDeletesIsDrivenAgainAsADelete() {
            first.answersQuery(BASE);
            second.answersQuery(BASE, holdsDelete(5, "k"));

            assertThat(driven()).containsExactly(delete(5, "k"));
        }

        @Test
        void thatAllHoldIsSettled() {
            first.answersQuery(BASE, holds(5, "k", "v"), holdsDelete(6, "l"));
            second.answersQuery(BASE, holdsDelete(6, "l"), holds(5, "k", "v"));

            assertThat(driven()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void thatOneKnowsToBeSettledIsSettled() {
            first.answersQuery(BASE + 4, holds(5, "k", "v"), holds(7, "l", "w"));
            second.answersQuery(BASE + 6);

            assertThat(driven()).containsExactly(store(7, "l", "w"));
        }

        @Test
        void ofWhichNobodyToldIsNot() {
            first.answersQuery(BASE);
            second.answersQuery(BASE);

            assertThat(driven()).isEmpty();
        }

        @Test
        void isDrivenBeforeALaterOneOfItsKey() {
            first.answersQuery(BASE, holds(5, "k", "earlier"));
            second.answersQuery(BASE, holds(7, "k", "later"));

            assertThat(driven()).containsExactly(store(5, "k", "earlier"), store(7, "k", "later"));
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

    @Nested
    class AnAnswer {
        @Test
        void ofAConnectionThatIsLostCountsForNothing() {
            first.answersQuery(BASE, holds(5, "k", "v"));
            first.vanishes();
            FakeWorker again = balancer.returningWorker(1, RUN);

            again.answersQuery(BASE);
            second.answersQuery(BASE);

            assertThat(again.requests()).isEmpty();
            assertThat(second.requests()).isEmpty();
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void thatIsNotCompleteIsNoAnswer() {
            second.answersQuery(BASE);

            first.sends(holds(5, "k", "v"));
            assertThat(balancer.ring()).isEmpty();

            first.answersQuery(BASE, holds(6, "l", "w"));
            assertThat(driven()).containsExactly(store(5, "k", "v"), store(6, "l", "w"));
        }

        @Test
        void ofOneThatWasNotAskedIsPassedOver() {
            FakeWorker learner = balancer.kvlbWorker(3);

            learner.answersQuery(BASE + 100, holds(5, "k", "forged"));
            first.answersQuery(BASE, holds(6, "l", "w"));
            second.answersQuery(BASE);

            assertThat(driven()).containsExactly(store(6, "l", "w"));
            assertThat(learner.isDisconnected()).isFalse();
        }

        @Test
        void thatComesTooLateIsPassedOver() {
            first.answersQuery(BASE);
            second.answersQuery(BASE);

            first.answersQuery(BASE, holds(5, "k", "v"));

            assertThat(driven()).isEmpty();
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        static List<Message> whatNobodyHolds() {
            return List.of(
                    new Message.UnsettledEntry(5, Key.of(""), Value.of("v")),
                    new Message.UnsettledEntry(5, Key.of("k".repeat(65_000)), Value.of("v".repeat(501))),
                    new Message.UnsettledEntry(-1, Key.of("k"), Value.of("v")),
                    new Message.UnsettledTombstone(5, Key.of("")),
                    new Message.UnsettledTombstone(-1, Key.of("k")));
        }

        @ParameterizedTest
        @MethodSource("whatNobodyHolds")
        void thatNobodyCanGiveIsMalformed(Message row) {
            first.received();

            first.sends(row);

            assertThat(first.received())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Message.Error.class,
                            error -> assertThat(error.errorCode()).isEqualTo(ErrorCode.PROTOCOL_ERROR));
            assertThat(first.isDisconnected()).isTrue();
            assertThat(balancer.reason()).startsWith("waits for worker 1");
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

        assertThat(driven()).containsExactly(store(5, key, value));
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

    @Nested
    class AVersionThatThisRunHasYetToGive {
        private static final long LAST = Versions.first(4);

        private void assertMalformed(String reason) {
            assertThat(first.received()).endsWith(error(ErrorCode.PROTOCOL_ERROR, "malformed " + reason));
            assertThat(first.isDisconnected()).isTrue();
        }

        @Test
        void isMalformedOfAWrite() {
            first.answersQuery(BASE, holds(LAST - BASE + 1, "k", "v"));

            assertMalformed("UNSETTLED_ENTRY: version at byte 3: expected at most " + LAST + ", found " + (LAST + 1));
        }

        @Test
        void isMalformedAsSettled() {
            first.answersQuery(-1);

            assertMalformed(
                    "UNSETTLED_END: settled at byte 3: expected at most " + LAST + ", found 18446744073709551615");
        }

        @Test
        void isWhatComesBehindTheLastOfTheRunBefore() {
            first.answersQuery(LAST);
            second.answersQuery(BASE, holds(LAST - BASE, "k", "v"));

            assertThat(balancer.ring()).containsExactly(1L, 2L);
            assertThat(driven()).as("one of the two knows it to be settled").isEmpty();
        }
    }
}
