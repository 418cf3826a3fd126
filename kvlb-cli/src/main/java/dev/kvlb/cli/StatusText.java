package dev.kvlb.cli;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.WorkerSnapshot;
import java.util.Locale;

/** The state of a server, for people to read. */
final class StatusText {
    private static final String WORKER_ROW = "%12s  %-8s  %-4s  %-22s  %9s  %14s%n";

    private StatusText() {}

    static String of(BalancerSnapshot state) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "clients %,d   queued %,d   unanswered %,d   writes in flight %,d   buffered %,d bytes   view %d/%d%n",
                state.clients(),
                state.queued(),
                state.unanswered(),
                state.writesInFlight(),
                state.bufferedBytes(),
                state.epoch(),
                state.view()));
        if (state.workers().isEmpty()) {
            return text.append("no workers\n").toString();
        }
        text.append(String.format(WORKER_ROW, "worker", "role", "ring", "peer", "in flight", "requests"));
        for (WorkerState worker : state.workers()) {
            text.append(String.format(
                    WORKER_ROW,
                    worker.workerId(),
                    word(worker.role()),
                    worker.inRing() ? "in" : "out",
                    new HostPort(worker.host(), worker.peerPort()),
                    String.format(Locale.ROOT, "%,d", worker.inFlight()),
                    String.format(Locale.ROOT, "%,d", worker.requests())));
        }
        return text.toString();
    }

    static String of(WorkerSnapshot state) {
        return String.format(
                Locale.ROOT,
                "worker %d   %s   entries %,d   memory %,d bytes   peers %d   unsettled writes %,d   exports %d"
                        + "   view %d/%d%n",
                state.workerId(),
                word(state.role()),
                state.entries(),
                state.bytesInUse(),
                state.peers(),
                state.unsettledWrites(),
                state.exports(),
                state.epoch(),
                state.view());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
