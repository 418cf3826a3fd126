package dev.kvlb.testkit;

import dev.kvlb.WorkerListener;
import dev.kvlb.WorkerSnapshot;
import dev.kvlb.internal.worker.WorkerCore;
import dev.kvlb.internal.worker.WorkerRules;
import dev.kvlb.simulation.Chance;
import dev.kvlb.simulation.SimProcess;
import java.time.Duration;

/** A worker of a simulated cluster. */
final class SimulatedWorker extends SimulatedNode<WorkerCore> implements TestWorker {
    private static final int PEER_PORT = 6_000;

    /** An orderly end is bounded by the timeouts of the worker. */
    private static final Duration STOP_MAX = Duration.ofHours(3);

    private final long id;
    private final SimulatedBalancer balancer;
    private final SimulatedSettings settings;
    private final Chance chance;

    SimulatedWorker(SimulatedWorld world, long id, SimulatedBalancer balancer, SimulatedSettings settings) {
        super(world, "worker " + id);
        this.id = id;
        this.balancer = balancer;
        this.settings = settings;
        this.chance = world.newChance();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    WorkerCore begin(SimProcess process) {
        WorkerCore core = new WorkerCore(
                settings.worker(id, balancer.workerEndpoint(), chance),
                process,
                new WorkerRules(),
                new WorkerListener() {},
                process.clockNanos());
        process.listen(PEER_PORT, core.peers());
        core.start(PEER_PORT);
        return core;
    }

    @Override
    void onGone() {
        // What it held is gone with it.
    }

    @Override
    public void stop() {
        if (isAlive()) {
            world.deeds().note("stop " + name());
            resume();
            Life<WorkerCore> life = requireAlive();
            life.process().task(life.core()::drain);
            if (!world.runUntil(life.process()::isOver, STOP_MAX)) {
                throw new AssertionError(name() + " has not ended in order within " + STOP_MAX);
            }
        }
    }

    @Override
    public WorkerSnapshot snapshot() {
        return requireAwake().snapshot();
    }
}
