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
 * can answer is measured in the same run.
 */
class OverloadIT {
    private static final Duration LOAD = Duration.ofMillis(1_500);
    private static final int QUEUE = 1_024;
    private static final Listener NOBODY = (part, point, errors) -> {};

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private LoadBalancer start(LoadBalancer.Builder builder, Supplier<KeyValueStore> stores) throws Exception {
        LoadBalancer balancer = builder.clientPort(0).workerPort(0).build().start();
        opened.add(balancer);
        for (int id = 1; id <= 2; id++) {
            Worker worker = Worker.builder()
                    .id(id)
                    .balancer("127.0.0.1", balancer.workerAddress().getPort())
                    .store(stores)
                    .build()
                    .start();
            opened.add(worker);
            assertThat(worker.awaitReady(Duration.ofSeconds(30))).isTrue();
        }
        return balancer;
    }

    private static Outcome run(LoadBalancer balancer, int pipeline, @Nullable Integer rate) {
        BenchPlan plan = new BenchPlan(
                new Target(Protocol.KVLB, "127.0.0.1", balancer.clientAddress().getPort()),
                new Crowd(64, pipeline, 1, Duration.ofSeconds(20)),
                new Workload(1, 100, Distribution.UNIFORM, new ValueSizes(64, 64), 1),
                new Extent(rate == null, Duration.ofMillis(rate == null ? 500 : 0), LOAD, null, rate));
        try (Bench bench = Bench.connect(plan, NOBODY)) {
            return bench.run().outcome();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static int perSecond(Outcome outcome) {
        return (int) outcome.perSecond(outcome.answers());
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

    /** What the load has left was answered soon after it, and a load below what can be answered is answered, all of it. */
    private static void assertRecovered(LoadBalancer balancer, Outcome overload, int rate) {
        assertThat(overload.elapsedNanos()).isLessThan(LOAD.plusSeconds(5).toNanos());
        Outcome calm = run(balancer, 64, rate);

        assertThat(calm.errors()).isEmpty();
        assertThat(perSecond(calm)).isGreaterThan(rate * 3 / 4);
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
            int capacity = perSecond(run(balancer, 1, null));

            Outcome outcome = overload(balancer, 64, times * capacity, QUEUE + 2 * WINDOW + 64);

            assertThat(perSecond(outcome)).isGreaterThan(capacity * 3 / 4);
            assertThat(outcome.errors().keySet()).isNotEmpty().allMatch(text -> text.startsWith("SERVER_BUSY"));
            assertRecovered(balancer, outcome, capacity / 2);
        }
    }

    /** Workers as they are: the queue is worked off so fast that nobody waits for long. */
    @Nested
    class FastWorkers {
        private static final int WINDOW = 1_024;

        @ParameterizedTest
        @ValueSource(ints = {2, 10})
        void answerAsMuchAsTheyCanAndTheRestIsNotRead(int times) throws Exception {
            LoadBalancer balancer = start(LoadBalancer.builder(), KeyValueStore::hashMap);
            int capacity = perSecond(run(balancer, 32, null));

            int rate = Math.min(10_000_000, times * capacity);
            Outcome outcome = overload(balancer, 1_000, rate, QUEUE + 2 * WINDOW + 64);

            assertThat(perSecond(outcome)).isGreaterThan(capacity * 3 / 4);
            assertThat(outcome.errors()).isEmpty();
            assertRecovered(balancer, outcome, capacity / 4);
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
