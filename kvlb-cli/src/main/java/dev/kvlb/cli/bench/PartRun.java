package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchResult.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** One part of a run: a phase for each loop, each on a thread of its own, while this thread adds up what comes of them. */
final class PartRun {
    private final Part part;
    private final List<Phase> phases;
    private final LongSupplier clock;
    private final Pace pace;
    private final Listener listener;
    private final Ledger ledger;
    private long unsent;

    PartRun(Part part, List<Phase> phases, LongSupplier clock, Pace pace, Listener listener) {
        this.part = part;
        this.phases = phases;
        this.clock = clock;
        this.pace = pace;
        this.listener = listener;
        ledger = new Ledger(phases.stream().map(Phase::tally).toList(), clock.getAsLong());
    }

    /** Returns when all loops are done. */
    void run(List<Loop> loops, ExecutorService threads) throws InterruptedException {
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
            while (!isDoneAfterPiece(each)) {
                addPiece();
            }
        }
        long end = clock.getAsLong();
        ledger.add(end);
        for (Phase phase : phases) {
            unsent += phase.schedule().overdue(end);
        }
    }

    private boolean isDoneAfterPiece(Future<?> loop) throws InterruptedException {
        try {
            loop.get(pace.pieceNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a loop of the load has failed: " + e.getCause(), e.getCause());
        }
    }

    private void addPiece() {
        long now = clock.getAsLong();
        ledger.add(now);
        if (pace.isTimeToTell(ledger.sinceBegin(now))) {
            Outcome soFar = ledger.outcome(0);
            long wrong = soFar.errorCount() + soFar.misses() + soFar.wrongValues();
            listener.onProgress(part, ledger.takeRecent(now), wrong);
        }
    }

    BenchResult result(BenchPlan plan, boolean stopped) {
        return new BenchResult(plan, part, ledger.outcome(unsent), ledger.timeline(), stopped);
    }
}
