package dev.kvlb.testkit;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.Client;
import dev.kvlb.LoadBalancer;
import dev.kvlb.Worker;
import dev.kvlb.spi.KeyValueStore;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.testkit.relay.Relays;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of the product's own balancer, workers and clients in this JVM, on free ports of the loopback address, with a
 * relay between each two of them.
 *
 * <pre>{@code
 * try (LoopbackCluster cluster = LoopbackCluster.builder().workers(3).start()) {
 *     cluster.client().put("AT", "Wien");
 *     cluster.worker(1).kill();
 *     cluster.awaitReady();
 * }
 * }</pre>
 *
 * <p>What is killed leaves nothing behind but the record of the balancer. Its thread ends a little later, cut off from
 * all others. Safe for use by several threads.
 */
public final class LoopbackCluster implements TestCluster {
    private static final Duration AWAIT_MAX = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 2;

    private final LoopbackSettings settings;
    private final Deeds deeds = new Deeds(System::nanoTime);
    private final Endings endings = new Endings();
    private final Relays relays = new Relays();
    private final ScratchDirectory scratch = new ScratchDirectory();
    private final LoopbackBalancer balancer;
    private final LoopbackNetwork network = new LoopbackNetwork(relays, this::nodes, deeds);
    private final TestNode clients = LoopbackBalancer.CLIENTS::name;
    private final Random random;

    // Guarded by this.

    private final List<LoopbackWorker> workers = new ArrayList<>();
    private final List<Client> clientsOpen = new ArrayList<>();
    private @Nullable Client first;

    private LoopbackCluster(LoopbackSettings settings) {
        this.settings = settings;
        this.random = new Random(settings.seed());
        this.balancer = new LoopbackBalancer(relays, settings, deeds, endings, scratch.path());
    }

    /** {@return a builder of clusters, with its defaults} */
    public static Builder builder() {
        return new Builder();
    }

    // Clients.

    /** {@return a client of this cluster, always the same, which ends with it} */
    public synchronized Client client() {
        if (first == null) {
            first = newClient();
        }
        return first;
    }

    /** {@return one more client, with a connection of its own} It ends with the cluster, unless it is closed before. */
    public synchronized Client newClient() {
        Client.Builder builder = Client.builder()
                .balancer(clientAddress().getHostString(), clientAddress().getPort());
        settings.client().accept(builder);
        Client client = builder.build().start();
        clientsOpen.add(client);
        return client;
    }

    /**
     * {@return where clients connect, in this process or another one} It stays the same when the balancer is restarted.
     */
    public InetSocketAddress clientAddress() {
        return balancer.clientAddress();
    }

    // Nodes.

    @Override
    public synchronized List<TestWorker> workers() {
        return List.copyOf(workers);
    }

    @Override
    public synchronized TestWorker addWorker() {
        LoopbackWorker worker = new LoopbackWorker(workers.size() + 1L, balancer, relays, settings, deeds, endings);
        workers.add(worker);
        worker.start();
        return worker;
    }

    @Override
    public TestBalancer balancer() {
        return balancer;
    }

    @Override
    public TestNode clients() {
        return clients;
    }

    @Override
    public TestNetwork network() {
        return network;
    }

    private List<TestNode> nodes() {
        List<TestNode> nodes = new ArrayList<>(workers());
        nodes.add(balancer);
        nodes.add(clients);
        return nodes;
    }

    // Waiting.

    /**
     * {@inheritDoc}
     *
     * <p>It waits for 30 seconds at most.
     */
    @Override
    public void await(String expected, Predicate<BalancerSnapshot> condition) {
        long deadline = System.nanoTime() + AWAIT_MAX.toNanos();
        while (!condition.test(balancer.snapshot())) {
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError(
                        "waited " + AWAIT_MAX.toSeconds() + " s in vain for " + expected + "\n" + report());
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while it waited for " + expected, e);
            }
        }
    }

    // Chance.

    @Override
    public Random random() {
        return random;
    }

    @Override
    public long seed() {
        return settings.seed();
    }

    @Override
    public String report() {
        return new ClusterReport(this, relays.faults(), deeds.lines()).toString();
    }

    /** Ends clients, workers and balancer, however they are; what the balancer recorded is removed. */
    @Override
    public void close() {
        List<LoopbackWorker> allWorkers;
        List<Client> allClients;
        synchronized (this) {
            allWorkers = List.copyOf(workers);
            allClients = List.copyOf(clientsOpen);
        }
        allClients.forEach(Client::close);
        // The balancer first, which takes no worker for lost then; the others wait for nobody once the relays have
        // ended.
        balancer.close();
        relays.close();
        allWorkers.forEach(LoopbackWorker::close);
        endings.await();
        scratch.close();
    }

    /** Makes clusters; each method checks its argument and returns this builder. For one thread. */
    public static final class Builder extends ClusterBuilder<LoopbackCluster, Builder> {
        private Supplier<RequestQueue> requestQueue = () -> RequestQueue.bounded(RequestQueue.DEFAULT_CAPACITY);
        private Supplier<KeyValueStore> store = KeyValueStore::hashMap;
        private Consumer<LoadBalancer.Builder> balancer = builder -> {};
        private Consumer<Worker.Builder> worker = builder -> {};
        private Consumer<Client.Builder> client = builder -> {};

        private Builder() {}

        /**
         * Sets what makes the queue of each balancer: by default bounded queues of 1,024.
         *
         * @param queues gives a new one each time
         * @return this builder
         */
        public Builder requestQueue(Supplier<RequestQueue> queues) {
            requestQueue = queues;
            return this;
        }

        /**
         * Sets what makes the stores of the workers: by default {@link KeyValueStore#hashMap()}.
         *
         * @param stores gives a new, empty one each time
         * @return this builder
         */
        public Builder store(Supplier<KeyValueStore> stores) {
            store = stores;
            return this;
        }

        /**
         * Sets what else is set of each balancer. Ports, state directory, drain timeout and request queue are the
         * cluster's to choose.
         *
         * @param settings is handed the builder of each, before it is started
         * @return this builder
         */
        public Builder balancer(Consumer<LoadBalancer.Builder> settings) {
            balancer = settings;
            return this;
        }

        /**
         * Sets what else is set of each worker. Address, id and store are the cluster's to choose.
         *
         * @param settings is handed the builder of each, before it is started
         * @return this builder
         */
        public Builder worker(Consumer<Worker.Builder> settings) {
            worker = settings;
            return this;
        }

        /**
         * Sets what else is set of each client. The address is the cluster's to choose.
         *
         * @param settings is handed the builder of each, before it is started
         * @return this builder
         */
        public Builder client(Consumer<Client.Builder> settings) {
            client = settings;
            return this;
        }

        @Override
        LoopbackCluster make(long seed) {
            return new LoopbackCluster(new LoopbackSettings(
                    consistency, workerTimeout, seed, requestQueue, store, balancer, worker, client));
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
