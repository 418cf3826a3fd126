package dev.kvlb.testkit;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.simulation.SimHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in one thread, on a simulated network and in simulated time: with the same seed, and the same calls, the same
 * happens, to the last byte and nanosecond.
 *
 * <pre>{@code
 * try (SimulatedCluster cluster = SimulatedCluster.builder().workers(3).seed(42).start()) {
 *     cluster.client().put("AT", "Wien");
 *     cluster.worker(1).kill();
 *     cluster.awaitReady();
 * }
 * }</pre>
 *
 * <p>Its balancer and workers are the product's logic, what they send are the product's frames, and the network is one
 * that delays, splits and overtakes by chance, from the seed. Time passes only while something waits: a client for an
 * answer, the cluster to be ready, or {@link #advance}. So a timeout of an hour takes no time at all.
 *
 * <p>For one thread, the one that calls it.
 */
public final class SimulatedCluster implements TestCluster {
    private static final Duration AWAIT_MAX = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(1);
    private static final Duration ADVANCE_MAX = Duration.ofDays(365);

    private final SimulatedWorld world;
    private final SimulatedSettings settings;
    private final SimulatedBalancer balancer;
    private final SimHost clientHost;
    private final TestNode clients = () -> "clients";
    private final SimulatedNetwork network;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final List<SimulatedClient> clientsMade = new ArrayList<>();
    private final Random random;
    private @Nullable SimulatedClient first;

    private SimulatedCluster(SimulatedSettings settings) {
        this.settings = settings;
        this.world = new SimulatedWorld(settings.seed());
        this.random = new Random(settings.seed());
        this.clientHost = world.network().addHost(clients.name());
        this.network = new SimulatedNetwork(world, this::nodes, this::host);
        this.balancer = new SimulatedBalancer(world, settings);
        balancer.start();
    }

    /** {@return a builder of clusters, with its defaults} */
    public static Builder builder() {
        return new Builder();
    }

    // Clients.

    /** {@return a client of this cluster, always the same, which ends with it} */
    public SimulatedClient client() {
        if (first == null) {
            first = newClient();
        }
        return first;
    }

    /** {@return one more client, with a connection of its own} */
    public SimulatedClient newClient() {
        SimulatedClient client =
                new SimulatedClient(world, clientHost, "client " + (clientsMade.size() + 1), balancer.clientEndpoint());
        clientsMade.add(client);
        return client;
    }

    // Nodes.

    @Override
    public List<TestWorker> workers() {
        return List.copyOf(workers);
    }

    @Override
    public TestWorker addWorker() {
        SimulatedWorker worker = new SimulatedWorker(world, workers.size() + 1L, balancer, settings);
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
        List<TestNode> nodes = new ArrayList<>(workers);
        nodes.add(balancer);
        nodes.add(clients);
        return nodes;
    }

    private SimHost host(TestNode node) {
        return node instanceof SimulatedNode<?> process ? process.host : clientHost;
    }

    // Time.

    /** {@return how much simulated time has passed since the cluster was made} */
    public Duration now() {
        return Duration.ofNanos(world.timeline().nowNanos());
    }

    /**
     * Lets time pass, and happen what happens in it.
     *
     * @param time 0..365 days
     * @throws IllegalArgumentException if it is outside its range
     */
    public void advance(Duration time) {
        if (time.isNegative() || time.compareTo(ADVANCE_MAX) > 0) {
            throw new IllegalArgumentException("time must be 0..365 days: " + time);
        }
        world.run(time);
    }

    /**
     * {@inheritDoc}
     *
     * <p>It looks each simulated millisecond, and waits for 10 simulated minutes at most.
     */
    @Override
    public void await(String expected, Predicate<BalancerSnapshot> condition) {
        Duration end = now().plus(AWAIT_MAX);
        while (!condition.test(balancer.snapshot())) {
            if (now().compareTo(end) >= 0) {
                throw new AssertionError("waited " + AWAIT_MAX.toMinutes() + " simulated minutes in vain for "
                        + expected + "\n" + report());
            }
            world.run(LOOK);
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

    /** {@return a number that tells whether two runs went the same way: of all frames that have arrived, and when} */
    public long fingerprint() {
        return world.fingerprint();
    }

    @Override
    public String report() {
        return new ClusterReport(this, network.faults(), world.deeds().lines()).toString();
    }

    /** Ends clients and processes. No time passes. */
    @Override
    public void close() {
        clientsMade.forEach(SimulatedClient::close);
        workers.forEach(TestProcess::kill);
        balancer.kill();
    }

    /** Makes clusters; each method checks its argument and returns this builder. For one thread. */
    public static final class Builder extends ClusterBuilder<SimulatedCluster, Builder> {
        private Builder() {}

        @Override
        SimulatedCluster make(long seed) {
            return new SimulatedCluster(new SimulatedSettings(consistency, workerTimeout, seed));
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
