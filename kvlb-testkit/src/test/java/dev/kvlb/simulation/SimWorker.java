package dev.kvlb.simulation;

import dev.kvlb.internal.worker.WorkerConfig;
import dev.kvlb.internal.worker.WorkerCore;
import dev.kvlb.spi.KeyValueStore;

/** A worker, in one process after another: the same id, and each time an empty store and another incarnation. */
final class SimWorker {
    private static final int PEER_PORT_MIN = 6_000;
    private static final long RESTART_MAX_NANOS = 300 * Chance.MILLIS;

    private final Cluster cluster;
    private final long id;
    private final SimHost host;
    private final Chance chance;
    private SimProcess process;
    private WorkerCore core;
    private KeyValueStore store;
    private long incarnation;
    private int lives;
    private int peerPort = PEER_PORT_MIN;
    private boolean goneForGood;

    SimWorker(Cluster cluster, long id, Chance chance) {
        this.cluster = cluster;
        this.id = id;
        this.chance = chance;
        this.host = cluster.network().addHost("worker " + id);
    }

    long id() {
        return id;
    }

    SimHost host() {
        return host;
    }

    SimProcess process() {
        return process;
    }

    WorkerCore core() {
        return core;
    }

    /** Returns the identity of its process. */
    long incarnation() {
        return incarnation;
    }

    /** Returns the store that it serves from, or imports into. */
    KeyValueStore store() {
        return store;
    }

    boolean isAlive() {
        return process != null && !process.isOver();
    }

    /** Starts a process, unless one lives. */
    void start() {
        if (isAlive()) {
            return;
        }
        goneForGood = false;
        lives++;
        if (chance.oneIn(2)) {
            peerPort = PEER_PORT_MIN + lives;
        }
        incarnation = chance.any() | 1;
        process = cluster.newProcess("worker " + id + (lives == 1 ? "" : "'" + lives), ProcessKind.WORKER, host);
        Seen.of(process).worker(incarnation);
        core = cluster.cores()
                .worker(
                        config(),
                        process,
                        cluster.listeners().ofWorker(process, this::restartLater),
                        process.clockNanos());
        process.listen(peerPort, core.peers());
        core.start(peerPort);
        cluster.trace().note("start " + process);
        process.start(core, this::onEnded);
    }

    private WorkerConfig config() {
        return new WorkerConfig(
                id,
                incarnation,
                cluster.balancer().workerEndpoint(),
                this::newStore,
                cluster.cores().store(0).bytesInUse() + cluster.settings().dataBytesMax(),
                WorkerConfig.PEERS_MAX,
                cluster.settings().peerTimeoutNanos(),
                cluster.settings().peerTimeoutNanos(),
                3 * cluster.settings().workerTimeoutNanos(),
                Settings.UNSENT_BYTES_MAX,
                Settings.RETRY_FIRST_NANOS,
                Settings.RETRY_MAX_NANOS,
                chance.any());
    }

    private KeyValueStore newStore() {
        store = new WatchedStore(cluster.cores().store(chance.any()), this, cluster.observations());
        return store;
    }

    /** It was told to go, or refused: like one that a supervisor looks after, it comes back. */
    private void onEnded() {
        cluster.trace().note(process + " has ended");
        startLater();
    }

    void kill(long silenceNanos, boolean comesBack) {
        process.die(silenceNanos);
        goneForGood = !comesBack;
        if (comesBack) {
            startLater();
        }
    }

    /** Somebody reads that this process has to be started anew, and does so. */
    private void restartLater() {
        SimProcess toEnd = process;
        cluster.timeline().after(chance.mostlyShort(0, RESTART_MAX_NANOS), () -> {
            if (process == toEnd && isAlive()) {
                kill(0, true);
            }
        });
    }

    private void startLater() {
        cluster.timeline().after(chance.mostlyShort(0, RESTART_MAX_NANOS), () -> {
            if (!goneForGood) {
                start();
            }
        });
    }

    @Override
    public String toString() {
        return "worker " + id;
    }
}
