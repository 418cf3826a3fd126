package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.balancer.AskedWorkers.BASE;
import static dev.kvlb.internal.balancer.AskedWorkers.RUN;
import static dev.kvlb.internal.balancer.AskedWorkers.holds;
import static dev.kvlb.internal.balancer.AskedWorkers.store;
import static dev.kvlb.internal.link.TestMessages.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What workers answer when they are asked what was in flight: which answers count, and which can't be. */
class UnsettledAnswerTest {
    private final AskedWorkers asked = new AskedWorkers();
    private final BalancerFixture balancer = asked.balancer;
    private final FakeWorker first = asked.first;
    private final FakeWorker second = asked.second;

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
            assertThat(asked.driven()).containsExactly(store(5, "k", "v"), store(6, "l", "w"));
        }

        @Test
        void ofOneThatWasNotAskedIsPassedOver() {
            FakeWorker learner = balancer.kvlbWorker(3);

            learner.answersQuery(BASE + 100, holds(5, "k", "forged"));
            first.answersQuery(BASE, holds(6, "l", "w"));
            second.answersQuery(BASE);

            assertThat(asked.driven()).containsExactly(store(6, "l", "w"));
            assertThat(learner.isDisconnected()).isFalse();
        }

        @Test
        void thatComesTooLateIsPassedOver() {
            first.answersQuery(BASE);
            second.answersQuery(BASE);

            first.answersQuery(BASE, holds(5, "k", "v"));

            assertThat(asked.driven()).isEmpty();
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
            assertThat(asked.driven())
                    .as("one of the two knows it to be settled")
                    .isEmpty();
        }
    }
}
