package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Many threads on one client: each must read what it wrote. */
class ClientStressTest {
    private static final int THREADS = 32;

    /** Returns how many writes had an unknown outcome. */
    private static int hammer(Client client, int rounds) throws Exception {
        return hammer(client, rounds, false);
    }

    private static int hammer(Client client, int rounds, boolean deleting) throws Exception {
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            String key = "thread " + t;
            FutureTask<Integer> task = new FutureTask<>(() -> readWhatWasWritten(client, key, rounds, deleting));
            tasks.add(task);
            new Thread(task, key).start();
        }
        int unknown = 0;
        for (FutureTask<Integer> task : tasks) {
            unknown += task.get();
        }
        return unknown;
    }

    private static int readWhatWasWritten(Client client, String key, int rounds, boolean deleting) {
        int unknown = 0;
        Optional<String> before = Optional.empty();
        for (int i = 0; i < rounds; i++) {
            Optional<String> value = deleting && i % 2 == 1 ? Optional.empty() : Optional.of(key + " round " + i);
            boolean known = true;
            try {
                write(client, key, value);
            } catch (OutcomeUnknownException e) {
                unknown++;
                known = false;
            }
            Optional<String> found = client.get(key);
            if (known) {
                assertThat(found).isEqualTo(value);
            } else {
                assertThat(found).isIn(before, value);
            }
            before = found;
        }
        return unknown;
    }

    private static void write(Client client, String key, Optional<String> value) {
        if (value.isPresent()) {
            client.put(key, value.get());
        } else {
            client.delete(key);
        }
    }

    @Nested
    class OnAConnectionThatHolds {
        @Test
        void everyThreadReadsWhatItWrote() throws Exception {
            try (EchoBalancer balancer = new EchoBalancer(Integer.MAX_VALUE, false);
                    Client client = balancer.client().build().start()) {
                assertThat(hammer(client, 300)).isZero();
            }
        }

        @Test
        void placesInTheWindowAreSharedOut() throws Exception {
            try (EchoBalancer balancer = new EchoBalancer(Integer.MAX_VALUE, false);
                    Client client = balancer.client().inFlightMax(3).build().start()) {
                assertThat(hammer(client, 100)).isZero();
            }
        }
    }

    @Nested
    class OnConnectionsThatBreak {
        @Test
        void everyThreadReadsWhatItWroteOrIsTold() throws Exception {
            try (EchoBalancer balancer = new EchoBalancer(400, false);
                    Client client = balancer.client().build().start()) {
                assertThat(hammer(client, 300)).isPositive();
            }
        }

        @Test
        void noPlaceInTheWindowIsLost() throws Exception {
            try (EchoBalancer balancer = new EchoBalancer(100, false);
                    Client client = balancer.client().inFlightMax(2).build().start()) {
                hammer(client, 50);
            }
        }
    }

    @Nested
    class WithABalancerThatSpeaksTheExtensions {
        @Test
        void everyThreadReadsWhatItWroteOrDeleted() throws Exception {
            try (EchoBalancer balancer = new EchoBalancer(Integer.MAX_VALUE, true);
                    Client client = balancer.client().build().start()) {
                assertThat(hammer(client, 300, true)).isZero();
            }
        }

        @Test
        void everyThreadIsToldWhereAConnectionBreaks() throws Exception {
            try (EchoBalancer balancer = new EchoBalancer(100, true);
                    Client client = balancer.client().inFlightMax(8).build().start()) {
                assertThat(hammer(client, 100, true)).isPositive();
            }
        }
    }

    @Nested
    class Asynchronous {
        @Test
        void answersComeInTheOrderOfTheRequests() throws IOException {
            try (EchoBalancer balancer = new EchoBalancer(Integer.MAX_VALUE, false);
                    Client client = balancer.client().inFlightMax(16).build().start()) {
                List<Integer> order = new ArrayList<>();
                List<CompletableFuture<?>> all = new ArrayList<>();
                for (int i = 0; i < 2_000; i++) {
                    int number = i;
                    all.add(client.putAsync("k", "v" + i));
                    all.add(client.getAsync("k").thenAccept(value -> {
                        assertThat(value).contains("v" + number);
                        order.add(number);
                    }));
                }
                all.forEach(CompletableFuture::join);
                assertThat(order).isSorted().hasSize(2_000);
            }
        }
    }
}
