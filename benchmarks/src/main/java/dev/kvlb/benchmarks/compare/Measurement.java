package dev.kvlb.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Has many threads do one workload for a while, and counts. */
final class Measurement {
    private static final long LATENCY_MAX_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;
    private static final int SEED = 42;

    private final Settings settings;
    private final String[] keys;
    private final byte[] value;

    /** How many requests were answered in each second, and how long they took; no times where many were under way. */
    record Result(double requestsPerSecond, @Nullable Histogram nanos) {}

    /** What one thread did. */
    private record Share(long requests, Histogram nanos) {}

    Measurement(Settings settings) {
        this.settings = settings;
        this.keys = new String[settings.keys()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "key:%08d".formatted(i);
        }
        this.value = new byte[settings.valueBytes()];
    }

    /** Stores every key. */
    void fill(Store store) throws ExecutionException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
        try {
            List<Future<?>> shares = new ArrayList<>();
            for (int i = 0; i < settings.threads(); i++) {
                shares.add(threads.submit(() -> {
                    for (int k = next.getAndIncrement(); k < keys.length; k = next.getAndIncrement()) {
                        store.put(keys[k], value);
                    }
                    return null;
                }));
            }
            for (Future<?> share : shares) {
                share.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Warms up and measures.
     *
     * @throws ExecutionException if a request fails
     */
    Result run(Store store, Workload workload) throws ExecutionException, InterruptedException {
        if (settings.warmupSeconds() > 0) {
            run(store, workload, settings.warmupSeconds());
        }
        return run(store, workload, settings.seconds());
    }

    private Result run(Store store, Workload workload, int seconds) throws ExecutionException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
        SplittableRandom seeds = new SplittableRandom(SEED);
        try {
            List<Future<Share>> shares = new ArrayList<>();
            long startNanos = System.nanoTime();
            for (int i = 0; i < settings.threads(); i++) {
                SplittableRandom random = seeds.split();
                shares.add(threads.submit(task(store, workload, random, over)));
            }
            TimeUnit.SECONDS.sleep(seconds);
            over.set(true);
            long requests = 0;
            Histogram nanos = new Histogram(LATENCY_MAX_NANOS, DIGITS);
            for (Future<Share> share : shares) {
                requests += share.get().requests();
                nanos.add(share.get().nanos());
            }
            double tookSeconds = (System.nanoTime() - startNanos) / 1e9;
            return new Result(requests / tookSeconds, workload.isAsync() ? null : nanos);
        } finally {
            over.set(true);
            threads.shutdown();
        }
    }

    private Callable<Share> task(Store store, Workload workload, SplittableRandom random, AtomicBoolean over) {
        return workload.isAsync()
                ? () -> ask(store, workload, random, over)
                : () -> askAndWait(store, workload, random, over);
    }

    private Share askAndWait(Store store, Workload workload, SplittableRandom random, AtomicBoolean over)
            throws Exception {
        Histogram nanos = new Histogram(LATENCY_MAX_NANOS, DIGITS);
        long before = System.nanoTime();
        while (!over.get()) {
            workload.request(store, key(random), value);
            long after = System.nanoTime();
            nanos.recordValue(Math.min(after - before, LATENCY_MAX_NANOS));
            before = after;
        }
        return new Share(nanos.getTotalCount(), nanos);
    }

    private Share ask(Store store, Workload workload, SplittableRandom random, AtomicBoolean over) throws Exception {
        Window window = store.window(settings.inFlight());
        long requests = 0;
        while (!over.get()) {
            workload.request(window, key(random), value);
            requests++;
        }
        window.await();
        return new Share(requests, new Histogram(LATENCY_MAX_NANOS, DIGITS));
    }

    private String key(SplittableRandom random) {
        return keys[random.nextInt(keys.length)];
    }
}
