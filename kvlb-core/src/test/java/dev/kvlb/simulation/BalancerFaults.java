package dev.kvlb.simulation;

import java.util.List;

/** What goes wrong with the balancer and its record. Each method returns whether it could be done now. */
final class BalancerFaults {
    private static final long ASLEEP_MIN_NANOS = 100 * Chance.MILLIS;
    private static final long ASLEEP_MAX_NANOS = 600 * Chance.MILLIS;
    private static final long BURST_MIN_NANOS = Chance.MILLIS;
    private static final long BURST_MAX_NANOS = 6 * Chance.MILLIS;

    private final FaultInjector injector;
    private final NetworkFaults network;
    private final WorkerFaults workers;
    private final Cluster cluster;
    private final Chance chance;

    BalancerFaults(
            FaultInjector injector, NetworkFaults network, WorkerFaults workers, Cluster cluster, Chance chance) {
        this.injector = injector;
        this.network = network;
        this.workers = workers;
        this.cluster = cluster;
        this.chance = chance;
    }

    boolean pause() {
        return injector.pause(cluster.balancer().process());
    }

    boolean kill() {
        if (!cluster.balancer().isAlive()) {
            return false;
        }
        cluster.trace().note("kill " + cluster.balancer().process());
        cluster.balancer().kill(injector.silence());
        return true;
    }

    boolean loseRecord() {
        RecordFile record = cluster.balancer().record();
        if (record == null || !kill()) {
            return false;
        }
        cluster.trace().note("the record is lost");
        record.lose();
        return true;
    }

    /** Whoever comes first may hold nothing, or what was once all data. */
    boolean strangersFirst() {
        if (!kill()) {
            return false;
        }
        long duration = injector.duration();
        for (SimWorker worker : cluster.ready().live()) {
            if (!chance.oneIn(3)) {
                network.cutBothWays(worker.host(), cluster.balancer().host(), duration);
            }
        }
        workers.add();
        return true;
    }

    /** While much is under way, of which not everybody has heard. */
    boolean supersede() {
        SimBalancer balancer = cluster.balancer();
        List<SimWorker> ready = cluster.ready().live();
        if (!balancer.isAlive() || balancer.record() == null || ready.isEmpty()) {
            return false;
        }
        SimWorker unaware = chance.oneOf(ready);
        long asleepNanos = chance.between(ASLEEP_MIN_NANOS, ASLEEP_MAX_NANOS);
        for (SimWorker other : ready) {
            if (other != unaware && chance.oneIn(2)) {
                network.cutBothWays(unaware.host(), other.host(), chance.between(ASLEEP_MIN_NANOS, ASLEEP_MAX_NANOS));
            }
        }
        network.slowDown(balancer.host(), chance.oneOf(ready).host(), ASLEEP_MAX_NANOS);
        injector.burst();
        SimProcess before = balancer.process();
        cluster.timeline().after(chance.between(BURST_MIN_NANOS, BURST_MAX_NANOS), () -> {
            if (!injector.isStopped() && balancer.process() == before && balancer.isAlive()) {
                supersede(before, unaware.process(), asleepNanos);
            }
        });
        return true;
    }

    private void supersede(SimProcess before, SimProcess unaware, long asleepNanos) {
        long awakeNanos = injector.duration();
        cluster.trace()
                .note(before + " stands still for " + asleepNanos / Chance.MILLIS + " ms and lives on for "
                        + awakeNanos / Chance.MILLIS + " ms, and another one takes its place, unknown to " + unaware);
        before.pause();
        for (SimProcess process : cluster.liveProcesses()) {
            for (SimLink link : process.links()) {
                if (process != unaware && link.remote() == before && !link.isGone()) {
                    link.breakOff();
                }
            }
        }
        cluster.balancer().supersede();
        cluster.timeline().after(asleepNanos, before::resume);
        cluster.timeline().after(asleepNanos + awakeNanos, () -> before.die(0));
    }

    boolean slowRecord() {
        RecordFile record = cluster.balancer().record();
        if (record == null) {
            return false;
        }
        record.slow(true);
        cluster.timeline().after(injector.duration(), () -> record.slow(false));
        return true;
    }

    boolean failRecord() {
        RecordFile record = cluster.balancer().record();
        if (record == null) {
            return false;
        }
        record.failing(true);
        cluster.timeline().after(injector.duration(), () -> record.failing(false));
        return true;
    }

    boolean drain() {
        SimBalancer balancer = cluster.balancer();
        if (!balancer.isAlive()) {
            return false;
        }
        cluster.trace().note("drain " + balancer.process());
        injector.later(balancer.process(), balancer.core()::drain);
        return true;
    }

    boolean operate() {
        cluster.operator().decide();
        return true;
    }
}
