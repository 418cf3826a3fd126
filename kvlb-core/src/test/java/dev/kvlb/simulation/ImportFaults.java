package dev.kvlb.simulation;

import java.util.EnumSet;
import java.util.Set;

/** What goes wrong while a worker imports. Each waits, once it is armed, for an export that begins to arrive. */
final class ImportFaults {
    private static final long LATER_MAX_NANOS = 3 * Chance.MILLIS;
    private static final long REIGN_MIN_NANOS = 200 * Chance.MILLIS;
    private static final long REIGN_MAX_NANOS = 900 * Chance.MILLIS;

    private final FaultInjector injector;
    private final NetworkFaults network;
    private final WorkerFaults workers;
    private final BalancerFaults balancer;
    private final Cluster cluster;
    private final Chance chance;
    private final Set<FaultKind> armed = EnumSet.noneOf(FaultKind.class);

    ImportFaults(
            FaultInjector injector,
            NetworkFaults network,
            WorkerFaults workers,
            BalancerFaults balancer,
            Cluster cluster,
            Chance chance) {
        this.injector = injector;
        this.network = network;
        this.workers = workers;
        this.balancer = balancer;
        this.cluster = cluster;
        this.chance = chance;
    }

    boolean armDonorKill() {
        return armed.add(FaultKind.KILL_DONOR);
    }

    boolean armSlowExport() {
        return armed.add(FaultKind.SLOW_EXPORT);
    }

    boolean armSuccession() {
        return armed.add(FaultKind.SUCCESSOR_UNHEARD);
    }

    boolean armReconnect() {
        return armed.add(FaultKind.RECONNECT_LEARNER);
    }

    /** An export begins to arrive. */
    void onExporting(SimProcess donor, SimProcess learner) {
        if (injector.isStopped()) {
            return;
        }
        if (armed.remove(FaultKind.KILL_DONOR)) {
            soon(() -> {
                for (SimWorker worker : workers.dispensable()) {
                    if (worker.process() == donor) {
                        workers.kill(worker);
                    }
                }
            });
        }
        if (armed.remove(FaultKind.SLOW_EXPORT)) {
            network.slowDown(donor.host(), learner.host());
        }
        if (armed.remove(FaultKind.SUCCESSOR_UNHEARD)) {
            succeed(donor.host(), learner.host());
        }
        if (armed.remove(FaultKind.RECONNECT_LEARNER)) {
            SimHost slow = chance.oneIn(2) ? donor.host() : cluster.balancer().host();
            network.slowDown(slow, learner.host());
            soon(() -> breakFromBalancer(learner));
        }
    }

    private void succeed(SimHost donor, SimHost learner) {
        SimHost host = cluster.balancer().host();
        long reignNanos = chance.between(REIGN_MIN_NANOS, REIGN_MAX_NANOS);
        long unheardNanos = chance.between(REIGN_MIN_NANOS, REIGN_MAX_NANOS);
        network.cutBothWays(donor, host, reignNanos);
        after(reignNanos, () -> {
            if (balancer.kill()) {
                network.cutBothWays(learner, host, unheardNanos);
            }
        });
    }

    private void soon(Runnable action) {
        after(chance.mostlyShort(0, LATER_MAX_NANOS), action);
    }

    private void after(long nanos, Runnable action) {
        cluster.timeline().after(nanos, () -> {
            if (!injector.isStopped()) {
                action.run();
            }
        });
    }

    private void breakFromBalancer(SimProcess learner) {
        for (SimLink link : learner.links()) {
            if (!link.isGone() && link.remote().kind() == ProcessKind.BALANCER) {
                cluster.trace().note("break connection " + link + " of " + learner + ", which imports");
                link.breakOff();
            }
        }
    }
}
