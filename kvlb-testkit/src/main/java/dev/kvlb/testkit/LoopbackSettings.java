package dev.kvlb.testkit;

import dev.kvlb.Client;
import dev.kvlb.Consistency;
import dev.kvlb.LoadBalancer;
import dev.kvlb.Worker;
import dev.kvlb.spi.KeyValueStore;
import dev.kvlb.spi.RequestQueue;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a cluster was built with. */
record LoopbackSettings(
        Consistency consistency,
        Duration workerTimeout,
        long seed,
        Supplier<RequestQueue> requestQueue,
        Supplier<KeyValueStore> store,
        Consumer<LoadBalancer.Builder> balancer,
        Consumer<Worker.Builder> worker,
        Consumer<Client.Builder> client) {
    LoadBalancer.Builder balancerBuilder(Gate gate) {
        return LoadBalancer.builder()
                .clientPort(0)
                .workerPort(0)
                .consistency(consistency)
                .workerTimeout(workerTimeout)
                .drainTimeout(Duration.ZERO)
                .requestQueue(new GatedQueue(requestQueue.get(), gate));
    }

    Worker.Builder workerBuilder(long id, Gate gate) {
        return Worker.builder()
                .id(id)
                .peerTimeout(workerTimeout)
                .balancerTimeout(ClusterBuilder.balancerTimeout(workerTimeout))
                .store(() -> new GatedStore(store.get(), gate));
    }
}
