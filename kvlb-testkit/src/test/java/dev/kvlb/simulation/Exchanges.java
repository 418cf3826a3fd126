package dev.kvlb.simulation;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests on each connection of a client, in their order: by their place the balancer's replies are told apart. */
final class Exchanges {
    private final Map<Integer, Exchange> byConnection = new HashMap<>();

    /** What went over one connection. */
    private static final class Exchange {
        private final ArrayDeque<Operation> sent = new ArrayDeque<>();
        private final ArrayDeque<Operation> arrived = new ArrayDeque<>();

        /** The version of each key that replies have shown on this connection. */
        private long[] shown = new long[SimKey.NUMBERS];
    }

    /** A client sends a request. */
    void onSent(SimLink client, Operation request) {
        byConnection
                .computeIfAbsent(client.number(), number -> new Exchange())
                .sent
                .add(request);
    }

    /** The balancer reads a request; returns which. */
    Operation onArrived(SimLink balancer) {
        Exchange exchange = byConnection.get(balancer.number());
        Operation request = exchange.sent.remove();
        exchange.arrived.add(request);
        return request;
    }

    /** The balancer replies; returns to which request, or null where this is no connection of a client, or none is due. */
    @Nullable Operation onReplied(SimLink balancer) {
        Exchange exchange = byConnection.get(balancer.number());
        return exchange == null ? null : exchange.arrived.poll();
    }

    /** Returns the version of each key that replies on this connection have shown. */
    long[] shown(SimLink balancer) {
        return byConnection.get(balancer.number()).shown;
    }

    /** The data is given up, and what was shown of it counts no more. */
    void startOver() {
        byConnection.values().forEach(exchange -> exchange.shown = new long[SimKey.NUMBERS]);
    }

    /** The connection is over, and no reply can matter any more. */
    void onOver(SimLink client) {
        byConnection.remove(client.number());
    }
}
