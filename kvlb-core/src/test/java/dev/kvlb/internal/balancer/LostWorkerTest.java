package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.garbage;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers that are lost with requests under way: another gets them, and the client sees nothing but time. */
class LostWorkerTest {
    private static final Message ALL_LOST = error(
            ErrorCode.NETWORK_ERROR,
            "outcome unknown: the worker that had it is lost and no other is ready; read before you retry");

    private final BalancerFixture balancer = new BalancerFixture();
    private final Remote client = balancer.client();

    /** The ways in which a worker goes. */
    enum Loss {
        CONNECTION_LOST,
        INPUT_ENDED,
        SHUT_DOWN,
        MALFORMED;

        void of(FakeWorker worker) {
            switch (this) {
                case CONNECTION_LOST -> worker.vanishes();
                case INPUT_ENDED -> worker.endsInput();
                case SHUT_DOWN -> worker.sends(SHUTDOWN);
                case MALFORMED -> worker.sendsBytes(garbage());
            }
        }
    }

    @Nested
    class OneOfTwo {
        private final FakeWorker first = balancer.readyKvlbWorker(1);
        private final FakeWorker second = balancer.readyKvlbWorker(2);

        @ParameterizedTest
        @EnumSource
        void leavesItsRequestsToTheOther(Loss loss) {
            client.sends(get("a"), get("b"), put("c", "1"), put("d", "2"));
            assertThat(first.requestedKeys()).containsExactly("a", "c");

            loss.of(first);

            assertThat(second.requestedKeys()).containsExactly("b", "d", "a", "c");
            second.servesAll();
            assertThat(client.received())
                    .containsExactly(found("a", "value of a"), found("b", "value of b"), done("c"), done("d"));
            assertThat(balancer.members()).containsExactly(2L);
            balancer.assertAtRest();
        }

        @Test
        void leavesItsWritesWithTheirVersions() {
            client.sends(put("a", "1"), put("b", "2"), put("c", "3"));
            List<Message> atFirst = first.requests();

            first.vanishes();

            assertThat(second.requests()).containsAll(atFirst);
        }

        @Test
        void isServedBeforeWhatHasNotBeenSentYet() {
            BalancerFixture tight = new BalancerFixture(settings -> settings.window = 1);
            FakeWorker one = tight.readyKvlbWorker(1);
            FakeWorker other = tight.readyKvlbWorker(2);
            tight.client().sends(put("a", "1"), get("b"), get("c"));

            one.vanishes();
            other.serves(other.onlyRequest());

            assertThat(other.requestedKeys()).containsExactly("a");
        }

        @Test
        void leavesAWriteThatIsAnsweredButNotSettled() {
            client.sends(put("a", "1"));
            Message write = first.onlyRequest();
            first.stores(write);
            assertThat(client.received()).containsExactly(done("a"));

            first.vanishes();

            assertThat(second.onlyRequest()).isEqualTo(write);
            second.servesAll();
            assertThat(client.received()).as("no second reply").isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void leavesNothingOfAReadWhoseClientIsGone() {
            client.sends(get("a"));

            client.vanishes();
            first.vanishes();

            assertThat(second.requests()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void leavesAWriteWhoseClientIsGone() {
            client.sends(put("a", "1"));
            Message write = first.onlyRequest();

            client.vanishes();
            first.vanishes();

            assertThat(second.onlyRequest()).isEqualTo(write);
            second.servesAll();
            balancer.assertAtRest();
        }

        @Test
        void canSayNothingMore() {
            client.sends(get("a"));
            Message read = first.onlyRequest();

            first.stopsReading();
            first.sends(SHUTDOWN);
            first.finds(read, "too late");

            assertThat(client.received()).isEmpty();
            second.finds(second.onlyRequest(), "in time");
            assertThat(client.received()).containsExactly(found("a", "in time"));
        }

        @Test
        void isReportedOnce() {
            balancer.events();

            first.sends(SHUTDOWN);

            assertThat(balancer.events()).containsExactly("worker 1 left: it shut down");
        }
    }

    @Nested
    class TheLastOne {
        private final FakeWorker only = balancer.readyKvlbWorker(1);

        @Test
        void leavesReadsUndone() {
            client.sends(get("a"));

            only.vanishes();

            assertThat(client.received()).containsExactly(error(ErrorCode.SERVER_BUSY, "No workers available"));
            balancer.assertAtRest();
        }

        @Test
        void leavesTheOutcomeOfWritesUnknown() {
            client.sends(put("a", "1"));

            only.vanishes();

            assertThat(client.received()).containsExactly(ALL_LOST);
            balancer.assertAtRest();
        }

        @Test
        void leavesWhatWasNotSentUndone() {
            BalancerFixture tight = new BalancerFixture(settings -> settings.window = 1);
            FakeWorker worker = tight.readyKvlbWorker(1);
            Remote other = tight.client();
            other.sends(put("a", "1"), put("b", "2"));

            worker.vanishes();

            assertThat(other.received())
                    .containsExactly(ALL_LOST, error(ErrorCode.SERVER_BUSY, "No workers available"));
            tight.assertAtRest();
        }

        @Test
        void leavesNothingToSayOfAWriteThatIsAnswered() {
            client.sends(put("a", "1"));
            only.stores(only.onlyRequest());
            client.received();

            only.vanishes();

            assertThat(client.received()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void leavesItsRequestsToALearnerThatIsPromoted() {
            FakeWorker learner = balancer.kvlbWorker(2);
            client.sends(put("a", "1"), get("b"));

            only.vanishes();
            learner.servesAll();

            assertThat(client.received()).containsExactly(done("a"), found("b", "value of b"));
            balancer.assertAtRest();
        }

        @Test
        void isFollowedByAnotherThatServes() {
            only.vanishes();
            FakeWorker next = balancer.kvlbWorker(2);

            client.sends(get("a"));
            next.servesAll();

            assertThat(client.received()).containsExactly(found("a", "value of a"));
        }
    }

    @Nested
    class ABaseWorker {
        private final FakeWorker first = balancer.baseWorker(1);
        private final FakeWorker second = balancer.baseWorker(2);

        @Test
        void leavesItsRequestsToTheOther() {
            client.sends(put("a", "1"), get("b"), get("c"));

            first.vanishes();
            assertThat(second.requestedKeys()).containsExactly("b", "a", "c");
            second.servesAll();

            assertThat(client.received())
                    .containsExactly(done("a"), found("b", "value of b"), found("c", "value of c"));
            balancer.assertAtRest();
        }

        @Test
        void hasDoneAWriteWithItsAnswer() {
            client.sends(put("a", "1"));
            first.stores(first.onlyRequest());
            balancer.assertAtRest();

            first.vanishes();

            assertThat(second.requests()).isEmpty();
        }
    }
}
