package dev.kvlb.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What goes wrong while a worker imports. Each waits, once it is armed, for an export that begins to arrive. */
final class ImportFaults {
    private static final long LATER_MAX_NANOS = 3 * Chance.MILLIS;
    private static final int RETURN_SLOWNESS_MAX = 100;
    private static final long RETURN_MAX_NANOS = 300 * Chance.MICROS;
    private static final long APART_MIN_NANOS = 20 * Chance.MILLIS;
    private static final long APART_MAX_NANOS = 60 * Chance.MILLIS;
    private static final long RESTS_NANOS = 3 * Chance.MILLIS;
    private static final long PUT_NANOS = 4 * Chance.MILLIS;
    private static final long DELETE_NANOS = 8 * Chance.MILLIS;
    private static final long JOIN_MIN_NANOS = 12 * Chance.MILLIS;

    /** Nobody else writes these. */
    private static final List<SimKey> KEYS = List.of(SimKey.plain(7), SimKey.plain(8), SimKey.plain(9));

    private static final long LONGER_MIN_NANOS = 30 * Chance.MILLIS;
    private static final long LONGER_MAX_NANOS = 120 * Chance.MILLIS;
    private static final long UNNOTICED_NANOS = 400 * Chance.MILLIS;
    private static final long REIGN_MIN_NANOS = 200 * Chance.MILLIS;
    private static final long REIGN_MAX_NANOS = 900 * Chance.MILLIS;

    private final FaultInjector injector;
    private final NetworkFaults network;
    private final WorkerFaults workers;
    private final BalancerFaults balancer;
    private final Cluster cluster;
    private final Chance chance;
    private final Set<FaultKind> armed = EnumSet.noneOf(FaultKind.class);
    private long withoutDonorNanos;

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

    boolean armReturn() {
        return armed.add(FaultKind.LEARNER_NOT_MISSED);
    }

    /** The first worker that holds all data exports; what it does not hear of, a worker that joins may. */
    boolean overtakeWrites() {
        List<SimWorker> ready = cluster.ready().liveInOrder();
        if (ready.size() < 3) {
            return false;
        }
        long apartNanos = chance.between(APART_MIN_NANOS, APART_MAX_NANOS);
        long joinNanos = chance.between(JOIN_MIN_NANOS, APART_MIN_NANOS);
        long longerNanos = chance.between(LONGER_MIN_NANOS, LONGER_MAX_NANOS);
        SimWorker donor = ready.get(0);
        SimWorker other = ready.get(chance.between(1, ready.size() - 1));
        // What the donor itself wrote would wait for the worker that joins, and all that came later with it.
        workers.rest(donor, apartNanos + longerNanos);
        after(RESTS_NANOS, () -> network.cutBothWays(donor.host(), other.host(), apartNanos));
        after(PUT_NANOS, () -> KEYS.forEach(key -> onClient(client -> client.put(key))));
        after(DELETE_NANOS, () -> KEYS.forEach(key -> onClient(client -> client.delete(key))));
        after(joinNanos, () -> {
            withoutDonorNanos = apartNanos - joinNanos + longerNanos;
            armed.add(FaultKind.OVERTAKEN_WRITE);
            workers.add();
        });
        return true;
    }

    private void onClient(Consumer<SimClient> action) {
        SimClient client = chance.oneOf(cluster.clients());
        injector.later(client.process(), () -> {
            if (client.isConnected()) {
                action.accept(client);
            }
        });
    }

    /** A worker learns that it is let in, and imports from then on. */
    void onJoining(SimProcess donor, SimProcess learner) {
        if (injector.isStopped()) {
            return;
        }
        if (armed.remove(FaultKind.LEARNER_NOT_MISSED)) {
            int slowness = chance.between(2, RETURN_SLOWNESS_MAX);
            network.slowDown(donor.host(), learner.host(), slowness);
            network.slowDown(cluster.balancer().host(), learner.host(), slowness);
            after(chance.between(0, RETURN_MAX_NANOS), () -> breakFromBalancer(learner, UNNOTICED_NANOS));
        }
        if (armed.remove(FaultKind.OVERTAKEN_WRITE)) {
            network.cutBothWays(donor.host(), learner.host(), withoutDonorNanos);
        }
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
            soon(() -> breakFromBalancer(learner, 0));
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

    private void breakFromBalancer(SimProcess learner, long unnoticedNanos) {
        for (SimLink link : learner.links()) {
            if (!link.isGone() && Seen.of(link.remote()).kind() == ProcessKind.BALANCER) {
                cluster.trace().note("break connection " + link + " of " + learner + ", which imports");
                link.breakOff(unnoticedNanos);
            }
        }
    }
}
