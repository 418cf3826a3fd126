package dev.kvlb.simulation;

import dev.kvlb.internal.worker.WorkerCore;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong with workers, or changes. Each method returns whether it could be done now. */
final class WorkerFaults {
    private static final int GONE_FOR_GOOD_ONE_IN = 4;
    private static final int TOTAL_LOSS_ONE_IN = 3;
    private static final int WORKERS_MAX = 8;

    private final FaultInjector injector;
    private final Cluster cluster;
    private final Chance chance;
    private final boolean keepsOneReady;

    /**
     * Makes the faults of a cluster.
     *
     * @param keepsOneReady whether the last worker that holds all data lives on, unless all of them are killed at once
     */
    WorkerFaults(FaultInjector injector, Cluster cluster, Chance chance, boolean keepsOneReady) {
        this.injector = injector;
        this.cluster = cluster;
        this.chance = chance;
        this.keepsOneReady = keepsOneReady;
    }

    boolean pause() {
        List<SimWorker> live = cluster.liveWorkers();
        return !live.isEmpty() && injector.pause(chance.oneOf(live).process());
    }

    boolean kill() {
        List<SimWorker> candidates = dispensable();
        if (candidates.isEmpty()) {
            return false;
        }
        kill(chance.oneOf(candidates));
        return true;
    }

    /** Returns the workers that may end now. */
    List<SimWorker> dispensable() {
        List<SimWorker> live = cluster.liveWorkers();
        if (keepsOneReady) {
            live.removeIf(cluster.ready()::isLast);
        }
        return live;
    }

    void kill(SimWorker worker) {
        cluster.trace().note("kill " + worker.process());
        worker.kill(injector.silence(), !chance.oneIn(GONE_FOR_GOOD_ONE_IN));
    }

    boolean killAllReady() {
        List<SimWorker> ready = cluster.ready().live();
        if (ready.isEmpty() || !chance.oneIn(TOTAL_LOSS_ONE_IN)) {
            return false;
        }
        ready.forEach(this::kill);
        return true;
    }

    boolean drain() {
        List<SimWorker> candidates = dispensable();
        if (candidates.isEmpty()) {
            return false;
        }
        SimWorker worker = chance.oneOf(candidates);
        cluster.trace().note("drain " + worker.process());
        injector.later(worker.process(), worker.core()::drain);
        return true;
    }

    boolean add() {
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

    boolean rest() {
        List<SimWorker> live = cluster.liveWorkers();
        if (live.isEmpty()) {
            return false;
        }
        rest(chance.oneOf(live), injector.duration());
        return true;
    }

    void rest(SimWorker worker, long durationNanos) {
        SimProcess process = worker.process();
        WorkerCore core = worker.core();
        cluster.trace().note(process + " rests");
        injector.later(process, core::notReady);
        cluster.timeline().after(durationNanos, () -> process.task(core::ready));
    }
}
