package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.delete;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.missing;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Operations of one connection on one key take effect in their order. */
class KeyOrderTest {
    private final BalancerFixture balancer = BalancerFixture.linearizable();
    private final FakeWorker first = balancer.readyKvlbWorker(1);
    private final FakeWorker second = balancer.readyKvlbWorker(2);
    private final Remote client = balancer.client();

    @Nested
    class WhatFollowsAWrite {
        @Test
        void goesToTheSameWorkerBehindIt() {
            client.sends(put("k", "v"), get("k"), put("k", "w"));

            assertThat(first.requestedKeys()).containsExactly("k", "k");
            first.finds(first.requests().get(1), "v", 1);
            assertThat(first.requestedKeys()).containsExactly("k", "k");
            assertThat(second.requests()).isEmpty();
        }

        @Test
        void goesToAnyWorkerOnAnotherKey() {
            client.sends(put("a", "1"), put("b", "2"), put("c", "3"), put("d", "4"));

            assertThat(first.requestedKeys()).containsExactly("a", "c");
            assertThat(second.requestedKeys()).containsExactly("b", "d");
        }

        @Test
        void goesToAnyWorkerOnAnotherConnection() {
            client.sends(put("k", "v"));

            balancer.client().sends(put("k", "w"));

            assertThat(second.requestedKeys()).containsExactly("k");
        }

        @Test
        void goesToAnyWorkerAfterTheAnswer() {
            client.sends(put("k", "v"));
            first.servesAll();

            client.sends(put("k", "w"));

            assertThat(second.requestedKeys()).containsExactly("k");
        }

        @Test
        void goesToAWorkerThatHasLeftTheRingMeanwhile() {
            client.sends(put("k", "v"));
            first.sends(new Message.WorkerNotReady(1));

            client.sends(put("k", "w"));

            assertThat(first.requestedKeys()).containsExactly("k", "k");
        }

        @Test
        void waitsWhileThatWorkerHasNoRoom() {
            BalancerFixture tight = BalancerFixture.linearizable(settings -> settings.window = 1);
            FakeWorker one = tight.readyKvlbWorker(1);
            FakeWorker other = tight.readyKvlbWorker(2);
            tight.client().sends(put("k", "v"), put("k", "w"));
            assertThat(other.requests()).isEmpty();

            one.servesAll();

            assertThat(one.requests().size() + other.requests().size()).isOne();
        }

        @Test
        void isDrivenAgainInItsOrderWhenThatWorkerIsLost() {
            client.sends(put("k", "v"), get("k"), get("k"));
            List<Message> atFirst = first.requests();

            first.vanishes();

            List<Message> atSecond = second.requests();
            assertThat(atSecond).isEqualTo(atFirst);
            second.servesAll();
            assertThat(client.received())
                    .containsExactly(done("k"), found("k", "value of k"), found("k", "value of k"));
            balancer.assertAtRest();
        }

        @Test
        void goesBehindWhereItIsDrivenAgain() {
            FakeWorker third = balancer.readyKvlbWorker(3);
            client.sends(put("k", "v"));
            first.vanishes();
            FakeWorker holder = second.requests().isEmpty() ? third : second;

            client.sends(put("k", "w"), get("k"));

            assertThat(holder.requestedKeys()).containsExactly("k", "k", "k");
        }
    }

    @Nested
    class AWriteThatFollowsARead {
        @Test
        void isStampedOnceTheReadHasFoundSomething() {
            client.sends(get("k"), put("k", "v"));
            assertThat(first.requestedKeys()).containsExactly("k");
            assertThat(second.requests()).isEmpty();
            assertThat(balancer.snapshot().writesInFlight()).isZero();

            first.finds(first.onlyRequest(), "old", 1);

            assertThat(balancer.snapshot().writesInFlight()).isOne();
            assertThat(client.received()).containsExactly(found("k", "old"));
        }

        @Test
        void isStampedThoughWhatTheReadHasFoundIsNotYetShown() {
            Remote writer = balancer.client();
            writer.sends(put("k", "other"));
            Message.VersionedStore inFlight = (Message.VersionedStore) first.onlyRequest();
            client.sends(get("k"), put("k", "v"));

            first.finds(first.requests().get(1), "other", inFlight.version());

            assertThat(client.received()).isEmpty();
            assertThat(balancer.snapshot().writesInFlight()).isEqualTo(2);
        }

        @Test
        void holdsUpWhatTheClientSendsBehindIt() {
            client.sends(get("k"), put("k", "v"), get("other"));

            assertThat(client.isHeldUp()).isTrue();
            assertThat(second.requests()).isEmpty();

            first.servesAll();
            assertThat(client.isHeldUp()).isFalse();
            first.servesAll();
            second.servesAll();
            assertThat(client.received())
                    .containsExactly(found("k", "value of k"), done("k"), found("other", "value of other"));
        }

        @Test
        void holdsUpNoOtherClient() {
            client.sends(get("k"), put("k", "v"));

            balancer.client().sends(put("k", "w"));

            assertThat(second.requestedKeys()).containsExactly("k");
        }

        @Test
        void onAnotherKeyDoesNotWait() {
            client.sends(get("a"), put("b", "v"));

            assertThat(second.requestedKeys()).containsExactly("b");
        }

        @Test
        void waitsForTheReadToBeDrivenAgainWhenItsWorkerIsLost() {
            client.sends(get("k"), put("k", "v"));

            first.vanishes();
            assertThat(second.requestedKeys()).containsExactly("k");

            second.misses(second.onlyRequest());
            second.servesAll();
            assertThat(client.received()).containsExactly(missing("k"), done("k"));
            balancer.assertAtRest();
        }

        @Test
        void isRefusedAtItsDeadlineIfTheReadIsNeverAnswered() {
            BalancerFixture patient =
                    BalancerFixture.linearizable(settings -> settings.workerTimeout = Duration.ofSeconds(100));
            FakeWorker stuck = patient.readyKvlbWorker(1);
            Remote waiting = patient.client();
            waiting.sends(get("k"), put("k", "v"));

            patient.advance(Duration.ofSeconds(3));

            Message notDone =
                    error(ErrorCode.SERVER_BUSY, "not done: no answer from a worker within 3000 ms; try again later");
            assertThat(waiting.received()).containsExactly(notDone, notDone);
            stuck.servesAll();
            assertThat(stuck.requests()).isEmpty();
            patient.assertAtRest();
        }

        @Test
        void leavesNothingBehindWhenTheClientIsGone() {
            client.sends(get("k"), put("k", "v"), get("k"));

            client.vanishes();
            first.servesAll();

            balancer.assertAtRest();
        }
    }

    @Test
    void whatFollowsARefusedPutGoesBehindWhatCameBeforeThat() {
        second.uses(100, 100);

        balancer.greetedClient().sends(delete("k"), put("k", "v"), get("k"));

        assertThat(first.requestedKeys()).containsExactly("k", "k");
        assertThat(second.requests()).isEmpty();
    }

    @Nested
    class AReadThatFollowsARead {
        @Test
        void goesToTheSameWorkerWithoutWaiting() {
            client.sends(get("k"), get("k"), get("k"));

            assertThat(first.requestedKeys()).containsExactly("k", "k", "k");
        }
    }

    @Nested
    class InTheEventualMode {
        @Test
        void aConnectionReadsItsOwnWriteBeforeItIsSettled() {
            BalancerFixture eventual = new BalancerFixture();
            FakeWorker one = eventual.readyKvlbWorker(1);
            FakeWorker other = eventual.readyKvlbWorker(2);
            Remote writer = eventual.client();
            writer.sends(put("k", "v"));
            one.stores(one.onlyRequest());

            writer.sends(get("k"));

            assertThat(one.requestedKeys()).containsExactly("k");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void theOrderHoldsForManyKeysAtOnce() {
        List<Message> requests = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 120; i++) {
                requests.add(put("k" + i, "v"));
            }
        }
        client.sends(requests.toArray(Message[]::new));

        for (FakeWorker worker : List.of(first, second)) {
            List<String> keys = worker.requestedKeys();
            assertThat(keys).hasSize(120);
            assertThat(keys.subList(0, 60)).isEqualTo(keys.subList(60, 120));
        }
    }
}
