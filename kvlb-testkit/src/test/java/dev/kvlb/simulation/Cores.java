package dev.kvlb.simulation;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.WorkerListener;
import dev.kvlb.internal.balancer.BalancerConfig;
import dev.kvlb.internal.balancer.BalancerCore;
import dev.kvlb.internal.balancer.BalancerRules;
import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.StateStore;
import dev.kvlb.internal.worker.WorkerConfig;
import dev.kvlb.internal.worker.WorkerCore;
import dev.kvlb.internal.worker.WorkerRules;
import dev.kvlb.spi.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Makes what a simulation is about: the cores, and the stores of the workers. A test that breaks a rule overrides it. */
class Cores {
    BalancerRules balancerRules() {
        return new BalancerRules();
    }

    WorkerRules workerRules() {
        return new WorkerRules();
    }

    final BalancerCore balancer(
            BalancerConfig config,
            @Nullable RecordedState recorded,
            @Nullable StateStore store,
            LoadBalancerListener listener,
            long nowNanos) {
        return new BalancerCore(config, balancerRules(), recorded, store, listener, nowNanos);
    }

    final WorkerCore worker(WorkerConfig config, Connector connector, WorkerListener listener, long nowNanos) {
        return new WorkerCore(config, connector, workerRules(), listener, nowNanos);
    }

    /** Returns what takes the connections of workers to a balancer. */
    LinkAcceptor workersOf(BalancerCore balancer) {
        return balancer.workers();
    }

    KeyValueStore store(long seed) {
        return KeyValueStore.hashMap(seed);
    }
}
