package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.delete;
import static dev.kvlb.internal.link.TestMessages.deleteResult;
import static dev.kvlb.internal.link.TestMessages.deleted;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.missing;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The way of a DELETE: that of a write, with a version, and without a value. */
class DeleteTest {
    @Nested
    class InTheLinearizableMode {
        private final BalancerFixture balancer = BalancerFixture.linearizable();
        private final FakeWorker first = balancer.readyKvlbWorker(1);
        private final FakeWorker second = balancer.readyKvlbWorker(2);
        private final Remote client = balancer.greetedClient();

        @Test
        void isHandedToOneWorkerWithAVersionLikeAnyWrite() {
            client.sends(put("a", "1"), delete("k"));

            Message request = second.onlyRequest();
            assertThat(request)
                    .isEqualTo(
                            new Message.VersionedDelete(FakeWorker.idOf(request), Versions.first(1) + 2, Key.of("k")));
        }

        @Test
        void isAnsweredOnceEveryMemberHasIt() {
            client.sends(delete("k"));
            Message request = first.onlyRequest();
            first.sends(new Message.StoreResponse(ErrorCode.NONE, FakeWorker.idOf(request), Key.of("k")));
            assertThat(client.received()).isEmpty();

            first.settles(request);

            assertThat(client.received()).containsExactly(deleted("k"));
            balancer.assertAtRest();
        }

        @Test
        void isDrivenOnWithItsVersionWhenItsCoordinatorIsLost() {
            client.sends(delete("k"));
            Message request = first.onlyRequest();

            first.vanishes();

            assertThat(second.onlyRequest()).isEqualTo(request);
        }

        @Test
        void isSentAgainWhereTheViewThatWasUsedIsNotTheCurrentOne() {
            client.sends(delete("k"));
            Message request = first.onlyRequest();
            Message.ViewStart old = first.view();
            balancer.kvlbWorker(3);

            first.settlesIn(old, request);

            assertThat(first.onlyRequest()).isEqualTo(request);
        }

        @Test
        void isReadBehindAndShownOnlyWhenItHasCommitted() {
            client.sends(delete("k"));
            Message.VersionedDelete request = (Message.VersionedDelete) first.onlyRequest();
            Remote other = balancer.client();
            other.sends(get("k"));

            first.misses(first.requests().get(1), request.version());
            assertThat(other.received()).isEmpty();
            first.settles(request);

            assertThat(other.received()).containsExactly(missing("k"));
        }

        @Test
        void keepsItsPlaceAmongTheWritesOfItsConnection() {
            client.sends(put("k", "1"), delete("k"), put("k", "2"));

            assertThat(first.requests()).hasSize(3);
            first.servesAll();
            assertThat(client.received()).containsExactly(done("k"), deleted("k"), done("k"));
        }

        @Test
        void hasAnUnknownOutcomeAtItsDeadline() {
            client.sends(delete("k"));

            balancer.advance(Duration.ofSeconds(3));

            assertThat(client.received())
                    .containsExactly(error(
                            ErrorCode.NETWORK_ERROR,
                            "outcome unknown: no answer from a worker within 3000 ms; read before you retry"));
        }

        @Test
        void isRefusedForItsKey() {
            client.sends(delete(""), delete("k".repeat(65_501)));

            assertThat(client.received())
                    .containsExactly(
                            deleteResult(ErrorCode.INVALID_KEY, ""),
                            deleteResult(ErrorCode.INVALID_KEY, "k".repeat(65_501)));
            balancer.assertAtRest();
        }

        @Test
        void isAnsweredWithoutItsKeyWhereThatDoesNotFit() {
            client.sends(delete("k".repeat(65_533)));

            assertThat(client.received()).containsExactly(deleteResult(ErrorCode.INVALID_KEY, ""));
        }

        @Test
        void isMalformedFromAClientWithoutAHello() {
            Remote base = balancer.client();

            base.sends(delete("k"));

            assertThat(base.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed DELETE: type at byte 0: expected a type that a client without a HELLO may send,"
                                    + " found DELETE"));
            assertThat(base.isDisconnected()).isTrue();
        }
    }

    @Nested
    class InTheEventualMode {
        private final BalancerFixture balancer = new BalancerFixture();
        private final FakeWorker worker = balancer.readyKvlbWorker(1);
        private final Remote client = balancer.greetedClient();

        @Test
        void isAnsweredWhenOneWorkerHasIt() {
            client.sends(delete("k"));
            Message request = worker.onlyRequest();

            worker.stores(request);
            assertThat(client.received()).containsExactly(deleted("k"));
            assertThat(balancer.snapshot().writesInFlight()).isOne();

            worker.settles(request);
            balancer.assertAtRest();
        }

        @Test
        void isRefusedWhileAMemberSpeaksOnlyTheBaseProtocol() {
            FakeWorker base = balancer.baseWorker(2);
            Message refusal =
                    error(ErrorCode.SERVER_BUSY, "a worker speaks only the base protocol, which has no deletes");
            client.sends(delete("k"), delete("l"));
            assertThat(client.received()).containsExactly(refusal, refusal);
            assertThat(worker.requests()).isEmpty();

            base.vanishes();
            client.sends(delete("k"));

            assertThat(worker.requestedKeys()).containsExactly("k");
        }

        @Test
        void isRefusedWithoutWorkers() {
            worker.vanishes();

            client.sends(delete("k"));

            assertThat(client.received()).containsExactly(error(ErrorCode.SERVER_BUSY, "No workers available"));
        }
    }
}
