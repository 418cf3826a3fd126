package dev.kvlb.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Assumptions;

/** Runs simulations of many seeds, as many at once as there are processors. */
final class Seeds {
    private static final int FAILURES_MAX = 20;

    private final LongFunction<Simulation> simulation;

    /** Makes the runs of a kind of simulation, by its seed. */
    Seeds(LongFunction<Simulation> simulation) {
        this.simulation = simulation;
    }

    /**
     * Runs the seeds from one up to, without, another; returns what they have met.
     *
     * @throws AssertionError if any failed: that of the first, which names the others
     */
    Counters run(long from, long to) {
        Counters counters = new Counters();
        Map<Long, AssertionError> failures = new TreeMap<>();
        AtomicLong next = new AtomicLong(from);
        Runnable work = () -> {
            for (long seed = next.getAndIncrement(); seed < to; seed = next.getAndIncrement()) {
                SimulationResult result = null;
                AssertionError failure = null;
                try {
                    result = simulation.apply(seed).run();
                } catch (AssertionError e) {
                    failure = e;
                }
                synchronized (counters) {
                    if (result != null) {
                        counters.addAll(result.counters());
                    } else if (failures.size() < FAILURES_MAX) {
                        failures.put(seed, failure);
                    } else {
                        return;
                    }
                }
            }
        };
        onAllProcessors(work);
        if (!failures.isEmpty()) {
            AssertionError first = failures.values().iterator().next();
            throw new AssertionError("failed: seeds " + failures.keySet() + "; " + first.getMessage(), first);
        }
        return counters;
    }

    private static void onAllProcessors(Runnable work) {
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(processors);
        try {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < processors; i++) {
                running.add(CompletableFuture.runAsync(work, threads));
            }
            running.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    /** Returns whether the command line asks for other seeds than those of every build. */
    static boolean areAskedFor() {
        return System.getProperty("kvlb.seed") != null || System.getProperty("kvlb.seeds") != null;
    }

    /** Runs the seeds that {@code -Dkvlb.seeds=A..B} asks for, from A up to, without, B, and says what they have met. */
    void runRangeAskedFor() {
        String range = System.getProperty("kvlb.seeds");
        Assumptions.assumeTrue(range != null, "-Dkvlb.seeds=A..B runs the seeds from A up to, without, B");
        String[] ends = range.split("\\.\\.", 2);
        long nanos = System.nanoTime();
        Counters counters = run(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
        System.out.printf("seeds %s in %.1f s%n%s", range, (System.nanoTime() - nanos) / 1e9, counters);
    }

    /** Runs the seed that {@code -Dkvlb.seed=N} asks for, and prints all that happens. */
    void runOneAskedFor() {
        String seed = System.getProperty("kvlb.seed");
        Assumptions.assumeTrue(seed != null, "-Dkvlb.seed=N runs one seed and prints all that happens");
        SimulationResult result = simulation
                .apply(Long.parseLong(seed))
                .traceTo(System.out::println)
                .run();
        System.out.println(result.counters());
    }
}
