package dev.kvlb.testkit;

import dev.kvlb.testkit.relay.Host;
import dev.kvlb.testkit.relay.Relays;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The network of relays, to which each node is a host of its name. */
final class LoopbackNetwork extends NotedNetwork {
    private final Relays relays;

    LoopbackNetwork(Relays relays, Supplier<List<TestNode>> nodes, Deeds deeds) {
        super(nodes, deeds);
        this.relays = relays;
    }

    private static Host host(TestNode node) {
        return new Host(node.name());
    }

    @Override
    void holdUp(TestNode from, TestNode to) {
        relays.silence(host(from), host(to));
    }

    @Override
    void makeLate(TestNode from, TestNode to, Duration late) {
        relays.delay(host(from), host(to), late);
    }

    @Override
    void breakConnections(TestNode one, TestNode other) {
        relays.disconnect(host(one), host(other));
    }

    @Override
    void mend(TestNode from, TestNode to) {
        relays.heal(host(from), host(to));
    }

    @Override
    void mendAll() {
        relays.heal();
    }
}
