package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchPlan.Crowd;
import dev.kvlb.cli.bench.BenchPlan.Extent;
import dev.kvlb.cli.bench.BenchResult.Part;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A run of the load generator: it writes each key once, warms up, and then sends the load that counts. Made, run and closed by
 * one thread; {@link #stop} is for any.
 */
public final class Bench implements Closeable {
    /** While keys are written, so that it takes less time. */
    private static final int PRELOAD_PIPELINE = 16;

    private static final long FOREVER = Long.MAX_VALUE;
    private static final long UNCOUNTED = Long.MAX_VALUE;

    private final BenchPlan plan;
    private final Listener listener;
    private final SplittableRandom random;
    private final long origin = System.nanoTime();
    private final List<Loop> loops = new ArrayList<>();
    private final ExecutorService threads;
    private volatile boolean stopped;

    private Bench(BenchPlan plan, Listener listener) {
        this.plan = plan;
        this.listener = listener;
        random = new SplittableRandom(plan.workload().seed());
        threads = Executors.newFixedThreadPool(plan.crowd().threads(), task -> {
            Thread thread = new Thread(task, "kvlb-bench");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Opens all connections.
     *
     * @throws IOException if one of them can't be opened; none is left then
     */
    public static Bench connect(BenchPlan plan, Listener listener) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(plan.target().host(), plan.target().port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("no such host: " + plan.target().host());
        }
        Bench bench = new Bench(plan, listener);
        try {
            bench.open(address);
            return bench;
        } catch (IOException e) {
            bench.close();
            throw e;
        }
    }

    private void open(InetSocketAddress address) throws IOException {
        Crowd crowd = plan.crowd();
        for (int i = 0; i < crowd.threads(); i++) {
            loops.add(new Loop(plan.target().protocol().wire(), crowd.timeout(), this::now));
        }
        for (int i = 0; i < crowd.connections(); i++) {
            loops.get(i % crowd.threads()).connect(address, Math.max(PRELOAD_PIPELINE, crowd.pipeline()));
        }
    }

    /** Returns nanoseconds since this was made. */
    private long now() {
        return System.nanoTime() - origin;
    }

    /** Runs it all, or until somebody stops it, and returns what came of it. */
    public BenchResult run() throws InterruptedException {
        Extent extent = plan.extent();
        if (extent.preload()) {
            PartRun preload = new PartRun(Part.PRELOAD, this::preload);
            BenchResult result = preload.run();
            if (stopped || !result.isClean()) {
                return result;
            }
        }
        long warmup = extent.warmup().toNanos();
        if (warmup > 0) {
            BenchResult result = new PartRun(Part.WARMUP, i -> load(i, now() + warmup, UNCOUNTED)).run();
            if (stopped) {
                return result;
            }
        }
        Long count = extent.count();
        return new PartRun(
                        Part.LOAD,
                        i -> count == null
                                ? load(i, now() + extent.duration().toNanos(), UNCOUNTED)
                                : load(i, FOREVER, share(count, i)))
                .run();
    }

    /** Ends it early: no more requests are sent, and the result is of those that have been. */
    public void stop() {
        stopped = true;
        loops.forEach(Loop::stop);
    }

    private Phase preload(int thread) {
        int keys = plan.workload().keys();
        Mix mix = new EachKeyOnce(plan.workload(), thread, plan.crowd().threads(), random.split());
        int pipeline = Math.max(PRELOAD_PIPELINE, plan.crowd().pipeline());
        return new Phase(new ClosedLoop(FOREVER, share(keys, thread)), mix, pipeline, new Tally());
    }

    private Phase load(int thread, long end, long count) {
        return new Phase(
                schedule(thread, end, count),
                new RandomMix(plan.workload(), random.split()),
                plan.crowd().pipeline(),
                new Tally());
    }

    private Schedule schedule(int thread, long end, long count) {
        Integer rate = plan.extent().rate();
        if (rate == null) {
            return new ClosedLoop(end, count);
        }
        // The threads take turns, so that all requests together are at even distances.
        long offset = TimeUnit.SECONDS.toNanos(1) * thread / rate;
        return new OpenLoop(now() + offset, end, (double) rate / plan.crowd().threads(), count);
    }

    /** Returns the part of one thread, so that all parts together are {@code whole}. */
    private long share(long whole, int thread) {
        int parts = plan.crowd().threads();
        return whole / parts + (thread < whole % parts ? 1 : 0);
    }

    @Override
    public void close() throws IOException {
        stop();
        threads.shutdown();
        for (Loop loop : loops) {
            loop.close();
        }
    }

    /** Makes the phase of one thread. */
    private interface PhaseOfThread {
        Phase of(int thread);
    }

    /** One part of the run, on all threads. */
    private final class PartRun {
        private final Part part;
        private final List<Phase> phases = new ArrayList<>();
        private final Ledger ledger;
        private final Pace pace = new Pace(plan.extent());

        PartRun(Part part, PhaseOfThread phase) {
            this.part = part;
            long begin = now();
            for (int i = 0; i < loops.size(); i++) {
                phases.add(phase.of(i));
            }
            ledger = new Ledger(phases.stream().map(Phase::tally).toList(), begin);
        }

        BenchResult run() throws InterruptedException {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < phases.size(); i++) {
                Loop loop = loops.get(i);
                Phase phase = phases.get(i);
                running.add(threads.submit(() -> {
                    loop.run(phase);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                while (!pace.awaitPiece(each)) {
                    tell(ledger.add(now()));
                }
            }
            long end = now();
            ledger.add(end);
            long unsent = phases.stream()
                    .mapToLong(phase -> phase.schedule().overdue(end))
                    .sum();
            return new BenchResult(plan, part, ledger.outcome(unsent), ledger.timeline(), stopped);
        }

        private void tell(BenchResult.Point point) {
            if (pace.isTimeToTell(point.endNanos())) {
                Outcome soFar = ledger.outcome(0);
                listener.onProgress(
                        part, point, soFar.answers(), soFar.errorCount() + soFar.misses() + soFar.wrongValues());
            }
        }
    }

    /** How long the pieces of the timeline are, and when progress is told. */
    private static final class Pace {
        private static final int PIECES = 100;
        private static final long PIECE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(100);
        private static final long PIECE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);
        private static final long TELLING_NANOS = TimeUnit.SECONDS.toNanos(1);

        private final long pieceNanos;
        private long nextTelling = TELLING_NANOS;

        Pace(Extent extent) {
            long whole = extent.count() == null ? extent.duration().toNanos() : 0;
            pieceNanos = Math.max(PIECE_NANOS_MIN, Math.min(PIECE_NANOS_MAX, whole / PIECES));
        }

        /** Waits for a piece of time, and returns true when that thread is done before. */
        boolean awaitPiece(Future<?> thread) throws InterruptedException {
            try {
                thread.get(pieceNanos, TimeUnit.NANOSECONDS);
                return true;
            } catch (java.util.concurrent.TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a thread of the load has failed", e.getCause());
            }
        }

        boolean isTimeToTell(long sinceBegin) {
            boolean isTime = sinceBegin >= nextTelling;
            if (isTime) {
                nextTelling = sinceBegin + TELLING_NANOS;
            }
            return isTime;
        }
    }
}
