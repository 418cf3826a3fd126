package dev.kvlb.simulation;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.WorkerListener;
import dev.kvlb.internal.balancer.BalancerConfig;
import dev.kvlb.internal.balancer.BalancerCore;
import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.worker.WorkerConfig;
import dev.kvlb.internal.worker.WorkerCore;
import dev.kvlb.spi.KeyValueStore;
import dev.kvlb.spi.SeededStore;

/** Makes what a simulation is about: the cores, and the stores of the workers. A test that breaks a rule overrides it. */
class Cores {
    BalancerCore balancer(BalancerConfig config, LoadBalancerListener listener, long nowNanos) {
        return new BalancerCore(config, listener, nowNanos);
    }

    WorkerCore worker(WorkerConfig config, Connector connector, WorkerListener listener, long nowNanos) {
        return new WorkerCore(config, connector, listener, nowNanos);
    }

    KeyValueStore store(long seed) {
        return SeededStore.hashTable(seed);
    }
}
