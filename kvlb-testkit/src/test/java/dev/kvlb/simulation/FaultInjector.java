package dev.kvlb.simulation;

/** Lets faults happen, one after the other at random moments, until it is stopped. */
final class FaultInjector {
    private static final long DURATION_MAX_NANOS = 800 * Chance.MILLIS;
    private static final long SILENCE_MAX_NANOS = 500 * Chance.MILLIS;
    private static final int SILENT_ONE_IN = 3;
    private static final int BURST_MAX = 80;

    private final Cluster cluster;
    private final Timeline timeline;
    private final Chance chance;
    private final Faults faults;
    private final NetworkFaults network;
    private final WorkerFaults workers;
    private final BalancerFaults balancer;
    private final ImportFaults imports;
    private final OverlapFaults overlaps;
    private boolean stopped;

    /**
     * Makes an injector that waits for {@link #start}.
     *
     * @param keepsOneReady whether the last worker that holds all data lives on, unless all of them are killed at once
     */
    FaultInjector(Cluster cluster, Chance chance, Faults faults, boolean keepsOneReady) {
        this.cluster = cluster;
        this.timeline = cluster.timeline();
        this.chance = chance;
        this.faults = faults;
        this.network = new NetworkFaults(this, cluster, chance);
        this.workers = new WorkerFaults(this, cluster, chance, keepsOneReady);
        this.balancer = new BalancerFaults(this, network, workers, cluster, chance);
        this.imports = new ImportFaults(this, network, workers, balancer, cluster, chance);
        this.overlaps = new OverlapFaults(this, network, cluster, chance);
    }

    void start() {
        if (!faults.kinds().isEmpty()) {
            cluster.observations().whenExporting(imports::onExporting);
            cluster.observations().whenJoining(imports::onJoining);
            cluster.observations().whenReported(overlaps::onReported);
            planNext();
        }
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    private void planNext() {
        timeline.after(chance.mostlyShort(0, 4 * faults.meanInterval().toNanos()), () -> {
            if (!stopped) {
                FaultKind kind = chance.oneOf(faults.kinds());
                if (inject(kind)) {
                    cluster.counters().add(kind);
                }
                planNext();
            }
        });
    }

    /** Returns whether it could be done now. */
    private boolean inject(FaultKind kind) {
        return switch (kind) {
            case SLOW_LINK -> network.slowLink();
            case SLOW_PEERS -> network.slowPeers();
            case CUT_ONE_WAY -> network.cutOneWay();
            case CUT_BOTH_WAYS -> network.cutBothWays();
            case CUT_PEERS -> network.cutPeers();
            case ISOLATE_WORKER -> network.isolateWorker();
            case BREAK_CONNECTION -> network.breakConnection();
            case PAUSE_WORKER -> workers.pause();
            case PAUSE_BALANCER -> balancer.pause();
            case PAUSE_CLIENT -> pauseClient();
            case KILL_WORKER -> workers.kill();
            case KILL_DONOR -> imports.armDonorKill();
            case SLOW_EXPORT -> imports.armSlowExport();
            case SUCCESSOR_UNHEARD -> imports.armSuccession();
            case RECONNECT_LEARNER -> imports.armReconnect();
            case LEARNER_NOT_MISSED -> imports.armReturn();
            case OVERTAKEN_WRITE -> imports.overtakeWrites();
            case KILL_ALL_READY -> workers.killAllReady();
            case KILL_BALANCER -> balancer.kill();
            case LOSE_RECORD -> balancer.loseRecord();
            case STRANGERS_FIRST -> balancer.strangersFirst();
            case TWO_BALANCERS -> overlaps.supersede();
            case SLOW_RECORD -> balancer.slowRecord();
            case FAIL_RECORD -> balancer.failRecord();
            case DRAIN_WORKER -> workers.drain();
            case DRAIN_BALANCER -> balancer.drain();
            case ADD_WORKER -> workers.add();
            case REST_WORKER -> workers.rest();
            case OPERATE -> balancer.operate();
            case BURST -> burst();
        };
    }

    /** Returns how long something lasts. */
    long duration() {
        return chance.mostlyShort(Chance.MILLIS, DURATION_MAX_NANOS);
    }

    /** Returns how long others can't know that a process has ended, as where a whole machine is lost. */
    long silence() {
        return chance.oneIn(SILENT_ONE_IN) ? chance.between(0, SILENCE_MAX_NANOS) : 0;
    }

    /** Has a process do something in its next turn, if that comes before the faults end. */
    void later(SimProcess process, Runnable action) {
        process.task(() -> {
            if (!stopped) {
                action.run();
            }
        });
    }

    /** Has a process stand still for a while, if it lives and does not already; returns whether it does now. */
    boolean pause(SimProcess process) {
        if (process == null || process.isOver() || process.isPaused()) {
            return false;
        }
        long duration = duration();
        cluster.trace().note("pause " + process + " for " + duration / Chance.MILLIS + " ms");
        process.pause();
        timeline.after(duration, process::resume);
        return true;
    }

    // Clients.

    /** Most useful where the client has just asked for much. */
    private boolean pauseClient() {
        SimClient client = chance.oneOf(cluster.clients());
        if (client.process().isPaused()) {
            return false;
        }
        later(client.process(), () -> {
            client.askForMuch(chance.mostlySmall(1, BURST_MAX));
            pause(client.process());
        });
        return true;
    }

    boolean burst() {
        SimClient client = chance.oneOf(cluster.clients());
        later(client.process(), () -> client.ask(chance.between(BURST_MAX / 2, BURST_MAX)));
        return true;
    }
}
