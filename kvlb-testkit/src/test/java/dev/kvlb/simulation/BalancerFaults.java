package dev.kvlb.simulation;

/** What goes wrong with the balancer and its record. Each method returns whether it could be done now. */
final class BalancerFaults {
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
