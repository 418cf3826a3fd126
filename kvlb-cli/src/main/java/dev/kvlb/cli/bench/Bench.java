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
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A run of the load generator: it writes each key once, warms up, and then sends the load that counts. Made, run and closed by
 * one thread at a time; {@link #stop} is for any.
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

    /**
     * Runs it all, or until somebody stops it, and returns what came of its last part: the load, or one before in which not
     * all was as it should be.
     */
    public BenchResult run() throws InterruptedException {
        BenchResult result = null;
        for (Part part : Part.values()) {
            boolean isWanted = switch (part) {
                case PRELOAD -> plan.extent().preload();
                case WARMUP -> !plan.extent().warmup().isZero();
                case LOAD -> true;
            };
            if (isWanted && (result == null || (result.isClean() && !stopped))) {
                result = run(part);
            }
        }
        return Objects.requireNonNull(result);
    }

    private BenchResult run(Part part) throws InterruptedException {
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            phases.add(phase(part, i));
        }
        PartRun run = new PartRun(part, phases, this::now, new Pace(plan.extent()), listener);
        run.run(loops, threads);
        return run.result(plan, stopped);
    }

    private Phase phase(Part part, int thread) {
        Extent extent = plan.extent();
        if (part == Part.PRELOAD) {
            return preload(thread);
        }
        if (part == Part.WARMUP) {
            return load(thread, now() + extent.warmup().toNanos(), UNCOUNTED);
        }
        Long count = extent.count();
        return count == null
                ? load(thread, now() + extent.duration().toNanos(), UNCOUNTED)
                : load(thread, FOREVER, share(count, thread));
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
}
