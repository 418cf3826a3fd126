package dev.kvlb.testkit;

import dev.kvlb.simulation.Path;
import dev.kvlb.simulation.SimHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The network of a simulated cluster. */
final class SimulatedNetwork extends NotedNetwork {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final SimulatedWorld world;
    private final Function<TestNode, SimHost> hosts;

    SimulatedNetwork(SimulatedWorld world, Supplier<List<TestNode>> nodes, Function<TestNode, SimHost> hosts) {
        super(nodes, world.deeds());
        this.world = world;
        this.hosts = hosts;
    }

    private Path path(TestNode from, TestNode to) {
        return world.network().path(hosts.apply(from), hosts.apply(to));
    }

    @Override
    void holdUp(TestNode from, TestNode to) {
        Path path = path(from, to);
        if (!path.isCut()) {
            path.cut();
        }
    }

    @Override
    void makeLate(TestNode from, TestNode to, Duration late) {
        path(from, to).delay(late.toNanos());
    }

    @Override
    void breakConnections(TestNode one, TestNode other) {
        world.disconnect(hosts.apply(one), hosts.apply(other));
    }

    @Override
    void mend(TestNode from, TestNode to) {
        path(from, to).healAll();
    }

    @Override
    void mendAll() {
        world.network().healAll();
    }

    /** Returns a line for each fault, for people. */
    List<String> faults() {
        List<String> lines = new ArrayList<>();
        for (TestNode from : nodes()) {
            for (TestNode to : nodes()) {
                Path path = path(from, to);
                if (path.isCut()) {
                    lines.add(from.name() + " -> " + to.name() + ": silent");
                }
                if (path.lateNanos() > 0) {
                    lines.add(from.name() + " -> " + to.name() + ": " + path.lateNanos() / NANOS_A_MILLI + " ms late");
                }
            }
        }
        return lines;
    }
}
