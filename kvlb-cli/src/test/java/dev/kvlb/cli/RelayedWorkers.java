package dev.kvlb.cli;

import dev.kvlb.testkit.relay.Host;
import dev.kvlb.testkit.relay.RelayPort;
import dev.kvlb.testkit.relay.Relays;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Relays before a balancer and between its workers, which look for it here. */
final class RelayedWorkers implements AutoCloseable {
    private static final Host WORKERS = new Host("workers");
    private static final Host BALANCER = new Host("balancer");

    private final Relays relays = new Relays();
    private final RelayPort balancer;

    /** Starts them before the balancer of this cluster. */
    RelayedWorkers(Cluster cluster) {
        int port = Integer.parseInt(Cluster.port(cluster.workerAddress()));
        balancer = relays.listenForWorkers(
                WORKERS, BALANCER, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Returns where workers are to look for their balancer. */
    String address() {
        return "127.0.0.1:" + balancer.address().getPort();
    }

    Relays relays() {
        return relays;
    }

    @Override
    public void close() {
        relays.close();
    }
}
