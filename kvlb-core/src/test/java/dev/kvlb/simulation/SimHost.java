package dev.kvlb.simulation;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.LinkAcceptor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine with an address, on which one process at a time listens. */
final class SimHost {
    private final String name;
    private final int index;
    private final Map<Integer, Listener> listeners = new HashMap<>();

    /** What takes the connections to one port. */
    record Listener(SimProcess process, LinkAcceptor acceptor) {}

    SimHost(String name, int index) {
        this.name = name;
        this.index = index;
    }

    int index() {
        return index;
    }

    String address() {
        return "10.0.0." + index;
    }

    Endpoint endpoint(int port) {
        return new Endpoint(address(), port);
    }

    void listen(int port, SimProcess process, LinkAcceptor acceptor) {
        listeners.put(port, new Listener(process, acceptor));
    }

    /** Returns who listens on the port, if a process that lives does. */
    @Nullable Listener listener(int port) {
        Listener listener = listeners.get(port);
        return listener == null || listener.process().isOver() ? null : listener;
    }

    @Override
    public String toString() {
        return name;
    }
}
