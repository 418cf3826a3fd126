package dev.kvlb.testkit;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.LoadBalancerListener;
import dev.kvlb.internal.balancer.BalancerCore;
import dev.kvlb.internal.balancer.BalancerRules;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.simulation.Chance;
import dev.kvlb.simulation.RecordFile;
import dev.kvlb.simulation.SimProcess;

/** The balancer of a simulated cluster. */
final class SimulatedBalancer extends SimulatedNode<BalancerCore> implements TestBalancer {
    private static final int CLIENT_PORT = 5059;
    private static final int WORKER_PORT = 5060;

    private final SimulatedSettings settings;
    private final Chance chance;
    private final RecordFile record;
    private boolean first = true;

    SimulatedBalancer(SimulatedWorld world, SimulatedSettings settings) {
        super(world, "balancer");
        this.settings = settings;
        this.chance = world.newChance();
        this.record = new RecordFile(world.timeline(), world.newChance(), event -> {});
    }

    Endpoint clientEndpoint() {
        return host.endpoint(CLIENT_PORT);
    }

    Endpoint workerEndpoint() {
        return host.endpoint(WORKER_PORT);
    }

    @Override
    BalancerCore begin(SimProcess process) {
        BalancerCore core = new BalancerCore(
                settings.balancer(chance, first),
                new BalancerRules(),
                record.read(),
                record.openedBy(process),
                new LoadBalancerListener() {},
                process.clockNanos());
        first = false;
        process.listen(CLIENT_PORT, core.clients());
        process.listen(WORKER_PORT, core.workers());
        return core;
    }

    @Override
    void onGone() {
        record.onProcessGone();
    }

    @Override
    public void loseRecord() {
        if (isAlive()) {
            throw new IllegalStateException("the balancer lives, and would record it again: kill it first");
        }
        world.deeds().note("lose the record of the balancer");
        record.lose();
    }

    @Override
    public BalancerSnapshot snapshot() {
        return requireAwake().snapshot();
    }
}
