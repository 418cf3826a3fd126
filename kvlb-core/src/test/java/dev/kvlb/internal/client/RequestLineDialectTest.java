package dev.kvlb.internal.client;

import static dev.kvlb.protocol.MessageType.DELETE;
import static dev.kvlb.protocol.MessageType.GET;
import static dev.kvlb.protocol.MessageType.HELLO;
import static dev.kvlb.protocol.MessageType.PUT;
import static dev.kvlb.protocol.MessageType.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.RefusedException;
import dev.kvlb.protocol.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the line sends, as the balancer shows what it speaks. */
class RequestLineDialectTest extends RequestLineFixture {
    @BeforeEach
    void connect() {
        line.onConnected();
    }

    @Nested
    class BeforeTheBalancerHasShownAnything {
        @Test
        void helloComesFirstAndWhatEveryBalancerUnderstandsBehindIt() {
            put(0);
            get(0);
            assertThat(sendAllFrames(0)).containsExactly(HELLO, PUT, GET);
            get(0);
            assertThat(sendAllFrames(0)).containsExactly(GET);
        }

        @Test
        void whatNeedsTheExtensionsWaitsForAnAnswer() {
            put(0);
            delete(0);
            get(0);
            assertThat(sendAllFrames(0)).containsExactly(HELLO, PUT);
            assertThat(line.hasSendable()).isFalse();
            assertThat(line.hasQueued()).isTrue();
        }

        @Test
        void whereNothingIsUnderWayTheBalancerIsAskedForWhatItRefusesByItself() {
            delete(0);
            assertThat(line.hasSendable()).isTrue();
            assertThat(sendAllFrames(0)).containsExactly(HELLO, GET);
            assertThat(line.hasSendable()).isFalse();
            put(0);
            assertThat(line.hasSendable()).isFalse();
        }

        @Test
        void thatQuestionHasNoPlaceInTheWindowAndIsNotAskedAgain() {
            delete(0);
            sendAll(0);
            assertThat(window.taken()).isEqualTo(1);
            lose(1);
            assertThat(window.taken()).isEqualTo(1);
            line.onConnected();
            line.onWelcome();
            assertThat(sendAllFrames(2)).containsExactly(HELLO, DELETE);
        }

        @Test
        void thatQuestionIsNotFailedByTimeNorByTheEnd() {
            delete(0);
            sendAll(0);
            expire(REQUEST);
            assertThat(told()).containsExactly(List.of("BusyException"));
            close();
            assertThat(window.taken()).isZero();
        }

        @Test
        void whatIsGivenUpLetsGoWhatWaitsBehindIt() {
            Request delete = delete(0);
            sendAll(0);
            put(0);
            assertThat(line.giveUp(delete, true)).isNotNull();
            assertThat(line.hasSendable()).isTrue();
            assertThat(sendAllFrames(0)).containsExactly(PUT);
        }
    }

    @Nested
    class Garbled {
        @Test
        void answerToTheQuestionIsOnTheOneWhoNeededIt() {
            Request delete = delete(0);
            put(0);
            sendAll(0);
            assertThat(line.takeGarbled()).isSameAs(delete);
            assertThat(delete.settled).isTrue();
            assertThat(window.taken()).isEqualTo(1);
        }

        @Test
        void answerToTheQuestionIsOnNobodyWhereNobodyWaits() {
            Request delete = delete(0);
            sendAll(0);
            assertThat(line.giveUp(delete, false)).isNotNull();
            assertThat(line.takeGarbled()).isNull();
            assertThat(line.takeGarbled()).isNull();
        }

        @Test
        void anyOtherAnswerIsOnTheOneThatItBelongsTo() {
            Request get = get(0);
            sendAll(0);
            assertThat(line.takeGarbled()).isSameAs(get);
        }
    }

    @Nested
    class Welcomed {
        @Test
        void allIsSentInItsOrder() {
            delete(0);
            put(0);
            status(0);
            sendAll(0);
            line.onWelcome();
            assertThat(line.hasSendable()).isTrue();
            assertThat(sendAllFrames(1)).containsExactly(DELETE, PUT, STATUS);
        }

        @Test
        void answerToTheQuestionBelongsToIt() {
            Request delete = delete(0);
            sendAll(0);
            line.onWelcome();
            sendAll(0);
            Request probe = line.takeAnswered();
            assertThat(probe).isNotNull().isNotSameAs(delete);
            assertThat(probe.late).isTrue();
            assertThat(window.taken()).isEqualTo(1);
            assertThat(line.takeAnswered()).isSameAs(delete);
            assertThat(window.taken()).isZero();
        }

        @Test
        void deleteThatWasSentMayHaveBeenDoneWhenTheConnectionIsLost() {
            line.onWelcome();
            delete(0);
            status(0);
            sendAll(0);
            lose(1);
            assertThat(told()).containsExactly(List.of("OutcomeUnknownException"), List.of());
            assertThat(failureOf(0))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("it may have been done: read before you write again");
            line.onConnected();
            assertThat(sendAllFrames(2)).as("another balancer may be there").containsExactly(HELLO, GET);
            line.onWelcome();
            assertThat(sendAllFrames(2)).containsExactly(STATUS);
        }
    }

    @Nested
    class NotWelcomed {
        @Test
        void whatNeedsTheExtensionsIsRefusedAndTheRestIsSent() {
            get(0);
            delete(0);
            put(0);
            status(0);
            sendAll(0);
            line.takeAnswered();
            assertThat(line.hasSendable()).isTrue();
            assertThat(sendAllFrames(1)).containsExactly(PUT);
            assertThat(told())
                    .containsExactly(List.of(), List.of("RefusedException"), List.of(), List.of("RefusedException"));
            assertThat(failureOf(1))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.PROTOCOL_ERROR))
                    .hasMessage(
                            "delete of \"d\": the balancer at host:1 speaks only the base protocol, which has put and"
                                    + " get and nothing else; nothing was sent");
            assertThat(window.taken()).isEqualTo(1);
        }

        @Test
        void answerToTheQuestionShowsIt() {
            delete(0);
            sendAll(0);
            assertThat(line.takeAnswered()).isNotNull();
            assertThat(sendAllFrames(1)).isEmpty();
            assertThat(told()).containsExactly(List.of("RefusedException"));
            assertThat(window.taken()).isZero();
        }
    }

    @Nested
    class HungUpOn {
        @BeforeEach
        void connectInVain() {
            for (int i = 0; i < 3; i++) {
                lose(i);
                line.onConnected();
            }
        }

        @Test
        void whatNeedsTheExtensionsWasNotDoneSinceThereMayBeTooManyClients() {
            delete(3);
            status(3);
            assertThat(sendAllFrames(3)).isEmpty();
            assertThat(told()).containsExactly(List.of("BusyException"), List.of("BusyException"));
            assertThat(failureOf(0))
                    .hasMessage("delete of \"d\": the balancer at host:1 closes connections at once, perhaps because it"
                            + " has as many clients as it takes (else it speaks only the base protocol), nothing was"
                            + " done: try again later");
            assertThat(window.taken()).isZero();
        }

        @Test
        void whatItAnswersShowsThatItSpeaksTheBaseProtocol() {
            get(3);
            delete(3);
            assertThat(sendAllFrames(3)).containsExactly(GET);
            line.takeAnswered();
            delete(4);
            assertThat(sendAllFrames(4)).isEmpty();
            assertThat(told()).containsExactly(List.of(), List.of("BusyException"), List.of("RefusedException"));
        }
    }

    @Nested
    class TurnedAway {
        @Test
        void nothingWasDoneSoAllIsSentAgainWithoutAHello() {
            put(0);
            get(0);
            sendAll(0);
            line.onTurnedAway();
            lose(1);
            assertThat(told()).containsExactly(List.of(), List.of());
            line.onConnected();
            assertThat(sendAllFrames(2)).containsExactly(PUT, GET);
            assertThat(window.taken()).isEqualTo(2);
        }

        @Test
        void putThatIsNotSentAgainInTimeWasNotDone() {
            put(0);
            sendAll(0);
            line.onTurnedAway();
            lose(1);
            expire(REQUEST);
            assertThat(told()).containsExactly(List.of("UnreachableException"));
        }

        @Test
        void whatNeedsTheExtensionsIsRefusedThen() {
            delete(0);
            sendAll(0);
            line.onTurnedAway();
            lose(1);
            line.onConnected();
            assertThat(sendAllFrames(2)).isEmpty();
            assertThat(told()).containsExactly(List.of("RefusedException"));
        }
    }
}
