package dev.kvlb.internal.link;

import java.util.ArrayList;
import java.util.List;

/** Keeps a core's attempts to connect until a test lets each of them succeed or fail. */
public final class RecordingConnector implements Connector {
    private final List<Attempt> pending = new ArrayList<>();

    private record Attempt(Endpoint remote, Outcome outcome) {}

    @Override
    public void connect(Endpoint remote, Outcome outcome) {
        pending.add(new Attempt(remote, outcome));
    }

    /** Returns where the core is trying to connect to, in the order in which it began. */
    public List<Endpoint> pending() {
        return pending.stream().map(Attempt::remote).toList();
    }

    /** Lets the first attempt to reach this endpoint succeed. */
    public RecordingLink accept(Endpoint remote) {
        RecordingLink link = new RecordingLink(remote.host());
        link.attach(remove(remote).outcome().onConnected(link));
        return link;
    }

    /** Lets the first attempt to reach this endpoint fail. */
    public void refuse(Endpoint remote) {
        remove(remote).outcome().onFailed("connection refused");
    }

    private Attempt remove(Endpoint remote) {
        Attempt attempt = pending.stream()
                .filter(each -> each.remote().equals(remote))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no attempt to reach " + remote + " among " + pending()));
        pending.remove(attempt);
        return attempt;
    }
}
