package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.getResult;
import static dev.kvlb.internal.link.TestMessages.missing;
import static dev.kvlb.internal.link.TestMessages.put;
import static dev.kvlb.internal.link.TestMessages.putResult;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a request to a worker, and of the answer back. */
class RequestsTest {
    private final BalancerFixture balancer = new BalancerFixture();
    private final Remote client = balancer.client();

    @Nested
    class WithoutWorkers {
        @Test
        void everyRequestIsRefused() {
            client.sends(put("k", "v"), get("k"));

            Message refusal = error(ErrorCode.SERVER_BUSY, "No workers available");
            assertThat(client.received()).containsExactly(refusal, refusal);
            balancer.assertAtRest();
        }

        @Test
        void soIsOneThatWouldGoToAWorkerThatRests() {
            balancer.baseWorker(1).sends(new Message.WorkerNotReady(1));

            client.sends(get("k"));

            assertThat(client.received()).containsExactly(error(ErrorCode.SERVER_BUSY, "No workers available"));
        }

        @Test
        void aRequestThatCouldNeverBeServedIsRefusedForWhatItIs() {
            client.sends(get(""));

            assertThat(client.received()).containsExactly(getResult(ErrorCode.INVALID_KEY, ""));
        }
    }

    @Nested
    class WithABaseWorker {
        private final FakeWorker worker = balancer.baseWorker(1);

        @Test
        void aPutIsAStoreRequest() {
            client.sends(put("k", "v"));

            assertThat(worker.onlyRequest())
                    .isEqualTo(new Message.StoreRequest(
                            FakeWorker.idOf(worker.onlyRequest()), Key.of("k"), Value.of("v")));
            worker.stores(worker.onlyRequest());
            assertThat(client.received()).containsExactly(done("k"));
            balancer.assertAtRest();
        }

        @Test
        void aGetIsARetrieveRequest() {
            client.sends(get("k"));

            assertThat(worker.onlyRequest())
                    .isEqualTo(new Message.RetrieveRequest(FakeWorker.idOf(worker.onlyRequest()), Key.of("k")));
            worker.finds(worker.onlyRequest(), "v");
            assertThat(client.received()).containsExactly(found("k", "v"));
            balancer.assertAtRest();
        }

        @Test
        void aKeyThatIsNotThereIsNotFound() {
            client.sends(get("k"));

            worker.misses(worker.onlyRequest());

            assertThat(client.received()).containsExactly(missing("k"));
        }

        @Test
        void anEmptyValueIsAValue() {
            client.sends(put("k", ""), get("k"));

            List<Message> requests = worker.requests();
            worker.stores(requests.get(0));
            worker.finds(requests.get(1), "");

            assertThat(client.received()).containsExactly(done("k"), found("k", ""));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 4, 5, 6, 7, 200, 255})
        void whatAWorkerSaysOfAWriteIsPassedOn(int code) {
            client.sends(put("k", "v"));

            worker.answersStore(worker.onlyRequest(), ErrorCode.of(code));

            assertThat(client.received()).containsExactly(putResult(ErrorCode.of(code), "k"));
            balancer.assertAtRest();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 200, 255})
        void whatAWorkerSaysOfAReadIsPassedOn(int code) {
            client.sends(get("k"));

            worker.answersRetrieve(worker.onlyRequest(), ErrorCode.of(code));

            assertThat(client.received()).containsExactly(getResult(ErrorCode.of(code), "k"));
            balancer.assertAtRest();
        }

        @Test
        void anAnswerToNoRequestIsIgnored() {
            worker.sends(new Message.StoreResponse(ErrorCode.NONE, 0, Key.of("k")));
            worker.sends(new Message.RetrieveResponse(ErrorCode.NONE, 0xffff_ffffL, Key.of("k"), Value.EMPTY));

            assertThat(worker.isDisconnected()).isFalse();
            assertThat(client.received()).isEmpty();
        }

        @Test
        void anAnswerOfTheOtherKindIsIgnored() {
            client.sends(get("a"), put("b", "1"));
            Message read = worker.requests().get(0);
            Message write = worker.requests().get(1);

            worker.sends(new Message.StoreResponse(ErrorCode.NONE, FakeWorker.idOf(read), Key.of("a")));
            worker.sends(
                    new Message.RetrieveResponse(ErrorCode.NONE, FakeWorker.idOf(write), Key.of("b"), Value.EMPTY));
            assertThat(client.received()).isEmpty();

            worker.finds(read, "v");
            worker.stores(write);
            assertThat(client.received()).containsExactly(found("a", "v"), done("b"));
        }

        @Test
        void anAnswerOfAnotherWorkerIsIgnored() {
            FakeWorker other = balancer.baseWorker(2);
            client.sends(get("k"));
            Message read = worker.onlyRequest();

            other.finds(read, "forged");
            worker.finds(read, "true");

            assertThat(client.received()).containsExactly(found("k", "true"));
        }

        @Test
        void aSecondAnswerIsIgnored() {
            client.sends(get("k"));
            Message read = worker.onlyRequest();

            worker.finds(read, "1");
            client.sends(get("k"));
            worker.finds(read, "1 again");

            assertThat(client.received()).containsExactly(found("k", "1"));
            worker.finds(worker.onlyRequest(), "2");
            assertThat(client.received()).containsExactly(found("k", "2"));
        }

        @Test
        void anErrorOfTheWorkerIsToldToTheListener() {
            balancer.events();

            worker.sends(error(ErrorCode.SERVER_BUSY, "out of breath"));

            assertThat(balancer.events()).containsExactly("127.0.0.1 misbehaved: out of breath");
            assertThat(balancer.ring()).containsExactly(1L);
        }
    }

    @Nested
    class WithAKvlbWorker {
        private final FakeWorker worker = balancer.readyKvlbWorker(1);

        @Test
        void writesHaveGrowingVersionsOfTheEpoch() {
            client.sends(put("a", "1"), put("b", "2"));

            assertThat(worker.requests())
                    .extracting(request -> ((Message.VersionedStore) request).version())
                    .containsExactly(
                            Versions.first(BalancerSettings.EPOCH) + 1, Versions.first(BalancerSettings.EPOCH) + 2);
        }

        @Test
        void aPutIsAnsweredBeforeItIsSettled() {
            client.sends(put("k", "v"));
            Message write = worker.onlyRequest();

            worker.stores(write);
            assertThat(client.received()).containsExactly(done("k"));
            assertThat(balancer.snapshot().writesInFlight()).isOne();

            worker.settles(write);
            assertThat(client.received()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void aPutThatIsRefusedIsOver() {
            client.sends(put("k", "v"));

            worker.answersStore(worker.onlyRequest(), ErrorCode.INVALID_VALUE);

            assertThat(client.received()).containsExactly(putResult(ErrorCode.INVALID_VALUE, "k"));
            balancer.assertAtRest();
        }

        @Test
        void aSettlementOfAReadIsIgnored() {
            client.sends(get("k"));
            Message read = worker.onlyRequest();

            worker.settles(read);
            worker.finds(read, "v");

            assertThat(client.received()).containsExactly(found("k", "v"));
        }
    }

    @Nested
    class WithSeveralWorkers {
        private final FakeWorker first = balancer.baseWorker(1);
        private final FakeWorker second = balancer.readyKvlbWorker(2);
        private final FakeWorker third = balancer.baseWorker(3);

        @Test
        void theyTakeTurns() {
            client.sends(get("a"), put("b", "1"), get("c"), put("d", "2"), get("e"), get("f"), get("g"));

            assertThat(first.requestedKeys()).containsExactly("a", "d", "g");
            assertThat(second.requestedKeys()).containsExactly("b", "e");
            assertThat(third.requestedKeys()).containsExactly("c", "f");
        }

        @Test
        void theyTakeTurnsOverAllClients() {
            balancer.client().sends(get("a"));
            balancer.client().sends(get("b"));
            balancer.client().sends(get("c"));

            assertThat(first.requestedKeys()).containsExactly("a");
            assertThat(second.requestedKeys()).containsExactly("b");
            assertThat(third.requestedKeys()).containsExactly("c");
        }

        @Test
        void repliesComeInTheOrderOfTheRequestsWhoeverAnswersFirst() {
            client.sends(get("a"), put("b", "1"), get("c"));

            third.servesAll();
            second.servesAll();
            assertThat(client.received()).isEmpty();

            first.servesAll();
            assertThat(client.received())
                    .containsExactly(found("a", "value of a"), done("b"), found("c", "value of c"));
            balancer.assertAtRest();
        }

        @Test
        void aRefusalWaitsForTheRepliesBeforeIt() {
            client.sends(get("a"), put("", "1"), get("c"));

            second.servesAll();
            assertThat(client.received()).isEmpty();

            first.servesAll();
            assertThat(client.received())
                    .containsExactly(
                            found("a", "value of a"), putResult(ErrorCode.INVALID_KEY, ""), found("c", "value of c"));
        }

        @Test
        void clientsDoNotWaitForOneAnother() {
            Remote other = balancer.client();
            client.sends(get("a"));
            other.sends(get("b"));

            second.servesAll();

            assertThat(other.received()).containsExactly(found("b", "value of b"));
            assertThat(client.received()).isEmpty();
        }

        @Test
        void manyRequestsGetOneReplyEach() {
            List<Message> replies = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                client.sends(get("k" + i));
                if (i % 7 == 0) {
                    third.servesAll();
                    first.servesAll();
                    second.servesAll();
                }
            }
            List.of(first, second, third).forEach(FakeWorker::servesAll);

            for (int i = 0; i < 1_000; i++) {
                replies.add(found("k" + i, "value of k" + i));
            }
            assertThat(client.received()).isEqualTo(replies);
            balancer.assertAtRest();
        }
    }
}
