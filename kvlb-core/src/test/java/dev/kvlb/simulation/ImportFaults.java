package dev.kvlb.simulation;

import java.util.EnumSet;
import java.util.Set;

/** What goes wrong while a worker imports. Each waits, once it is armed, for an export that begins to arrive. */
final class ImportFaults {
    private static final long LATER_MAX_NANOS = 3 * Chance.MILLIS;

    private final FaultInjector injector;
    private final NetworkFaults network;
    private final WorkerFaults workers;
    private final Cluster cluster;
    private final Chance chance;
    private final Set<FaultKind> armed = EnumSet.noneOf(FaultKind.class);

    ImportFaults(FaultInjector injector, NetworkFaults network, WorkerFaults workers, Cluster cluster, Chance chance) {
        this.injector = injector;
        this.network = network;
        this.workers = workers;
        this.cluster = cluster;
        this.chance = chance;
    }

    boolean armDonorKill() {
        return armed.add(FaultKind.KILL_DONOR);
    }

    boolean armDonorCut() {
        return armed.add(FaultKind.CUT_DONOR);
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
        if (armed.remove(FaultKind.CUT_DONOR)) {
            network.cutBothWays(donor.host(), cluster.balancer().host(), injector.duration());
        }
        if (armed.remove(FaultKind.RECONNECT_LEARNER)) {
            network.slowDown(donor.host(), learner.host());
            soon(() -> breakFromBalancer(learner));
        }
    }

    private void soon(Runnable action) {
        cluster.timeline().after(chance.mostlyShort(0, LATER_MAX_NANOS), () -> {
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
