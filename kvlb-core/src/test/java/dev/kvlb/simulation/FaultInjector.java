package dev.kvlb.simulation;

import java.util.ArrayList;
import java.util.List;

/** Lets faults happen, one after the other at random moments, until it is stopped. */
final class FaultInjector {
    private static final long DURATION_MAX_NANOS = 800 * Chance.MILLIS;
    private static final long SILENCE_MAX_NANOS = 500 * Chance.MILLIS;
    private static final int SILENT_ONE_IN = 3;
    private static final int GONE_FOR_GOOD_ONE_IN = 4;
    private static final int BREAKS_ONE_IN = 2;
    private static final int SLOWNESS_MAX = 200;
    private static final int WORKERS_MAX = 8;
    private static final int BURST_MAX = 80;
    private static final long DONOR_LIVES_MAX_NANOS = 3 * Chance.MILLIS;

    private final Cluster cluster;
    private final Timeline timeline;
    private final Chance chance;
    private final Faults faults;
    private final boolean keepsOneReady;
    private boolean stopped;
    private boolean killsDonor;

    /**
     * Makes an injector that waits for {@link #start}.
     *
     * @param keepsOneReady whether the last worker that holds all data must live on
     */
    FaultInjector(Cluster cluster, Chance chance, Faults faults, boolean keepsOneReady) {
        this.cluster = cluster;
        this.timeline = cluster.timeline();
        this.chance = chance;
        this.faults = faults;
        this.keepsOneReady = keepsOneReady;
    }

    void start() {
        if (!faults.kinds().isEmpty()) {
            cluster.observations().whenExporting(this::onExporting);
            planNext();
        }
    }

    void stop() {
        stopped = true;
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
            case SLOW_LINK -> slowDown();
            case CUT_ONE_WAY -> cut(false);
            case CUT_BOTH_WAYS -> cut(true);
            case ISOLATE_WORKER -> isolate();
            case BREAK_CONNECTION -> breakConnection();
            case PAUSE_WORKER -> pauseWorker();
            case PAUSE_BALANCER -> pause(cluster.balancer().process());
            case PAUSE_CLIENT -> pauseClient();
            case KILL_WORKER -> killWorker();
            case KILL_DONOR -> armDonorKill();
            case KILL_BALANCER -> killBalancer();
            case DRAIN_WORKER -> drainWorker();
            case DRAIN_BALANCER -> drainBalancer();
            case ADD_WORKER -> addWorker();
            case REST_WORKER -> restWorker();
            case BURST -> burst();
        };
    }

    private long duration() {
        return chance.mostlyShort(Chance.MILLIS, DURATION_MAX_NANOS);
    }

    /** Has a process do something in its next turn, if that comes before the faults end. */
    private void later(SimProcess process, Runnable action) {
        process.task(() -> {
            if (!stopped) {
                action.run();
            }
        });
    }

    private void note(String what) {
        cluster.trace().note(what);
    }

    // The network.

    private boolean slowDown() {
        SimHost one = anyHost();
        SimHost other = anyOtherHost(one);
        int slowness = chance.mostlySmall(2, SLOWNESS_MAX);
        Path path = cluster.network().path(one, other);
        note(path + " takes " + slowness + " times as long");
        path.slowDown(slowness);
        timeline.after(duration(), () -> path.slowDown(1));
        return true;
    }

    private boolean cut(boolean bothWays) {
        SimHost one = anyHost();
        SimHost other = anyOtherHost(one);
        long duration = duration();
        cut(cluster.network().path(one, other), duration);
        if (bothWays) {
            cut(cluster.network().path(other, one), duration);
        }
        return true;
    }

    private boolean isolate() {
        SimHost lonely = chance.oneOf(cluster.workers()).host();
        long duration = duration();
        for (SimHost other : hosts()) {
            if (other != lonely) {
                cut(cluster.network().path(lonely, other), duration);
                cut(cluster.network().path(other, lonely), duration);
            }
        }
        return true;
    }

    private void cut(Path path, long durationNanos) {
        note("cut " + path + " for " + durationNanos / Chance.MILLIS + " ms");
        path.cut();
        timeline.after(durationNanos, () -> {
            if (!stopped) {
                path.heal();
            }
        });
        // TCP gives some connections up meanwhile; others go on when the path has healed, and never knew.
        for (SimProcess process : cluster.liveProcesses()) {
            for (SimLink link : process.links()) {
                if (link.pathOut() == path && !link.isGone() && chance.oneIn(BREAKS_ONE_IN)) {
                    timeline.after(duration(), () -> {
                        if (path.isCut()) {
                            link.breakOff();
                        }
                    });
                }
            }
        }
    }

    private boolean breakConnection() {
        List<SimLink> open = new ArrayList<>();
        for (SimProcess process : cluster.liveProcesses()) {
            for (SimLink link : process.links()) {
                if (!link.isGone()) {
                    open.add(link);
                }
            }
        }
        if (open.isEmpty()) {
            return false;
        }
        SimLink link = chance.oneOf(open);
        note("break connection " + link + " between " + link.process() + " and " + link.remote());
        link.breakOff();
        return true;
    }

    /** Mostly servers, whose connections matter more than those of one client. */
    private SimHost anyHost() {
        if (chance.oneIn(5)) {
            return chance.oneOf(cluster.clients()).process().host();
        }
        return chance.oneIn(3)
                ? cluster.balancer().host()
                : chance.oneOf(cluster.workers()).host();
    }

    private SimHost anyOtherHost(SimHost one) {
        boolean client = one.toString().startsWith("client");
        List<SimHost> others = new ArrayList<>();
        others.add(cluster.balancer().host());
        if (!client) {
            cluster.workers().forEach(worker -> others.add(worker.host()));
        }
        others.remove(one);
        return chance.oneOf(others);
    }

    private List<SimHost> hosts() {
        List<SimHost> hosts = new ArrayList<>();
        hosts.add(cluster.balancer().host());
        cluster.workers().forEach(worker -> hosts.add(worker.host()));
        return hosts;
    }

    // Processes.

    private boolean pause(SimProcess process) {
        if (process == null || process.isOver() || process.isPaused()) {
            return false;
        }
        long duration = duration();
        note("pause " + process + " for " + duration / Chance.MILLIS + " ms");
        process.pause();
        timeline.after(duration, process::resume);
        return true;
    }

    private boolean pauseWorker() {
        List<SimWorker> live = cluster.liveWorkers();
        return !live.isEmpty() && pause(chance.oneOf(live).process());
    }

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

    private boolean killWorker() {
        List<SimWorker> candidates = dispensable();
        if (candidates.isEmpty()) {
            return false;
        }
        kill(chance.oneOf(candidates));
        return true;
    }

    /** Returns the workers that may end now. */
    private List<SimWorker> dispensable() {
        List<SimWorker> live = cluster.liveWorkers();
        if (keepsOneReady) {
            live.removeIf(cluster.ready()::isLast);
        }
        return live;
    }

    private void kill(SimWorker worker) {
        note("kill " + worker.process());
        worker.kill(silence(), !chance.oneIn(GONE_FOR_GOOD_ONE_IN));
    }

    /** How long the others can't know it, as where a whole machine is lost. */
    private long silence() {
        return chance.oneIn(SILENT_ONE_IN) ? chance.between(0, SILENCE_MAX_NANOS) : 0;
    }

    private boolean armDonorKill() {
        killsDonor = true;
        return true;
    }

    private void onExporting(SimProcess donor) {
        if (killsDonor && !stopped) {
            killsDonor = false;
            timeline.after(chance.mostlyShort(0, DONOR_LIVES_MAX_NANOS), () -> {
                for (SimWorker worker : dispensable()) {
                    if (worker.process() == donor && !stopped) {
                        kill(worker);
                    }
                }
            });
        }
    }

    private boolean killBalancer() {
        if (!cluster.balancer().isAlive()) {
            return false;
        }
        note("kill " + cluster.balancer().process());
        cluster.balancer().kill(silence());
        return true;
    }

    private boolean drainWorker() {
        List<SimWorker> candidates = dispensable();
        if (candidates.isEmpty()) {
            return false;
        }
        SimWorker worker = chance.oneOf(candidates);
        note("drain " + worker.process());
        later(worker.process(), worker.core()::drain);
        return true;
    }

    private boolean drainBalancer() {
        SimBalancer balancer = cluster.balancer();
        if (!balancer.isAlive()) {
            return false;
        }
        note("drain " + balancer.process());
        later(balancer.process(), balancer.core()::drain);
        return true;
    }

    private boolean addWorker() {
        List<SimWorker> dead = new ArrayList<>(cluster.workers());
        dead.removeAll(cluster.liveWorkers());
        if (cluster.workers().size() < WORKERS_MAX) {
            cluster.addWorker().start();
            return true;
        }
        if (dead.isEmpty()) {
            return false;
        }
        chance.oneOf(dead).start();
        return true;
    }

    private boolean restWorker() {
        List<SimWorker> live = cluster.liveWorkers();
        if (live.isEmpty()) {
            return false;
        }
        SimWorker worker = chance.oneOf(live);
        SimProcess process = worker.process();
        note(process + " rests");
        later(process, worker.core()::notReady);
        timeline.after(duration(), () -> process.task(worker.core()::ready));
        return true;
    }

    private boolean burst() {
        SimClient client = chance.oneOf(cluster.clients());
        later(client.process(), () -> client.ask(chance.between(BURST_MAX / 2, BURST_MAX)));
        return true;
    }
}
