package dev.kvlb.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvlb.cli.bench.BenchPlan.Crowd;
import dev.kvlb.cli.bench.BenchPlan.Extent;
import dev.kvlb.cli.bench.BenchPlan.ValueSizes;
import dev.kvlb.cli.bench.BenchPlan.Workload;
import dev.kvlb.cli.bench.BenchResult.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole runs, against a server in this process. */
class BenchTest {
    private static final int KEYS = 100;
    private static final long COUNT = 2_001;
    private static final Listener NOBODY = (part, point, errors) -> {};

    @ParameterizedTest
    @EnumSource(names = {"REDIS", "MEMCACHED"})
    void eachRequestIsAnsweredAndCounted(Protocol protocol) throws Exception {
        try (FakeCache server = new FakeCache(protocol)) {
            BenchResult result = run(server, counted(true, COUNT));

            assertThat(result.isClean()).isTrue();
            assertThat(result.part()).isEqualTo(Part.LOAD);
            assertThat(result.outcome().answers()).isEqualTo(COUNT);
            assertThat(result.outcome().gets().getTotalCount()).isBetween(900L, 1_100L);
            assertThat(result.outcome().elapsedNanos()).isPositive();
            assertThat(result.timeline().stream()
                            .mapToLong(BenchResult.Point::answers)
                            .sum())
                    .isEqualTo(COUNT);
            assertThat(server.values()).hasSize(KEYS);
            assertThat(server.values().values()).allMatch(value -> value.length() >= 8 && value.length() <= 300);
        }
    }

    @Test
    void aValueOfAnotherKeyIsFound() throws Exception {
        String wrong = BenchKeys.name(7);
        String other = BenchKeys.name(8);
        AtomicInteger lies = new AtomicInteger();
        FakeCache[] self = new FakeCache[1];
        try (FakeCache server = new FakeCache(Protocol.REDIS, (key, value) -> {
            if (!key.equals(wrong)) {
                return value;
            }
            lies.incrementAndGet();
            return self[0].values().get(other);
        })) {
            self[0] = server;
            BenchResult result = run(server, counted(true, COUNT));

            assertThat(result.outcome().wrongValues()).isPositive().isEqualTo(lies.get());
            assertThat(result.outcome().errorCount()).isZero();
            assertThat(result.isClean()).isFalse();
        }
    }

    @Test
    void aKeyThatWasWrittenAndIsNotFoundIsAFailure() throws Exception {
        try (FakeCache server =
                new FakeCache(Protocol.MEMCACHED, (key, value) -> key.equals(BenchKeys.name(7)) ? "" : value)) {
            BenchResult result = run(server, counted(true, COUNT));

            assertThat(result.outcome().misses()).isPositive();
            assertThat(result.isClean()).isFalse();
        }
    }

    @Test
    void aKeyThatWasNotWrittenNeedNotBeFound() throws Exception {
        try (FakeCache server = new FakeCache(Protocol.REDIS)) {
            BenchResult result = run(server, counted(false, KEYS));

            assertThat(result.outcome().misses()).isPositive();
            assertThat(result.isClean()).isTrue();
        }
    }

    @Test
    void aConnectionThatIsLostIsOpenedAgain() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        try (FakeCache server =
                new FakeCache(Protocol.REDIS, (key, value) -> gets.incrementAndGet() == 100 ? null : value)) {
            BenchResult result = run(server, counted(true, COUNT));

            assertThat(result.outcome().errorCount()).isBetween(1L, 4L);
            assertThat(result.outcome().answers() + result.outcome().errorCount())
                    .isEqualTo(COUNT);
            assertThat(result.isClean()).isFalse();
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Target target = new Target(Protocol.REDIS, "127.0.0.1", silent.getLocalPort());
            Crowd crowd = new Crowd(2, 1, 1, Duration.ofMillis(50));
            try (Bench bench = Bench.connect(new BenchPlan(target, crowd, workload(), counted(false, 2)), NOBODY)) {
                BenchResult result = bench.run();

                assertThat(result.outcome().errors()).containsEntry("no answer within 50 ms", 2L);
                assertThat(result.outcome().answers()).isZero();
            }
        }
    }

    @Test
    void whatIsNotCleanIsNotGoneOnFrom() throws Exception {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Target target = new Target(Protocol.REDIS, "127.0.0.1", listener.getLocalPort());
        Crowd crowd = new Crowd(1, 1, 1, Duration.ofMillis(50));
        try (Bench bench = Bench.connect(new BenchPlan(target, crowd, workload(), counted(true, 2)), NOBODY)) {
            listener.close();
            assertThat(bench.run().part()).isEqualTo(Part.PRELOAD);
        }
    }

    @Test
    void latencyCountsFromWhenARequestWasDue() throws Exception {
        try (FakeCache server = new FakeCache(Protocol.REDIS)) {
            // Due at once, all of them, and taken one after the other.
            Extent extent = new Extent(false, Duration.ZERO, Duration.ofSeconds(1), 2_000L, 10_000_000);
            Crowd crowd = new Crowd(1, 1, 1, Duration.ofSeconds(5));
            try (Bench bench = Bench.connect(new BenchPlan(server.target(), crowd, workload(), extent), NOBODY)) {
                Outcome outcome = bench.run().outcome();

                assertThat(outcome.answers()).isEqualTo(2_000);
                // The last has waited for all the others, but for the 200 us in which they become due.
                assertThat(outcome.all().getMaxValue()).isGreaterThan(outcome.elapsedNanos() / 2);
            }
        }
    }

    @Test
    void itCanBeEndedEarly() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        Bench[] self = new Bench[1];
        try (FakeCache server = new FakeCache(Protocol.REDIS, (key, value) -> {
                    if (gets.incrementAndGet() == 100) {
                        self[0].stop();
                    }
                    return value;
                });
                Bench bench = Bench.connect(
                        new BenchPlan(server.target(), crowd(), workload(), counted(true, Long.MAX_VALUE)), NOBODY)) {
            self[0] = bench;
            BenchResult result = bench.run();

            assertThat(result.stopped()).isTrue();
            assertThat(result.outcome().answers()).isPositive();
            assertThat(result.isClean()).isTrue();
        }
    }

    @Test
    void progressIsToldEachSecond() throws Exception {
        Collection<Double> speeds = new ConcurrentLinkedQueue<>();
        Listener listener = (part, point, errors) -> {
            assertThat(part).isEqualTo(Part.LOAD);
            assertThat(errors).isZero();
            speeds.add(point.perSecond());
        };
        Extent extent = new Extent(false, Duration.ZERO, Duration.ofMillis(1_500), null, 1_000);
        Workload puts = new Workload(0, KEYS, Distribution.UNIFORM, new ValueSizes(8, 8), 1);
        try (FakeCache server = new FakeCache(Protocol.REDIS);
                Bench bench = Bench.connect(new BenchPlan(server.target(), crowd(), puts, extent), listener)) {
            assertThat(bench.run().isClean()).isTrue();
            assertThat(speeds).anyMatch(speed -> speed > 0);
        }
    }

    @Test
    void aServerThatIsNotThereIsAnError() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        BenchPlan plan =
                new BenchPlan(new Target(Protocol.KVLB, "127.0.0.1", port), crowd(), workload(), counted(true, 1));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Bench.connect(plan, NOBODY).close())
                .withMessageContaining("refused");
    }

    private static BenchResult run(FakeCache server, Extent extent) throws Exception {
        try (Bench bench = Bench.connect(new BenchPlan(server.target(), crowd(), workload(), extent), NOBODY)) {
            return bench.run();
        }
    }

    private static Crowd crowd() {
        return new Crowd(3, 4, 2, Duration.ofSeconds(10));
    }

    private static Workload workload() {
        return new Workload(0.5, KEYS, Distribution.UNIFORM, new ValueSizes(8, 300), 1);
    }

    private static Extent counted(boolean preload, long count) {
        return new Extent(preload, Duration.ZERO, Duration.ofSeconds(1), count, null);
    }
}
