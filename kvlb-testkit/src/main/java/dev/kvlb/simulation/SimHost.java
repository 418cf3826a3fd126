package dev.kvlb.simulation;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.LinkAcceptor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A machine with an address, on which one process at a time listens; who is led astray finds the one before it. */
public final class SimHost {
    private final String name;
    private final int index;
    private final Map<Integer, Listener> listeners = new HashMap<>();
    private final Map<Integer, Listener> before = new HashMap<>();
    private final Set<SimProcess> astray = new HashSet<>();

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

    public Endpoint endpoint(int port) {
        return new Endpoint(address(), port);
    }

    void listen(int port, SimProcess process, LinkAcceptor acceptor) {
        Listener last = listeners.put(port, new Listener(process, acceptor));
        if (last != null) {
            before.put(port, last);
        }
    }

    /** From now on this process connects to who listened before the one that does. */
    void leadAstray(SimProcess opener) {
        astray.add(opener);
    }

    /** It connects to who listens. */
    void leadBack(SimProcess opener) {
        astray.remove(opener);
    }

    /** Returns who listens on the port as far as this process can tell, if a process that lives does. */
    @Nullable Listener listener(int port, SimProcess opener) {
        Listener listener = (astray.contains(opener) ? before : listeners).get(port);
        return listener == null || listener.process().isOver() ? null : listener;
    }

    @Override
    public String toString() {
        return name;
    }
}
