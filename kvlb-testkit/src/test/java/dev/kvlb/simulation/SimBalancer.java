package dev.kvlb.simulation;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.Consistency;
import dev.kvlb.internal.balancer.BalancerConfig;
import dev.kvlb.internal.balancer.BalancerCore;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The balancer, in one process after another. A process whose place another one has taken may live on for a while: nobody
 * can connect to it any more but who is led astray, nor can it record anything, and what it says counts for nothing.
 */
final class SimBalancer {
    private static final int CLIENT_PORT = 5059;
    private static final int WORKER_PORT = 5060;
    private static final int WORKERS_MAX = 12;
    private static final long RESTART_MAX_NANOS = 300 * Chance.MILLIS;

    private final Cluster cluster;
    private final Consistency consistency;
    private final SimHost host;
    private final Chance chance;
    private SimProcess process;
    private BalancerCore core;
    private @Nullable RecordedState begunWith;
    private int lives;
    private @Nullable RecordFile record;
    private final List<SimProcess> superseded = new ArrayList<>();

    SimBalancer(Cluster cluster, Consistency consistency, Chance chance) {
        this.cluster = cluster;
        this.consistency = consistency;
        this.chance = chance;
        this.host = cluster.network().addHost("balancer");
        if (cluster.settings().recorded()) {
            record = new RecordFile(
                    cluster.timeline(),
                    chance.split(),
                    event -> cluster.counters().add(counterOf(event)));
        }
    }

    private static Counter counterOf(RecordFile.Event event) {
        return switch (event) {
            case FAILED -> Counter.RECORD_FAILED;
            case KEPT_IN_CRASH -> Counter.RECORD_KEPT_IN_CRASH;
            case LOST_IN_CRASH -> Counter.RECORD_LOST_IN_CRASH;
        };
    }

    SimHost host() {
        return host;
    }

    SimProcess process() {
        return process;
    }

    BalancerCore core() {
        return core;
    }

    /** Returns the file in which it records its state, or null where it does not. */
    @Nullable RecordFile record() {
        return record;
    }

    /** From now on the record can be written, and without delay. */
    void healRecord() {
        if (record != null) {
            record.heal();
        }
    }

    /** Returns what its process found recorded when it began, or null where that was nothing. */
    @Nullable RecordedState begunWith() {
        return begunWith;
    }

    /** Returns whether it listens for workers of an earlier run, or waits for them. */
    boolean isOpening() {
        Phase phase = core.snapshot().phase();
        return phase == Phase.OPENING || phase == Phase.RECOVERING;
    }

    boolean isAlive() {
        return process != null && !process.isOver();
    }

    Endpoint clientEndpoint() {
        return host.endpoint(CLIENT_PORT);
    }

    Endpoint workerEndpoint() {
        return host.endpoint(WORKER_PORT);
    }

    /** Starts a process, unless one lives. */
    void start() {
        if (!isAlive()) {
            begin();
        }
    }

    /** Starts a process in the place of the one that lives, which lives on. */
    void supersede() {
        cluster.counters().add(Counter.BALANCER_SUPERSEDED);
        superseded.add(process);
        loseRecord();
        begin();
    }

    /** Ends every process whose place another one has taken. */
    void endSuperseded() {
        superseded.forEach(before -> before.die(0));
    }

    /** Returns whether this is a process whose place another one has taken while it lived. */
    boolean isSuperseded(SimProcess other) {
        return superseded.contains(other);
    }

    private void begin() {
        lives++;
        process = cluster.newProcess("balancer" + (lives == 1 ? "" : "'" + lives), ProcessKind.BALANCER, host);
        cluster.ledger().onBalancerLost();
        begunWith = record == null ? null : record.read();
        cluster.continuity().onBalancerBegun(begunWith);
        core = cluster.cores()
                .balancer(
                        config(),
                        begunWith,
                        record == null ? null : record.openedBy(process),
                        cluster.listeners().ofBalancer(),
                        process.clockNanos());
        process.listen(CLIENT_PORT, core.clients());
        process.listen(WORKER_PORT, cluster.cores().workersOf(core));
        cluster.trace().note("start " + process);
        SimProcess begun = process;
        process.start(core, () -> onEnded(begun));
    }

    private BalancerConfig config() {
        Settings settings = cluster.settings();
        return new BalancerConfig(
                RequestQueue.bounded(settings.queueCapacity()),
                () -> ReplyQueue.bounded(settings.replyQueueCapacity()),
                WorkerRing.roundRobin(),
                settings.requestTimeoutNanos(),
                settings.workerTimeoutNanos(),
                settings.joinTimeoutNanos(),
                settings.slowClientTimeoutNanos(),
                settings.requestTimeoutNanos(),
                settings.workerWindow(),
                WORKERS_MAX,
                Settings.KEY_BYTES_MAX,
                Settings.VALUE_BYTES_MAX,
                Settings.UNSENT_BYTES_MAX,
                settings.bufferedBytesMax(),
                settings.openingGraceNanos(),
                settings.recoveryGraceNanos(),
                settings.onTotalLoss(),
                chance.any(),
                chance.any(),
                consistency);
    }

    private void onEnded(SimProcess ended) {
        cluster.trace().note(ended + " has ended");
        if (!isSuperseded(ended)) {
            startLater();
        }
    }

    void kill(long silenceNanos) {
        process.die(silenceNanos);
        startLater();
    }

    private void startLater() {
        loseRecord();
        cluster.timeline().after(chance.mostlyShort(0, RESTART_MAX_NANOS), this::start);
    }

    private void loseRecord() {
        if (record != null) {
            record.onProcessGone();
        }
    }
}
