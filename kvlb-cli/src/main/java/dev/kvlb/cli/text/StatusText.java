package dev.kvlb.cli.text;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.ClusterStatus;
import dev.kvlb.WorkerSnapshot;
import dev.kvlb.cli.call.ErrorLine;
import java.util.List;
import java.util.Locale;

/** The state of a cluster or a server, for people to read. */
public final class StatusText {
    private static final String WORKER_ROW = "%12s  %-7s  %-4s  %-9s  %-21s  %9s  %14s  %s%n";

    private StatusText() {}

    /** Returns the state of a cluster as its balancer tells clients: lines, and a table of its workers. */
    public static String of(ClusterStatus state) {
        return headline(state.phase(), state.reason())
                + format("%s   ", word(state.consistency()))
                + place(state.cluster(), state.epoch(), state.view(), state.settledVersion())
                + format(
                        "in flight %,d   dirty keys %,d   queued %,d   clients %,d%n",
                        state.inFlight(), state.dirtyKeys(), state.queued(), state.clients())
                + table(state.workers());
    }

    /** Returns the state of a balancer as it sees itself: lines, and a table of its workers. */
    public static String of(BalancerSnapshot state) {
        return headline(state.phase(), state.reason())
                + place(state.cluster(), state.epoch(), state.view(), state.settledVersion())
                + format(
                        "clients %,d   queued %,d   unanswered %,d   writes in flight %,d   dirty keys %,d"
                                + "   buffered %,d bytes%n",
                        state.clients(),
                        state.queued(),
                        state.unanswered(),
                        state.writesInFlight(),
                        state.dirtyKeys(),
                        state.bufferedBytes())
                + table(state.workers());
    }

    /** Returns the state of a worker, in lines. */
    public static String of(WorkerSnapshot state) {
        return format("worker %d   %s   ", state.workerId(), word(state.role()))
                + place(state.cluster(), state.epoch(), state.view(), state.settledVersion())
                + format(
                        "entries %,d   data %s bytes   peers %d   unsettled writes %,d   exports %d%n",
                        state.entries(),
                        share(state.bytesInUse(), state.dataBytesMax()),
                        state.peers(),
                        state.unsettledWrites(),
                        state.exports());
    }

    /** The reason comes from a server: it must not be able to move the cursor. */
    private static String headline(Phase phase, String reason) {
        return reason.isEmpty()
                ? format("%s%n", word(phase))
                : format("%s: %s%n", word(phase), ErrorLine.oneLine(reason));
    }

    private static String place(long cluster, long epoch, long view, long settledVersion) {
        return format(
                "cluster %s   epoch %d   view %d   settled %d%n",
                cluster == 0 ? "none" : format("%016x", cluster), epoch, view, settledVersion);
    }

    private static String table(List<WorkerState> workers) {
        if (workers.isEmpty()) {
            return "no workers\n";
        }
        StringBuilder table = new StringBuilder(format(
                WORKER_ROW, "worker", "role", "ring", "connected", "peer", "in flight", "requests", "data bytes"));
        for (WorkerState worker : workers) {
            table.append(format(
                    WORKER_ROW,
                    worker.workerId(),
                    word(worker.role()),
                    worker.inRing() ? "in" : "out",
                    worker.connected() ? "yes" : "no",
                    ErrorLine.oneLine(new HostPort(worker.host(), worker.peerPort()).toString()),
                    format("%,d", worker.inFlight()),
                    format("%,d", worker.requests()),
                    share(worker.dataBytes(), worker.dataBytesMax())));
        }
        return table.toString();
    }

    private static String share(long bytes, long bytesMax) {
        return bytesMax == 0 ? "not told" : format("%,d of %,d", bytes, bytesMax);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
