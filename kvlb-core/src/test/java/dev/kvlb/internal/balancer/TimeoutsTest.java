package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a client is told at its request's deadline, and what becomes of the request after that. */
class TimeoutsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Message NOT_DONE =
            error(ErrorCode.SERVER_BUSY, "not done: no answer from a worker within 3000 ms; try again later");
    private static final Message UNKNOWN = error(
            ErrorCode.NETWORK_ERROR, "outcome unknown: no answer from a worker within 3000 ms; read before you retry");

    /** Workers may take as long as they like. */
    private final BalancerFixture balancer = new BalancerFixture(settings -> {
        settings.workerTimeout = Duration.ofSeconds(100);
        settings.window = 1;
    });

    private final FakeWorker worker = balancer.readyKvlbWorker(1);
    private final Remote client = balancer.client();

    @Nested
    class ARequestThatWaitsInTheQueue {
        private final Message inTheWay = sendSomethingThatStays();

        private Message sendSomethingThatStays() {
            balancer.client().sends(get("in the way"));
            return worker.onlyRequest();
        }

        @Test
        void isRefusedAtItsDeadline() {
            client.sends(get("a"));
            client.sends(put("b", "1"));
            balancer.advance(TIMEOUT.minusNanos(1));
            assertThat(client.received()).isEmpty();

            balancer.advance(Duration.ofNanos(1));

            assertThat(client.received()).containsExactly(NOT_DONE, NOT_DONE);
        }

        @Test
        void isNotDoneLater() {
            client.sends(put("b", "1"), get("a"));
            balancer.advance(TIMEOUT);

            worker.serves(inTheWay);

            assertThat(worker.requests()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void isRefusedInItsOwnTime() {
            client.sends(get("a"));
            balancer.advance(Duration.ofSeconds(1));
            client.sends(get("b"));

            balancer.advance(Duration.ofSeconds(2));
            assertThat(client.received()).containsExactly(NOT_DONE);
            balancer.advance(Duration.ofSeconds(1));
            assertThat(client.received()).containsExactly(NOT_DONE);
        }
    }

    @Nested
    class ARequestWhoseTurnComes {
        private static final Duration THREE_QUARTERS = Duration.ofMillis(2_250);
        private static final Message TOO_LATE =
                error(ErrorCode.SERVER_BUSY, "not done: no worker had room for it within 2250 ms; try again later");

        private final Message inTheWay = sendSomethingThatStays();

        private Message sendSomethingThatStays() {
            balancer.client().sends(get("in the way"));
            return worker.onlyRequest();
        }

        @Test
        void beforeThreeQuartersOfItsTimeAreOverIsDone() {
            client.sends(put("a", "1"));
            balancer.advance(THREE_QUARTERS.minusNanos(1));

            worker.serves(inTheWay);

            assertThat(worker.requestedKeys()).containsExactly("a");
        }

        @Test
        void laterIsRefusedForTheSakeOfThoseThatHaveTime() {
            client.sends(put("a", "1"), get("b"));
            balancer.advance(Duration.ofMillis(1));
            balancer.client().sends(get("c"));
            balancer.advance(THREE_QUARTERS.minusMillis(1));

            worker.serves(inTheWay);

            assertThat(client.received()).containsExactly(TOO_LATE, TOO_LATE);
            assertThat(worker.requestedKeys()).containsExactly("c");
        }

        @Test
        void laterIsDoneAllTheSameIfAWorkerHasHadItWithAVersion() {
            worker.serves(inTheWay);
            client.sends(put("a", "1"));
            Message write = worker.onlyRequest();
            FakeWorker other = balancer.readyKvlbWorker(2);
            balancer.advance(THREE_QUARTERS);

            worker.vanishes();

            assertThat(other.requests()).hasSize(1);
            assertThat(FakeWorker.keyOf(other.onlyRequest())).isEqualTo(FakeWorker.keyOf(write));
        }
    }

    @Nested
    class AGetThatWasSent {
        @Test
        void isRefusedAtItsDeadline() {
            client.sends(get("a"));

            balancer.advance(TIMEOUT);

            assertThat(client.received()).containsExactly(NOT_DONE);
        }

        @Test
        void isNotAnsweredAgainWhenTheWorkerDoes() {
            client.sends(get("a"));
            balancer.advance(TIMEOUT);
            client.received();

            worker.serves(worker.onlyRequest());

            assertThat(client.received()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void isNotGivenToAnotherWorkerAfterItsDeadline() {
            client.sends(get("a"));
            balancer.advance(TIMEOUT);
            FakeWorker other = balancer.readyKvlbWorker(2);

            worker.vanishes();

            assertThat(other.requests()).isEmpty();
            balancer.assertAtRest();
        }
    }

    @Nested
    class APutThatWasSent {
        @Test
        void hasAnUnknownOutcomeAtItsDeadline() {
            client.sends(put("a", "1"));
            balancer.advance(TIMEOUT.minusNanos(1));
            assertThat(client.received()).isEmpty();

            balancer.advance(Duration.ofNanos(1));

            assertThat(client.received()).containsExactly(UNKNOWN);
        }

        @Test
        void isNeverAnsweredAgain() {
            client.sends(put("a", "1"));
            Message write = worker.onlyRequest();
            balancer.advance(TIMEOUT);
            client.received();

            worker.serves(write);

            assertThat(client.received()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void isDrivenToItsEndAllTheSame() {
            client.sends(put("a", "1"));
            Message write = worker.onlyRequest();
            balancer.advance(TIMEOUT);
            FakeWorker other = balancer.readyKvlbWorker(2);

            worker.vanishes();

            assertThat(other.onlyRequest()).isEqualTo(write);
            other.servesAll();
            assertThat(client.received()).containsExactly(UNKNOWN);
            balancer.assertAtRest();
        }

        @Test
        void holdsUpOnlyTheRepliesBehindIt() {
            BalancerFixture wide = new BalancerFixture(settings -> settings.workerTimeout = Duration.ofSeconds(100));
            FakeWorker first = wide.readyKvlbWorker(1);
            Remote other = wide.client();
            other.sends(get("a"), put("b", "1"), get("c"));
            first.serves(first.requests().get(0));
            first.serves(first.requests().get(1));

            assertThat(other.received()).containsExactly(found("a", "value of a"));
            wide.advance(TIMEOUT);
            assertThat(other.received()).containsExactly(UNKNOWN, found("c", "value of c"));
        }
    }

    @Nested
    class ALateAnswer {
        @Test
        void isNotTakenForThatOfTheRequestWhichHasTheSlotNow() {
            client.sends(get("a"));
            Message old = worker.onlyRequest();
            balancer.advance(TIMEOUT);
            worker.finds(old, "late");
            client.sends(get("b"));
            client.received();

            worker.finds(old, "later still");
            assertThat(client.received()).isEmpty();

            worker.finds(worker.onlyRequest(), "right");
            assertThat(client.received()).containsExactly(found("b", "right"));
        }

        @Test
        void ofAWriteDoesNotSettleAnother() {
            client.sends(put("a", "1"));
            Message old = worker.onlyRequest();
            worker.serves(old);
            client.sends(put("b", "2"));
            client.received();

            worker.serves(old);
            assertThat(client.received()).isEmpty();
            assertThat(balancer.snapshot().writesInFlight()).isOne();

            worker.serves(worker.onlyRequest());
            assertThat(client.received()).containsExactly(done("b"));
            balancer.assertAtRest();
        }

        @Test
        void findsNobodyThoughTheSlotWasUsedManyTimes() {
            client.sends(get("first"));
            Message first = worker.onlyRequest();
            worker.serves(first);
            for (int i = 0; i < 4_000; i++) {
                client.sends(get("k"));
                worker.finds(first, "late");
                worker.finds(worker.onlyRequest(), "v");
            }

            assertThat(client.received())
                    .hasSize(4_001)
                    .endsWith(found("k", "v"))
                    .doesNotContain(found("k", "late"));
        }
    }

    @Test
    void theClientMayGoOnAfterADeadline() {
        client.sends(get("a"));
        balancer.advance(TIMEOUT);
        worker.serves(worker.onlyRequest());
        client.received();

        client.sends(put("b", "1"));
        worker.serves(worker.onlyRequest());

        assertThat(client.received()).containsExactly(done("b"));
    }

    @Test
    void thereIsNoDeadlineWhereNothingIsAwaited() {
        BalancerFixture idle = new BalancerFixture();
        idle.baseWorker(1);
        idle.client();

        idle.advance(Duration.ofSeconds(1));

        assertThat(idle.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aWorkerThatWasIdleForLongIsLateNoLessThanOthers() {
        BalancerFixture idle = new BalancerFixture();
        idle.baseWorker(1);
        idle.advance(Duration.ofMinutes(1));

        idle.client().sends(put("k", "v"));
        idle.advance(Duration.ofSeconds(1));

        assertThat(idle.ring()).isEmpty();
    }
}
