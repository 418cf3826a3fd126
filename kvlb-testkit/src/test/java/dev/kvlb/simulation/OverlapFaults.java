package dev.kvlb.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One balancer takes the place of another that lives on, unknown to one worker. What that one coordinates reaches others
 * either at some time, or at the very moment from which it must not count any more.
 */
final class OverlapFaults {
    private static final long ASLEEP_MIN_NANOS = 100 * Chance.MILLIS;
    private static final long ASLEEP_MAX_NANOS = 600 * Chance.MILLIS;
    private static final long BURST_MIN_NANOS = Chance.MILLIS;
    private static final long BURST_MAX_NANOS = 6 * Chance.MILLIS;
    private static final long UNHEARD_MAX_NANOS = 1_500 * Chance.MILLIS;
    private static final int ASTRAY_ONE_IN = 2;
    private static final long ASTRAY_NANOS = 100 * Chance.MILLIS;
    private static final int SLOWNESS_MIN = 50;
    private static final int SLOWNESS_MAX = 300;

    private final FaultInjector injector;
    private final NetworkFaults network;
    private final Cluster cluster;
    private final Chance chance;
    private @Nullable Secret secret;

    /** Writes of which one worker alone knows, and the next balancer must not. */
    private static final class Secret {
        private final SimWorker unaware;

        /** Who has yet to hear of it. */
        private final List<SimWorker> others;

        Secret(SimWorker unaware, List<SimWorker> others) {
            this.unaware = unaware;
            this.others = others;
        }
    }

    OverlapFaults(FaultInjector injector, NetworkFaults network, Cluster cluster, Chance chance) {
        this.injector = injector;
        this.network = network;
        this.cluster = cluster;
        this.chance = chance;
    }

    /** While much is under way, of which not everybody has heard. */
    boolean supersede() {
        SimBalancer balancer = cluster.balancer();
        List<SimWorker> ready = cluster.ready().live();
        if (!balancer.isAlive() || balancer.record() == null || ready.isEmpty() || secret != null) {
            return false;
        }
        SimWorker unaware = chance.oneOf(ready);
        List<SimWorker> others = new ArrayList<>(ready);
        others.remove(unaware);
        long asleepNanos = chance.between(ASLEEP_MIN_NANOS, ASLEEP_MAX_NANOS);
        SimProcess before = balancer.process();
        if (others.size() > 1 && cluster.ready().isOf(before) && !chance.oneIn(3)) {
            keepSecret(new Secret(unaware, others));
        } else {
            cutOffSome(unaware, others);
            network.slowDown(balancer.host(), chance.oneOf(ready).host(), ASLEEP_MAX_NANOS);
        }
        injector.burst();
        cluster.timeline().after(chance.between(BURST_MIN_NANOS, BURST_MAX_NANOS), () -> {
            if (!injector.isStopped() && balancer.process() == before && balancer.isAlive()) {
                supersede(before, unaware.process(), asleepNanos);
            }
        });
        return true;
    }

    private void cutOffSome(SimWorker unaware, List<SimWorker> others) {
        for (SimWorker other : others) {
            if (chance.oneIn(2)) {
                network.cutBothWays(unaware.host(), other.host(), chance.between(ASLEEP_MIN_NANOS, ASLEEP_MAX_NANOS));
            }
        }
    }

    /** What the others write themselves takes long to reach one another, so that it is in flight for as long. */
    private void keepSecret(Secret begun) {
        secret = begun;
        cluster.trace().note("only " + begun.unaware + " knows what it writes");
        for (SimWorker other : begun.others) {
            way(begun, other).cut();
            for (SimWorker third : begun.others) {
                if (third != other) {
                    network.slowDown(other.host(), third.host(), slowness(), UNHEARD_MAX_NANOS);
                }
            }
        }
        cluster.timeline().after(UNHEARD_MAX_NANOS, () -> {
            begun.others.forEach(other -> way(begun, other).heal());
            if (secret == begun) {
                secret = null;
            }
        });
    }

    private Path way(Secret kept, SimWorker other) {
        return cluster.network().path(kept.unaware.host(), other.host());
    }

    private int slowness() {
        return chance.between(SLOWNESS_MIN, SLOWNESS_MAX);
    }

    private void supersede(SimProcess before, SimProcess unaware, long asleepNanos) {
        boolean leadsAstray = chance.oneIn(ASTRAY_ONE_IN);
        long awakeNanos = injector.duration() + (leadsAstray ? ASTRAY_NANOS : 0);
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
        cluster.timeline().after(asleepNanos, () -> {
            before.resume();
            if (leadsAstray && !injector.isStopped()) {
                leadAstray();
            }
        });
        cluster.timeline().after(asleepNanos + awakeNanos, () -> before.die(0));
    }

    /** A worker that the new balancer has told a view loses it, and finds the one before. */
    private void leadAstray() {
        SimProcess balancer = cluster.balancer().process();
        if (!cluster.ready().isOf(balancer) || cluster.ready().live().isEmpty()) {
            return;
        }
        SimProcess worker = chance.oneOf(cluster.ready().live()).process();
        SimHost host = cluster.balancer().host();
        cluster.trace().note(worker + " loses " + balancer + " and finds the one before");
        host.leadAstray(worker);
        for (SimLink link : worker.links()) {
            if (link.remote() == balancer && !link.isGone()) {
                link.breakOff();
            }
        }
        cluster.timeline().after(ASTRAY_NANOS, () -> host.leadBack(worker));
    }

    /** A worker has told a balancer what it holds unsettled: what it hears now, before the view that follows, is too late. */
    void onReported(SimProcess worker) {
        Secret kept = secret;
        if (kept == null || injector.isStopped()) {
            return;
        }
        for (SimWorker other : kept.others) {
            if (other.process() == worker) {
                secret = null;
                network.slowDown(cluster.balancer().host(), other.host(), slowness(), UNHEARD_MAX_NANOS);
                cluster.trace().note(worker + " hears what " + kept.unaware + " writes");
                way(kept, other).heal();
                kept.others.remove(other);
                return;
            }
        }
    }
}
