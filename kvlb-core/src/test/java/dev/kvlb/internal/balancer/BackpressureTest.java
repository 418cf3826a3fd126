package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Limits, from the worker's window back to the clients: nothing is dropped, whoever sends too much waits. */
class BackpressureTest {
    private static Message[] gets(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> get(prefix + i)).toArray(Message[]::new);
    }

    private static Message[] answers(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> found(prefix + i, "value of " + prefix + i))
                .toArray(Message[]::new);
    }

    /** Serves one request at a time until none comes any more; returns the keys in the order in which they came. */
    private static List<String> serveAllThatCome(FakeWorker worker) {
        List<String> served = new ArrayList<>();
        for (List<Message> due = worker.requests(); !due.isEmpty(); due = worker.requests()) {
            served.add(FakeWorker.keyOf(due.get(0)).toUtf8());
            worker.serves(due.get(0));
        }
        return served;
    }

    @Nested
    class AWindowOfTwo {
        private final BalancerFixture balancer = new BalancerFixture(settings -> settings.window = 2);
        private final FakeWorker first = balancer.baseWorker(1);
        private final Remote client = balancer.client();

        @Test
        void isNeverExceeded() {
            client.sends(gets("k", 5));

            assertThat(first.requestedKeys()).containsExactly("k0", "k1");
            assertThat(balancer.snapshot().queued()).isEqualTo(3);
        }

        @Test
        void takesTheNextRequestWithEachAnswer() {
            client.sends(gets("k", 5));

            first.serves(first.requests().get(1));

            assertThat(first.requestedKeys()).containsExactly("k0", "k2");
        }

        @Test
        void isPassedOverForAWorkerThatHasRoom() {
            client.sends(gets("a", 3));
            FakeWorker second = balancer.baseWorker(2);

            client.sends(gets("b", 3));

            assertThat(first.requestedKeys()).containsExactly("a0", "a1");
            assertThat(second.requestedKeys()).containsExactly("a2", "b0");
        }

        @Test
        void isTakenByWritesThatAreNotSettled() {
            BalancerFixture other = new BalancerFixture(settings -> settings.window = 2);
            FakeWorker worker = other.readyKvlbWorker(1);
            other.client().sends(put("a", "1"), put("b", "2"), put("c", "3"));
            Message write = worker.requests().get(0);

            worker.stores(write);
            assertThat(worker.requestedKeys()).containsExactly("b");

            worker.settles(write);
            assertThat(worker.requestedKeys()).containsExactly("b", "c");
        }
    }

    @Nested
    class AFullQueue {
        private final BalancerFixture balancer = new BalancerFixture(settings -> {
            settings.window = 1;
            settings.queue = 2;
        });
        private final FakeWorker worker = balancer.baseWorker(1);
        private final Remote client = balancer.client();

        @Test
        void stopsTheClient() {
            client.sends(gets("k", 3));
            assertThat(client.isHeldUp()).isTrue();
            assertThat(balancer.snapshot().queued()).isEqualTo(2);
        }

        @Test
        void dropsNothing() {
            client.sends(gets("k", 50));

            assertThat(serveAllThatCome(worker)).hasSize(50);

            assertThat(client.received()).containsExactly(answers("k", 50));
            assertThat(client.isHeldUp()).isFalse();
            balancer.assertAtRest();
        }

        @Test
        void keepsNoMoreThanOneRequestMoreOfEachClient() {
            client.sends(gets("a", 50));
            Remote other = balancer.client();
            other.sends(gets("b", 50));
            Remote third = balancer.client();
            third.sends(gets("c", 50));

            assertThat(balancer.snapshot().unanswered()).isEqualTo(1 + 2 + 2);
            assertThat(other.isHeldUp()).isTrue();
            assertThat(third.isHeldUp()).isTrue();
        }

        @Test
        void letsEveryClientGoOnInTheEnd() {
            List<Remote> clients =
                    IntStream.range(0, 5).mapToObj(i -> balancer.client()).toList();
            for (int i = 0; i < 5; i++) {
                clients.get(i).sends(gets(i + "/", 20));
            }

            assertThat(serveAllThatCome(worker)).hasSize(100);

            for (int i = 0; i < 5; i++) {
                assertThat(clients.get(i).received()).containsExactly(answers(i + "/", 20));
            }
            assertThat(clients).noneMatch(Remote::isHeldUp);
            balancer.assertAtRest();
        }

        @Test
        void isSharedFairlyBetweenADeepPipelinerAndAShallowOne() {
            client.sends(gets("deep", 200));
            Remote shallow = balancer.client();

            for (int i = 0; i < 10; i++) {
                shallow.sends(get("shallow" + i));
                int before = 0;
                while (shallow.received().isEmpty()) {
                    worker.serves(worker.onlyRequest());
                    before++;
                }
                assertThat(before)
                        .as("requests served before the shallow one's")
                        .isLessThanOrEqualTo(6);
            }
        }

        @Test
        void isSharedByClientsThatAllHaveMuchToSend() {
            client.sends(gets("a", 100));
            balancer.client().sends(gets("b", 100));
            balancer.client().sends(gets("c", 100));

            List<String> served = serveAllThatCome(worker).subList(0, 150);

            for (String prefix : List.of("a", "b", "c")) {
                assertThat(served.stream().filter(key -> key.startsWith(prefix)).count())
                        .as("share of %s", prefix)
                        .isBetween(30L, 70L);
            }
        }

        @Test
        void refusesWhatItCannotTakeWhenTheTimeIsOver() {
            client.sends(gets("a", 3));
            Remote other = balancer.client();
            other.sends(gets("b", 1));

            for (int i = 0; i < 3; i++) {
                balancer.advance(Duration.ofMillis(990));
                worker.serves(worker.onlyRequest());
            }
            balancer.advance(Duration.ofMillis(30));

            assertThat(client.received()).containsExactly(answers("a", 3));
            assertThat(other.received())
                    .containsExactly(error(
                            ErrorCode.SERVER_BUSY,
                            "not done: no worker had room for it within 2250 ms; try again later"));
        }

        @Test
        void isNoReasonToKeepAClientWaitingThatHasLeft() {
            client.sends(gets("a", 5));
            Remote other = balancer.client();
            other.sends(gets("b", 5));

            client.vanishes();

            assertThat(serveAllThatCome(worker))
                    .contains("b0", "b1", "b2", "b3", "b4")
                    .doesNotContain("a3", "a4");
            assertThat(other.received()).containsExactly(answers("b", 5));
            balancer.assertAtRest();
        }
    }

    @Nested
    class AFullWindowOfReplies {
        private final BalancerFixture balancer = new BalancerFixture(settings -> settings.replies = 4);
        private final FakeWorker worker = balancer.baseWorker(1);
        private final Remote client = balancer.client();

        @Test
        void stopsTheClient() {
            client.sends(gets("k", 10));

            assertThat(worker.requests()).hasSize(4);
            assertThat(client.isHeldUp()).isTrue();
        }

        @Test
        void letsItGoOnWhenHalfOfTheRepliesAreSent() {
            client.sends(gets("k", 10));

            worker.serves(worker.requests().get(0));
            assertThat(worker.requestedKeys()).containsExactly("k1", "k2", "k3");

            worker.serves(worker.requests().get(0));
            assertThat(worker.requestedKeys()).containsExactly("k2", "k3", "k4", "k5");
        }

        @Test
        void doesNotKeepTheRequestThatFilledItFromTheQueue() {
            BalancerFixture tight = new BalancerFixture(settings -> {
                settings.replies = 1;
                settings.queue = 1;
                settings.window = 1;
            });
            FakeWorker only = tight.baseWorker(1);
            tight.client().sends(gets("a", 1));
            tight.client().sends(gets("b", 1));
            Remote other = tight.client();

            other.sends(gets("c", 3));

            assertThat(serveAllThatCome(only)).containsExactly("a0", "b0", "c0", "c1", "c2");
            assertThat(other.received()).containsExactly(answers("c", 3));
        }
    }

    @Nested
    class AFullBuffer {
        private final BalancerFixture balancer = new BalancerFixture(settings -> {
            settings.bufferedBytesMax = 1_000;
            settings.window = 1_000;
        });
        private final FakeWorker worker = balancer.baseWorker(1);

        @Test
        void stopsAllClientsUntilThereIsRoom() {
            String value = "v".repeat(600);
            Remote client = balancer.client();
            Remote other = balancer.client();
            client.sends(put("a", value), put("b", value), put("c", value));
            other.sends(put("d", value), put("e", value));

            assertThat(worker.requestedKeys()).containsExactly("a", "b", "d");
            assertThat(balancer.snapshot().bufferedBytes()).isLessThan(1_000 + 2 * 610);
            assertThat(client.isHeldUp()).isTrue();
            assertThat(other.isHeldUp()).isTrue();

            assertThat(serveAllThatCome(worker)).containsExactly("a", "b", "d", "c", "e");
            assertThat(client.received()).hasSize(3);
            assertThat(other.received()).hasSize(2);
            balancer.assertAtRest();
        }
    }
}
