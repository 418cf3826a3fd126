package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.protocol.Value;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a balancer of the linearizable mode promises, and how it keeps it. */
class LinearizableTest {
    private final BalancerFixture balancer = BalancerFixture.linearizable();
    private final FakeWorker first = balancer.readyKvlbWorker(1);
    private final FakeWorker second = balancer.readyKvlbWorker(2);
    private final Remote client = balancer.client();
    private final Remote other = balancer.client();

    /** A put that is in flight at the first worker. */
    private Message.VersionedStore putInFlight(String key, String value) {
        client.sends(put(key, value));
        return (Message.VersionedStore) first.onlyRequest();
    }

    /** A read of a key that has no write in flight, which round robin gives to the second worker. */
    private Message readAtSecond(String key) {
        other.sends(get(key));
        return second.onlyRequest();
    }

    @Nested
    class Writes {
        @Test
        void areAnsweredOnceEveryMemberHasThem() {
            Message.VersionedStore write = putInFlight("k", "v");
            assertThat(client.received()).isEmpty();

            first.settles(write);

            assertThat(client.received()).containsExactly(done("k"));
            balancer.assertAtRest();
        }

        @Test
        void areNotAnsweredWhenOneWorkerHasAppliedThem() {
            Message.VersionedStore write = putInFlight("k", "v");

            first.sends(new Message.StoreResponse(ErrorCode.NONE, write.clientId(), write.key()));

            assertThat(client.received()).isEmpty();
        }

        @Test
        void areSentAgainWhereTheViewThatWasUsedIsNotTheCurrentOne() {
            Message.VersionedStore write = putInFlight("k", "v");
            Message.ViewStart old = first.view();
            balancer.kvlbWorker(3);

            first.settlesIn(old, write);

            assertThat(client.received()).isEmpty();
            assertThat(first.onlyRequest()).isEqualTo(write);
        }

        @Test
        void areDrivenOnWithTheSameVersionWhereTheirCoordinatorIsLost() {
            Message.VersionedStore write = putInFlight("k", "v");

            first.vanishes();

            assertThat(second.onlyRequest()).isEqualTo(write);
            second.settles(write);
            assertThat(client.received()).containsExactly(done("k"));
        }

        @Test
        void mayTakeLongerThanAWorkerMayBeSilent() {
            Message.VersionedStore write = putInFlight("k", "v");

            balancer.advance(Duration.ofMillis(2_500));

            assertThat(balancer.members()).containsExactly(1L, 2L);
            first.settles(write);
            assertThat(client.received()).containsExactly(done("k"));
        }
    }

    @Nested
    class Reads {
        @Test
        void ofAKeyWithoutWritesInFlightAreAnsweredByAnyWorker() {
            putInFlight("k", "v");
            Message read = readAtSecond("another");

            second.finds(read, "x", 7);

            assertThat(other.received()).containsExactly(found("another", "x"));
        }

        @Test
        void ofAKeyWithAWriteInFlightGoToItsCoordinatorBehindIt() {
            putInFlight("k", "v");
            other.sends(get("k"));
            other.sends(get("k"));

            assertThat(first.requestedKeys()).containsExactly("k", "k", "k");
            assertThat(second.requests()).isEmpty();
        }

        @Test
        void thatShowAWriteInFlightWaitUntilItCommits() {
            Message.VersionedStore write = putInFlight("k", "v");
            other.sends(get("k"));
            first.finds(first.requests().get(1), "v", write.version());
            assertThat(other.received()).isEmpty();

            first.settles(write);

            assertThat(other.received()).containsExactly(found("k", "v"));
            assertThat(client.received()).containsExactly(done("k"));
            balancer.assertAtRest();
        }

        @Test
        void thatShowAWriteInFlightMayBeAnsweredWhenALaterOneOfTheKeyCommits() {
            Message.VersionedStore write = putInFlight("k", "v");
            other.sends(get("k"));
            first.finds(first.requests().get(1), "v", write.version());
            Remote third = balancer.client();
            third.sends(put("k", "w"));
            Message later = second.onlyRequest();

            second.settles(later);

            assertThat(other.received()).containsExactly(found("k", "v"));
            assertThat(third.received()).containsExactly(done("k"));
            assertThat(client.received())
                    .as("the earlier write is not acknowledged")
                    .isEmpty();
            first.settles(write);
            assertThat(client.received()).containsExactly(done("k"));
            balancer.assertAtRest();
        }

        @Test
        void thatShowWhatWasThereBeforeAreAnsweredAtOnce() {
            Message.VersionedStore write = putInFlight("k", "v");
            other.sends(get("k"));

            first.finds(first.requests().get(1), "old", write.version() - 1);

            assertThat(other.received()).containsExactly(found("k", "old"));
        }

        @Test
        void sentBeforeAWriteAndAnsweredByItWaitToo() {
            client.sends(get("unrelated"));
            first.finds(first.onlyRequest(), "x", 1);
            client.received();
            other.sends(get("k"));
            Message read = second.onlyRequest();
            Message.VersionedStore write = putInFlight("k", "v");

            second.finds(read, "v", write.version());

            assertThat(other.received()).isEmpty();
            first.settles(write);
            assertThat(other.received()).containsExactly(found("k", "v"));
        }

        @Test
        void thatWaitAreAnsweredBusyAtTheirDeadlineAndNeverLater() {
            Message.VersionedStore write = putInFlight("k", "v");
            other.sends(get("k"));
            first.finds(first.requests().get(1), "v", write.version());

            balancer.advance(Duration.ofSeconds(3));

            assertThat(other.received()).singleElement().isInstanceOf(Message.Error.class);
            first.settles(write);
            assertThat(other.received()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void whoseClientIsGoneLeaveNothingBehind() {
            Message.VersionedStore write = putInFlight("k", "v");
            other.sends(get("k"));
            first.finds(first.requests().get(1), "v", write.version());

            other.vanishes();
            first.settles(write);

            balancer.assertAtRest();
        }
    }

    @Nested
    class Workers {
        @Test
        void areToldHowToAnswer() {
            assertThat(first.join().mode()).isEqualTo(ReplicationMode.LINEARIZABLE);
        }

        @Test
        void ofTheBaseProtocolAreRefusedWithTheReason() {
            FakeWorker base = balancer.baseWorker(9);

            assertThat(base.isDisconnected()).isTrue();
            assertThat(base.received())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Message.Error.class,
                            error -> assertThat(error.message()).contains("must say HELLO first"));
        }

        @Test
        void thatAnswerAReadWithoutItsVersionBreakTheProtocol() {
            other.sends(get("k"));

            long clientId = FakeWorker.idOf(first.onlyRequest());
            first.sends(new Message.RetrieveResponse(ErrorCode.NONE, clientId, Key.of("k"), Value.of("v")));

            assertThat(first.isDisconnected()).isTrue();
            assertThat(second.requestedKeys()).containsExactly("k");
        }
    }
}
