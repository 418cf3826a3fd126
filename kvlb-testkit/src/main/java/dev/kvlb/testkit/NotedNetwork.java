package dev.kvlb.testkit;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A network that checks what it is told, and notes it for the report. */
abstract class NotedNetwork implements TestNetwork {
    private static final Duration LATE_MAX = Duration.ofHours(1);

    private final Supplier<List<TestNode>> nodes;
    private final Deeds deeds;

    NotedNetwork(Supplier<List<TestNode>> nodes, Deeds deeds) {
        this.nodes = nodes;
        this.deeds = deeds;
    }

    /** Holds up what the one sends to the other. */
    abstract void holdUp(TestNode from, TestNode to);

    /** Makes what the one sends to the other late. */
    abstract void makeLate(TestNode from, TestNode to, Duration late);

    /** Breaks the connections between two. */
    abstract void breakConnections(TestNode one, TestNode other);

    /** Mends one way. */
    abstract void mend(TestNode from, TestNode to);

    /** Mends all ways. */
    abstract void mendAll();

    final List<TestNode> nodes() {
        return nodes.get();
    }

    private void check(TestNode... asked) {
        for (TestNode node : asked) {
            if (!nodes().contains(node)) {
                throw new IllegalArgumentException("not of this cluster: " + node.name());
            }
        }
    }

    @Override
    public final void silence(TestNode from, TestNode to) {
        check(from, to);
        deeds.note("silence " + from.name() + " -> " + to.name());
        holdUp(from, to);
    }

    @Override
    public final void isolate(TestNode node) {
        check(node);
        deeds.note("isolate " + node.name());
        for (TestNode other : nodes()) {
            if (other != node) {
                holdUp(node, other);
                holdUp(other, node);
            }
        }
    }

    @Override
    public final void delay(TestNode from, TestNode to, Duration late) {
        check(from, to);
        if (late.isNegative() || late.compareTo(LATE_MAX) > 0) {
            throw new IllegalArgumentException("late must be 0..1 hour: " + late);
        }
        deeds.note("delay " + from.name() + " -> " + to.name() + " by " + late.toMillis() + " ms");
        makeLate(from, to, late);
    }

    @Override
    public final void disconnect(TestNode one, TestNode other) {
        check(one, other);
        deeds.note("disconnect " + one.name() + " and " + other.name());
        breakConnections(one, other);
    }

    @Override
    public final void heal(TestNode one, TestNode other) {
        check(one, other);
        deeds.note("heal " + one.name() + " and " + other.name());
        mend(one, other);
        mend(other, one);
    }

    @Override
    public final void heal() {
        deeds.note("heal the network");
        mendAll();
    }
}
