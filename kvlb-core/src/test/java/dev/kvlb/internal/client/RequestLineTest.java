package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BusyException;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.UnreachableException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Connections that come and go, answers, and time. */
class RequestLineTest extends RequestLineFixture {
    @Nested
    class WithoutAConnection {
        @Test
        void requestsWaitUntilTheTimeToConnectIsOver() {
            get(0);
            put(10);
            failUnreachable(99);
            assertThat(told()).containsExactly(List.of(), List.of());
            assertThat(line.nanosToNextUnreachable(99)).isEqualTo(1);
            line.onConnectFailed(new IOException("Connection refused"));
            failUnreachable(100);
            assertThat(told()).containsExactly(List.of("UnreachableException"), List.of());
            assertThat(failureOf(0))
                    .hasMessageStartingWith("get of \"g\": no connection to host:1 within")
                    .hasMessageContaining("nothing was done")
                    .hasMessageEndingWith("(Connection refused)")
                    .hasCauseInstanceOf(IOException.class);
            assertThat(line.nanosToNextUnreachable(100)).isEqualTo(10);
            assertThat(window.taken()).isEqualTo(1);
        }

        @Test
        void requestWhoseTimePassesWasUnreachable() {
            put(0);
            expire(REQUEST);
            assertThat(told()).containsExactly(List.of("UnreachableException"));
            assertThat(failureOf(0)).hasNoCause();
            assertThat(window.taken()).isZero();
        }

        @Test
        void requestThatIsGivenUpWasUnreachable() {
            Request request = put(0);
            assertThat(line.giveUp(request, false)).isInstanceOf(UnreachableException.class);
            assertThat(line.hasQueued()).isFalse();
            assertThat(window.taken()).isZero();
        }
    }

    @Nested
    class Connected {
        @BeforeEach
        void connect() {
            line.onConnected();
        }

        @Test
        void batchHoldsRequestsInTheirOrder() {
            Request first = get(0);
            Request second = get(1);
            assertThat(line.hasQueued()).isTrue();
            assertThat(sendAll(2)).containsExactly(first, second);
            assertThat(line.hasQueued()).isFalse();
        }

        @Test
        void batchIsCutWhereItIsFull() {
            Request first = get(0);
            Request second = get(0);
            Request third = get(0);
            assertThat(batch(2 * FRAME_BYTES, 1)).containsExactly(first, second);
            assertThat(batch(2 * FRAME_BYTES, 1)).containsExactly(third);
        }

        @Test
        void frameThatIsLargerThanABatchGoesAlone() {
            Request first = get(0);
            get(0);
            assertThat(batch(1, 1)).containsExactly(first);
        }

        @Test
        void requestIsAloneWhereNoOtherIsUnderWay() {
            assertThat(line.hasOneAlone(FRAME_BYTES)).isFalse();
            get(0);
            assertThat(line.hasOneAlone(FRAME_BYTES)).isTrue();
            assertThat(line.hasOneAlone(FRAME_BYTES - 1)).isFalse();
            sendAll(1);
            get(2);
            assertThat(line.hasOneAlone(FRAME_BYTES)).isFalse();
            line.takeAnswered();
            assertThat(line.hasOneAlone(FRAME_BYTES)).isTrue();
            get(3);
            assertThat(line.hasOneAlone(FRAME_BYTES)).isFalse();
        }

        @Test
        void requestIsNotTakenToBeAloneWhereSeveralWereSentBeforeIt() {
            get(0);
            get(0);
            sendAll(1);
            line.takeAnswered();
            line.takeAnswered();
            get(2);
            assertThat(line.hasOneAlone(FRAME_BYTES)).isFalse();
            sendAll(3);
            line.takeAnswered();
            get(4);
            assertThat(line.hasOneAlone(FRAME_BYTES)).isTrue();
        }

        @Test
        void answersBelongToRequestsInTheirOrder() {
            Request first = get(0);
            Request second = put(0);
            sendAll(0);
            assertThat(line.takeAnswered()).isSameAs(first);
            assertThat(window.taken()).isEqualTo(1);
            assertThat(line.takeAnswered()).isSameAs(second);
            assertThat(line.takeAnswered()).isNull();
            assertThat(first.late).isFalse();
            assertThat(window.taken()).isZero();
        }

        @Test
        void requestThatWasNotSentHasNoAnswer() {
            get(0);
            assertThat(line.takeAnswered()).isNull();
        }

        @Test
        void requestWhoseTimePassesBeforeItIsSentLeaves() {
            put(0);
            put(1);
            expire(REQUEST);
            assertThat(told()).containsExactly(List.of("BusyException"), List.of());
            assertThat(failureOf(0))
                    .hasMessageContaining("could not be sent within")
                    .hasMessageContaining("nothing was");
            assertThat(window.taken()).isEqualTo(1);
            assertThat(sendAll(REQUEST)).hasSize(1);
        }

        @Test
        void requestWhoseTimePassesAfterItWasSentKeepsItsPositionAndItsPlace() {
            Request late = get(0);
            Request next = get(1);
            sendAll(1);
            expire(REQUEST);
            expire(REQUEST);
            assertThat(told()).containsExactly(List.of("OutcomeUnknownException"), List.of());
            assertThat(window.taken()).isEqualTo(2);
            assertThat(line.takeAnswered()).isSameAs(late);
            assertThat(late.late).isTrue();
            assertThat(line.takeAnswered()).isSameAs(next);
            assertThat(next.late).isFalse();
        }

        @Test
        void nothingIsDueBeforeTheOldestRequestIs() {
            assertThat(line.nanosToNextDeadline(0)).isEqualTo(REQUEST);
            get(0);
            assertThat(line.nanosToNextDeadline(10)).isEqualTo(REQUEST - 10);
            sendAll(10);
            get(20);
            assertThat(line.nanosToNextDeadline(20)).isEqualTo(REQUEST - 20);
            expire(REQUEST);
            assertThat(line.nanosToNextDeadline(REQUEST)).isEqualTo(20);
        }

        @Test
        void connectionIsStalledWhenItsOldestRequestHasHadNoAnswerForTwiceTheTime() {
            get(0);
            sendAll(30);
            expire(REQUEST);
            assertThat(line.isStalled(30 + 2 * REQUEST - 1)).isFalse();
            assertThat(line.nanosToNextDeadline(30 + 2 * REQUEST - 1)).isEqualTo(1);
            assertThat(line.isStalled(30 + 2 * REQUEST)).isTrue();
            line.takeAnswered();
            assertThat(line.isStalled(30 + 2 * REQUEST)).isFalse();
        }

        @Test
        void putThatIsGivenUpAfterItWasSentMayHaveBeenDone() {
            Request request = put(0);
            sendAll(0);
            assertThat(line.giveUp(request, false))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("no answer within")
                    .hasMessageContaining("it may have been done: read before you write again");
            assertThat(window.taken()).isEqualTo(1);
            assertThat(line.takeAnswered()).isSameAs(request);
            assertThat(request.late).isTrue();
        }

        @Test
        void interruptAfterItWasSentLeavesTheOutcomeUnknown() {
            Request request = get(0);
            sendAll(0);
            assertThat(line.giveUp(request, true))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("interrupted before the answer came: get again");
        }

        @Test
        void interruptBeforeItIsSentTakesItBack() {
            Request request = put(0);
            assertThat(line.giveUp(request, true))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("interrupted before it was sent, nothing was done");
            assertThat(sendAll(0)).isEmpty();
            assertThat(window.taken()).isZero();
        }

        @Test
        void requestWhoseAnswerIsOnItsWayIsNotGivenUp() {
            Request request = get(0);
            sendAll(0);
            line.takeAnswered();
            assertThat(line.giveUp(request, false)).isNull();
        }
    }

    @Nested
    class WhenTheConnectionIsLost {
        @BeforeEach
        void connect() {
            line.onConnected();
        }

        @Test
        void putThatWasSentMayHaveBeenDone() {
            put(0);
            sendAll(0);
            lose(1);
            assertThat(told()).containsExactly(List.of("OutcomeUnknownException"));
            assertThat(failureOf(0)).hasMessageContaining("host:1 was lost").hasMessageEndingWith("(lost)");
            assertThat(window.taken()).isZero();
            assertThat(line.hasQueued()).isFalse();
        }

        @Test
        void putThatWasNotSentGoesOutOnTheNext() {
            Request request = put(0);
            lose(1);
            assertThat(told()).containsExactly(List.of());
            assertThat(sendAll(2)).containsExactly(request);
        }

        @Test
        void getsThatWereSentGoOutAgainBeforeWhatWasNotSent() {
            Request first = get(0);
            put(0);
            Request third = get(0);
            sendAll(0);
            Request fourth = put(0);
            lose(1);
            assertThat(sendAll(2)).containsExactly(first, third, fourth);
            assertThat(window.taken()).isEqualTo(3);
        }

        @Test
        void getThatHasTimedOutIsNotSentAgain() {
            get(0);
            put(0);
            sendAll(0);
            expire(REQUEST);
            lose(REQUEST);
            assertThat(line.hasQueued()).isFalse();
            assertThat(window.taken()).isZero();
            assertThat(told()).containsExactly(List.of("OutcomeUnknownException"), List.of("OutcomeUnknownException"));
        }

        @Test
        void timeToConnectBeginsAgain() {
            get(0);
            sendAll(0);
            lose(500);
            failUnreachable(599);
            assertThat(told()).containsExactly(List.of());
            failUnreachable(600);
            assertThat(told()).containsExactly(List.of("UnreachableException"));
        }

        @Test
        void timeOfTheRequestDoesNotBeginAgain() {
            get(0);
            sendAll(0);
            lose(990);
            assertThat(line.nanosToNextUnreachable(990)).isEqualTo(10);
            expire(REQUEST);
            assertThat(told()).containsExactly(List.of("OutcomeUnknownException"));
        }
    }

    @Nested
    class WhenClosed {
        @Test
        void onlyAPutThatWasSentMayHaveBeenDone() {
            line.onConnected();
            get(0);
            put(0);
            sendAll(0);
            get(0);
            put(0);
            close();
            assertThat(told())
                    .containsExactly(
                            List.of("ClosedException"),
                            List.of("OutcomeUnknownException"),
                            List.of("ClosedException"),
                            List.of("ClosedException"));
            assertThat(window.taken()).isZero();
            assertThat(window.isClosed()).isTrue();
        }

        @Test
        void whatHasTimedOutIsToldNothingMore() {
            line.onConnected();
            get(0);
            sendAll(0);
            expire(REQUEST);
            close();
            assertThat(told()).containsExactly(List.of("OutcomeUnknownException"));
            assertThat(window.taken()).isZero();
        }
    }
}
