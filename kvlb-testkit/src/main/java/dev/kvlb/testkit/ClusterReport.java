package dev.kvlb.testkit;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.WorkerSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** How a cluster is, and what was done to it, in lines for people. */
final class ClusterReport {
    private static final long ANSWER_MAX_SECONDS = 2;

    private final StringBuilder text = new StringBuilder();

    ClusterReport(TestCluster cluster, List<String> faults, List<String> deeds) {
        line("kvlb cluster, seed %d", cluster.seed());
        line("  %s", said(cluster.balancer(), () -> text(cluster.balancer().snapshot())));
        for (TestWorker worker : cluster.workers()) {
            line("  %s", said(worker, () -> text(worker.snapshot())));
        }
        faults.forEach(fault -> line("  network, %s", fault));
        line("  what was done:");
        deeds.forEach(deed -> line("  %s", deed));
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /** A process that does not answer must not keep the report from being printed. */
    private static String said(TestProcess process, Supplier<String> answer) {
        String state;
        if (!process.isAlive()) {
            state = "dead";
        } else if (process.isPaused()) {
            state = "paused";
        } else {
            try {
                state = ask(answer).get(ANSWER_MAX_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                state = "does not answer within " + ANSWER_MAX_SECONDS + " s";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                state = "was not asked: interrupted";
            } catch (ExecutionException e) {
                state = String.valueOf(e.getCause());
            }
        }
        return process.name() + ": " + state;
    }

    /** On a thread of its own: those that a JVM shares may all be busy with what the test does. */
    private static Future<String> ask(Supplier<String> answer) {
        FutureTask<String> asked = new FutureTask<>(answer::get);
        Thread thread = new Thread(asked, "kvlb-testkit-report");
        thread.setDaemon(true);
        thread.start();
        return asked;
    }

    private static String text(BalancerSnapshot snapshot) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s%s, epoch %d, view %d, settled %d; %d clients, %d requests wait, %d unanswered, %d writes in flight",
                snapshot.phase(),
                snapshot.reason().isEmpty() ? "" : " (" + snapshot.reason() + ")",
                snapshot.epoch(),
                snapshot.view(),
                snapshot.settledVersion(),
                snapshot.clients(),
                snapshot.queued(),
                snapshot.unanswered(),
                snapshot.writesInFlight()));
        for (BalancerSnapshot.WorkerState worker : snapshot.workers()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n    knows worker %d: %s, %s, %s, %d in flight, %d requests",
                    worker.workerId(),
                    worker.role(),
                    worker.connected() ? "connected" : "not connected",
                    worker.inRing() ? "in the ring" : "not in the ring",
                    worker.inFlight(),
                    worker.requests()));
        }
        return text.toString();
    }

    private static String text(WorkerSnapshot snapshot) {
        return String.format(
                Locale.ROOT,
                "%s, epoch %d, view %d, settled %d; %d entries, %d peers, %d unsettled writes, %d exports",
                snapshot.role(),
                snapshot.epoch(),
                snapshot.view(),
                snapshot.settledVersion(),
                snapshot.entries(),
                snapshot.peers(),
                snapshot.unsettledWrites(),
                snapshot.exports());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
