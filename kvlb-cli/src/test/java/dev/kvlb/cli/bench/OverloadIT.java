package dev.kvlb.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.LoadBalancer;
import dev.kvlb.Worker;
import dev.kvlb.cli.bench.BenchPlan.Crowd;
import dev.kvlb.cli.bench.BenchPlan.Extent;
import dev.kvlb.cli.bench.BenchPlan.ValueSizes;
import dev.kvlb.cli.bench.BenchPlan.Workload;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.ForwardingKeyValueStore;
import dev.kvlb.spi.KeyValueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Twice and ten times as many requests as a cluster can answer, sent at their times whether answers come or not. What it
 * can answer is measured right before. What else the machine does may slow down the one or the other: so what is said
 * about speeds may take several rounds to show, where it would show in none if it weren't so.
 */
class OverloadIT {
    private static final Duration LOAD = Duration.ofMillis(1_500);
    private static final int QUEUE = 1_024;
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS_MAX = 12;

    /** Longer than anything takes, on a busy machine too. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final Listener NOBODY = (part, point, errors) -> {};

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private LoadBalancer start(LoadBalancer.Builder builder, Supplier<KeyValueStore> stores) throws Exception {
        LoadBalancer balancer =
                builder.clientPort(0).workerPort(0).workerTimeout(LONG).build().start();
        opened.add(balancer);
        for (int id = 1; id <= 2; id++) {
            Worker worker = Worker.builder()
                    .id(id)
                    .balancer("127.0.0.1", balancer.workerAddress().getPort())
                    .store(stores)
                    .peerTimeout(LONG)
                    .balancerTimeout(LONG)
                    .drainTimeout(Duration.ofSeconds(1))
                    .build()
                    .start();
            opened.add(worker);
            assertThat(worker.awaitReady(LONG)).isTrue();
        }
        return balancer;
    }

    private static Outcome run(LoadBalancer balancer, int pipeline, @Nullable Integer rate) {
        BenchPlan plan = new BenchPlan(
                new Target(Protocol.KVLB, "127.0.0.1", balancer.clientAddress().getPort()),
                new Crowd(CONNECTIONS, pipeline, 1, LONG),
                new Workload(1, 100, Distribution.UNIFORM, new ValueSizes(64, 64), 1),
                new Extent(rate == null, Duration.ofMillis(rate == null ? 500 : 0), LOAD, null, rate));
        try (Bench bench = Bench.connect(plan, NOBODY)) {
            return bench.run().outcome();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int perSecond(Outcome outcome) {
        return Math.max(1, (int) outcome.perSecond(outcome.answers()));
    }

    /** Runs the load, and checks all the time that what the balancer keeps has a bound. */
    private static Outcome overload(LoadBalancer balancer, int pipeline, int rate, int keptMax) throws Exception {
        CompletableFuture<Outcome> load = CompletableFuture.supplyAsync(() -> run(balancer, pipeline, rate));
        while (!load.isDone()) {
            BalancerSnapshot now = balancer.snapshot();
            assertThat(now.queued()).isLessThanOrEqualTo(QUEUE);
            assertThat(now.unanswered()).isLessThanOrEqualTo(keptMax);
            // Each keeps its key, or the value that answers it.
            assertThat(now.bufferedBytes()).isLessThan(200L * keptMax);
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return load.get();
    }

    /** A measurement of what can be answered, an overload, and a load below what can be answered. */
    private interface Round {
        /** Plays it, and returns which of its speeds are not as they should be. */
        List<String> play() throws Exception;
    }

    /** Plays rounds until the speeds of one are as they should be. */
    private static void assertKeepsUp(Round round) throws Exception {
        List<String> complaints = round.play();
        for (int i = 1; i < ROUNDS_MAX && !complaints.isEmpty(); i++) {
            complaints = round.play();
        }
        assertThat(complaints).isEmpty();
    }

    /** As much as can be answered is, and what the load leaves soon after it; then a lower load is answered, all of it. */
    private static List<String> complaints(
            LoadBalancer balancer, int capacity, Outcome overload, int pipeline, int calmRate) {
        List<String> complaints = new ArrayList<>();
        if (perSecond(overload) <= capacity * 3 / 4) {
            complaints.add(perSecond(overload) + " answers a second, of " + capacity);
        }
        long leftMillis = 1_000L * CONNECTIONS * pipeline / capacity;
        if (overload.elapsedNanos()
                > LOAD.plusSeconds(5).plusMillis(2 * leftMillis).toNanos()) {
            complaints.add("the last answer came after " + overload.elapsedNanos() + " ns");
        }
        Outcome calm = run(balancer, 64, calmRate);
        if (!calm.errors().isEmpty() || perSecond(calm) <= calmRate * 3 / 4) {
            complaints.add("then " + perSecond(calm) + " answers a second, of " + calmRate + ": " + calm.errors());
        }
        return complaints;
    }

    /** Workers that need so long for each request that a queue that is full lasts for longer than a request may wait. */
    @Nested
    class SlowWorkers {
        private static final int WINDOW = 32;

        @ParameterizedTest
        @ValueSource(ints = {2, 10})
        void answerAsMuchAsTheyCanAndTheRestIsToldThatTheServerIsBusy(int times) throws Exception {
            LoadBalancer balancer = start(
                    LoadBalancer.builder().workerWindow(WINDOW).requestTimeout(Duration.ofMillis(300)), SlowStore::new);
            assertKeepsUp(() -> {
                int capacity = perSecond(run(balancer, 1, null));

                Outcome outcome = overload(balancer, 64, times * capacity, QUEUE + 2 * WINDOW + 64);

                List<String> complaints = complaints(balancer, capacity, outcome, 64, capacity / 2);
                Set<String> errors = outcome.errors().keySet();
                if (errors.isEmpty() || !errors.stream().allMatch(text -> text.startsWith("SERVER_BUSY"))) {
                    complaints.add("not just told that the server is busy: " + errors);
                }
                return complaints;
            });
        }
    }

    /** Workers as they are: the queue is worked off so fast that nobody waits for long. */
    @Nested
    class FastWorkers {
        private static final int WINDOW = 1_024;

        @ParameterizedTest
        @ValueSource(ints = {2, 10})
        void answerAsMuchAsTheyCanAndTheRestIsNotRead(int times) throws Exception {
            LoadBalancer balancer = start(LoadBalancer.builder().requestTimeout(LONG), KeyValueStore::hashMap);
            assertKeepsUp(() -> {
                int capacity = perSecond(run(balancer, 32, null));

                int rate = Math.min(10_000_000, times * capacity);
                Outcome outcome = overload(balancer, 1_000, rate, QUEUE + 2 * WINDOW + 64);

                assertThat(outcome.errors()).isEmpty();
                return complaints(balancer, capacity, outcome, 1_000, capacity / 4);
            });
        }
    }

    /** A store in which it takes a millisecond to find something. */
    private static final class SlowStore extends ForwardingKeyValueStore {
        SlowStore() {
            super(KeyValueStore.hashMap());
        }

        @Override
        public boolean find(ByteSlice key, EntryVisitor visitor) {
            try {
                TimeUnit.MILLISECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.find(key, visitor);
        }
    }
}
