package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.missing;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Operations of one connection on one key: what follows goes to the same worker, behind what it follows. */
class KeyOrderTest {
    private final BalancerFixture balancer = BalancerFixture.linearizable();
    private final FakeWorker first = balancer.readyKvlbWorker(1);
    private final FakeWorker second = balancer.readyKvlbWorker(2);
    private final Remote client = balancer.client();

    @Nested
    class WhatFollows {
        @Test
        void onTheSameKeyGoesToTheSameWorker() {
            client.sends(get("k"), put("k", "v"), get("k"), put("k", "w"));

            assertThat(first.requestedKeys()).containsExactly("k", "k", "k", "k");
            assertThat(second.requests()).isEmpty();
        }

        @Test
        void onAnotherKeyGoesToAnyWorker() {
            client.sends(get("a"), put("b", "v"), get("c"), put("d", "w"));

            assertThat(first.requestedKeys()).containsExactly("a", "c");
            assertThat(second.requestedKeys()).containsExactly("b", "d");
        }

        @Test
        void onAnotherConnectionGoesToAnyWorker() {
            client.sends(get("k"));

            balancer.client().sends(put("k", "v"));

            assertThat(second.requestedKeys()).containsExactly("k");
        }

        @Test
        void afterTheAnswerGoesToAnyWorker() {
            client.sends(get("k"));
            first.servesAll();

            client.sends(put("k", "v"));

            assertThat(second.requestedKeys()).containsExactly("k");
        }

        @Test
        void aReadThatFoundNothingGoesBehindItToo() {
            client.sends(get("k"), put("k", "v"));

            first.misses(first.requests().get(0));
            first.servesAll();

            assertThat(client.received()).containsExactly(missing("k"), done("k"));
        }

        @Test
        void whatFollowsSomethingGoesToTheSameWorkerToo() {
            client.sends(get("k"), put("k", "1"));
            first.misses(first.requests().get(0));

            client.sends(put("k", "2"));

            assertThat(first.requestedKeys()).containsExactly("k", "k");
        }

        @Test
        void goesToAWorkerThatHasLeftTheRingMeanwhile() {
            client.sends(get("k"));
            first.sends(new Message.WorkerNotReady(1));

            client.sends(put("k", "v"));

            assertThat(first.requestedKeys()).containsExactly("k", "k");
        }
    }

    @Nested
    class WhereThatWorkerHasNoRoom {
        @Test
        void whatFollowsWaitsForIt() {
            BalancerFixture tight = BalancerFixture.linearizable(settings -> settings.window = 1);
            FakeWorker one = tight.readyKvlbWorker(1);
            FakeWorker other = tight.readyKvlbWorker(2);
            tight.client().sends(get("k"), put("k", "v"));
            assertThat(other.requests()).isEmpty();

            one.servesAll();

            assertThat(one.requests().size() + other.requests().size()).isOne();
        }
    }

    @Nested
    class WhereThatWorkerIsLost {
        @Test
        void allIsDrivenAgainInItsOrder() {
            client.sends(get("k"), put("k", "v"), get("k"));
            List<Message> atFirst = first.requests();

            first.vanishes();

            List<Message> atSecond = second.requests();
            assertThat(atSecond).isEqualTo(atFirst);
            second.misses(atSecond.get(0));
            second.settles(atSecond.get(1));
            second.finds(atSecond.get(2), "v", ((Message.VersionedStore) atSecond.get(1)).version());
            assertThat(client.received()).containsExactly(missing("k"), done("k"), found("k", "v"));
            balancer.assertAtRest();
        }

        @Test
        void whatComesThenGoesBehindWhereItIsDriven() {
            FakeWorker third = balancer.readyKvlbWorker(3);
            client.sends(get("k"));
            first.vanishes();
            FakeWorker holder = second.requests().isEmpty() ? third : second;

            client.sends(put("k", "v"), put("k", "w"), get("k"));

            assertThat(holder.requestedKeys()).containsExactly("k", "k", "k", "k");
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
    void holdsForManyKeysAtOnce() {
        List<Message> requests = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            requests.add(get("k" + i));
        }
        for (int i = 0; i < 120; i++) {
            requests.add(put("k" + i, "v"));
        }
        client.sends(requests.toArray(Message[]::new));

        for (FakeWorker worker : List.of(first, second)) {
            List<String> keys = worker.requestedKeys();
            assertThat(keys).hasSize(120);
            assertThat(keys.subList(0, 60)).isEqualTo(keys.subList(60, 120));
        }
    }

    @Test
    void leavesNothingBehindWhenTheClientIsGone() {
        client.sends(get("k"), put("k", "v"), get("k"));

        client.vanishes();
        first.servesAll();

        balancer.assertAtRest();
    }
}
