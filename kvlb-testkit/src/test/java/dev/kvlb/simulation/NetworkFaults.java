package dev.kvlb.simulation;

import java.util.ArrayList;
import java.util.List;

/** What goes wrong between hosts. Each method returns whether it could be done now. */
final class NetworkFaults {
    private static final int BREAKS_ONE_IN = 2;
    private static final int SLOWNESS_MAX = 200;
    private static final int OF_CLIENT_ONE_IN = 5;

    private final FaultInjector injector;
    private final Cluster cluster;
    private final Timeline timeline;
    private final Chance chance;

    NetworkFaults(FaultInjector injector, Cluster cluster, Chance chance) {
        this.injector = injector;
        this.cluster = cluster;
        this.timeline = cluster.timeline();
        this.chance = chance;
    }

    boolean slowLink() {
        SimHost one = anyHost();
        slowDown(one, anyOtherHost(one));
        return true;
    }

    boolean slowPeers() {
        if (cluster.workers().size() < 2) {
            return false;
        }
        SimHost one = anyWorker();
        SimHost other = anyOtherWorker(one);
        slowDown(one, other);
        slowDown(other, one);
        return true;
    }

    void slowDown(SimHost from, SimHost to) {
        slowDown(from, to, chance.mostlySmall(2, SLOWNESS_MAX));
    }

    /** Slows one way down for so long. */
    void slowDown(SimHost from, SimHost to, long durationNanos) {
        slowDown(from, to, chance.mostlySmall(2, SLOWNESS_MAX), durationNanos);
    }

    void slowDown(SimHost from, SimHost to, int slowness) {
        slowDown(from, to, slowness, injector.duration());
    }

    void slowDown(SimHost from, SimHost to, int slowness, long durationNanos) {
        Path path = cluster.network().path(from, to);
        cluster.trace().note(path + " takes " + slowness + " times as long");
        path.slowDown(slowness);
        timeline.after(durationNanos, () -> path.slowDown(1));
    }

    boolean cutOneWay() {
        SimHost one = anyHost();
        cut(cluster.network().path(one, anyOtherHost(one)), injector.duration());
        return true;
    }

    boolean cutBothWays() {
        SimHost one = anyHost();
        cutBothWays(one, anyOtherHost(one), injector.duration());
        return true;
    }

    boolean cutPeers() {
        if (cluster.workers().size() < 2) {
            return false;
        }
        SimHost one = anyWorker();
        cutBothWays(one, anyOtherWorker(one), injector.duration());
        return true;
    }

    boolean isolateWorker() {
        SimHost lonely = anyWorker();
        long duration = injector.duration();
        cutBothWays(lonely, cluster.balancer().host(), duration);
        for (SimWorker worker : cluster.workers()) {
            if (worker.host() != lonely) {
                cutBothWays(lonely, worker.host(), duration);
            }
        }
        return true;
    }

    void cutBothWays(SimHost one, SimHost other, long durationNanos) {
        cut(cluster.network().path(one, other), durationNanos);
        cut(cluster.network().path(other, one), durationNanos);
    }

    private void cut(Path path, long durationNanos) {
        cluster.trace().note("cut " + path + " for " + durationNanos / Chance.MILLIS + " ms");
        path.cut();
        timeline.after(durationNanos, () -> {
            if (!injector.isStopped()) {
                path.heal();
            }
        });
        // TCP gives some connections up meanwhile; others go on when the path has healed, and never knew.
        for (SimProcess process : cluster.liveProcesses()) {
            for (SimLink link : process.links()) {
                if (link.pathOut() == path && !link.isGone() && chance.oneIn(BREAKS_ONE_IN)) {
                    timeline.after(injector.duration(), () -> {
                        if (path.isCut()) {
                            link.breakOff();
                        }
                    });
                }
            }
        }
    }

    boolean breakConnection() {
        List<SimLink> open = new ArrayList<>();
        for (SimProcess process : cluster.liveProcesses()) {
            for (SimLink link : process.links()) {
                if (!link.isGone()) {
                    open.add(link);
                }
            }
        }
        if (open.isEmpty()) {
            return false;
        }
        SimLink link = chance.oneOf(open);
        cluster.trace().note("break connection " + link + " between " + link.process() + " and " + link.remote());
        link.breakOff();
        return true;
    }

    /** Mostly servers, whose connections matter more than those of one client. */
    private SimHost anyHost() {
        if (chance.oneIn(OF_CLIENT_ONE_IN)) {
            return chance.oneOf(cluster.clients()).process().host();
        }
        return chance.oneIn(3) ? cluster.balancer().host() : anyWorker();
    }

    private SimHost anyOtherHost(SimHost one) {
        boolean client = one.toString().startsWith("client");
        List<SimHost> others = new ArrayList<>();
        others.add(cluster.balancer().host());
        if (!client) {
            cluster.workers().forEach(worker -> others.add(worker.host()));
        }
        others.remove(one);
        return chance.oneOf(others);
    }

    private SimHost anyWorker() {
        return chance.oneOf(cluster.workers()).host();
    }

    private SimHost anyOtherWorker(SimHost one) {
        List<SimHost> others = new ArrayList<>();
        cluster.workers().forEach(worker -> others.add(worker.host()));
        others.remove(one);
        return chance.oneOf(others);
    }
}
