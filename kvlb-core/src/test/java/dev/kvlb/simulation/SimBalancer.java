package dev.kvlb.simulation;

import dev.kvlb.Consistency;
import dev.kvlb.internal.balancer.BalancerConfig;
import dev.kvlb.internal.balancer.BalancerCore;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;

/** The balancer, in one process after another. */
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
    private long epoch;

    SimBalancer(Cluster cluster, Consistency consistency, Chance chance) {
        this.cluster = cluster;
        this.consistency = consistency;
        this.chance = chance;
        this.host = cluster.network().addHost("balancer");
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
        if (isAlive()) {
            return;
        }
        epoch++;
        process = cluster.newProcess("balancer" + (epoch == 1 ? "" : "'" + epoch), ProcessKind.BALANCER, host);
        cluster.ledger().onBalancerLost();
        core = cluster.cores().balancer(config(), cluster.listeners().ofBalancer(), process.clockNanos());
        process.listen(CLIENT_PORT, core.clients());
        process.listen(WORKER_PORT, core.workers());
        cluster.trace().note("start " + process);
        process.start(core, this::onEnded);
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
                settings.workerWindow(),
                WORKERS_MAX,
                Settings.KEY_BYTES_MAX,
                Settings.VALUE_BYTES_MAX,
                Settings.UNSENT_BYTES_MAX,
                settings.bufferedBytesMax(),
                0,
                0,
                dev.kvlb.TotalLoss.SUSPEND,
                epoch,
                chance.any(),
                consistency);
    }

    private void onEnded() {
        cluster.trace().note(process + " has ended");
        startLater();
    }

    void kill(long silenceNanos) {
        process.die(silenceNanos);
        startLater();
    }

    private void startLater() {
        cluster.timeline().after(chance.mostlyShort(0, RESTART_MAX_NANOS), this::start);
    }
}
