package dev.kvlb.simulation;

import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts, the paths between them, and the connections over these.
 *
 * <p>A connection keeps the order of what it carries; two connections do not wait for one another, so that what is sent
 * later on one may arrive before what was sent earlier on the other.
 */
public final class SimNetwork {
    private static final long REFUSAL_MAX_NANOS = 100 * Chance.MILLIS;

    private final Timeline timeline;
    private final Chance chance;
    private final FrameObserver observer;
    private final List<SimHost> hosts = new ArrayList<>();
    private final List<List<Path>> paths = new ArrayList<>();
    private int connections;

    public SimNetwork(Timeline timeline, Chance chance, FrameObserver observer) {
        this.timeline = timeline;
        this.chance = chance;
        this.observer = observer;
    }

    public SimHost addHost(String name) {
        SimHost host = new SimHost(name, hosts.size());
        hosts.add(host);
        List<Path> ways = new ArrayList<>();
        for (SimHost other : hosts) {
            ways.add(new Path(chance, host, other));
            if (other != host) {
                paths.get(other.index()).add(new Path(chance, other, host));
            }
        }
        paths.add(ways);
        return host;
    }

    public Path path(SimHost from, SimHost to) {
        return paths.get(from.index()).get(to.index());
    }

    /** Ends all cuts and slowness. */
    public void healAll() {
        for (List<Path> ways : paths) {
            ways.forEach(Path::healAll);
        }
    }

    /** Opens a connection for a process, or tells it why there is none. */
    void connect(SimProcess process, Endpoint remote, Connector.Outcome outcome) {
        SimHost target = hostAt(remote);
        Path there = path(process.host(), target);
        Path back = path(target, process.host());
        timeline.after(there.delayNanos(), () -> {
            if (there.isCut() || back.isCut()) {
                fail(process, outcome, chance.between(Chance.MILLIS, REFUSAL_MAX_NANOS), "timed out");
                return;
            }
            SimHost.Listener listener = target.listener(remote.port(), process);
            if (listener == null) {
                fail(process, outcome, back.delayNanos(), "connection refused");
            } else {
                establish(process, listener, there, back, outcome);
            }
        });
    }

    private SimHost hostAt(Endpoint remote) {
        for (SimHost host : hosts) {
            if (host.address().equals(remote.host())) {
                return host;
            }
        }
        throw new AssertionError("no host at " + remote);
    }

    private void fail(SimProcess process, Connector.Outcome outcome, long delayNanos, String reason) {
        timeline.after(delayNanos, () -> process.task(() -> outcome.onFailed(reason)));
    }

    private void establish(
            SimProcess opener, SimHost.Listener listener, Path there, Path back, Connector.Outcome outcome) {
        int number = ++connections;
        SimLink near = new SimLink(timeline, opener, observer, number);
        SimLink far = new SimLink(timeline, listener.process(), observer, number);
        int windowBytes = chance.mostlySmall(2_048, 131_072);
        Pipe out = new Pipe(timeline, chance, there, back, near, far, windowBytes);
        Pipe in = new Pipe(timeline, chance, back, there, far, near, windowBytes);
        near.attach(far, out, in);
        far.attach(near, in, out);
        listener.process().task(() -> far.open(listener.acceptor()::onAccepted));
        // The far end may send before the near one knows that it is connected, but that arrives later than this.
        timeline.at(
                in.holdBack(),
                () -> opener.task(() -> {
                    if (!near.open(outcome::onConnected)) {
                        outcome.onFailed("connection reset");
                    }
                }));
    }
}
