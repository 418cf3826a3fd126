package dev.kvlb.simulation;

import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client: it sends some requests at once, thinks, and sends more; where its connection is lost it connects again. */
final class SimClient implements Core, Connector.Outcome, LinkHandler {
    private static final int REQUESTS_AT_ONCE_MAX = 16;
    private static final int PENDING_MAX = 256;
    private static final long THINK_MAX_NANOS = 300 * Chance.MILLIS;
    private static final long RETRY_MAX_NANOS = 50 * Chance.MILLIS;
    private static final long PATIENCE_NANOS = 2_000 * Chance.MILLIS;

    private final SimProcess process;
    private final Cluster cluster;
    private final Workload workload;
    private final Chance chance;
    private final Requests requests;

    private @Nullable Link link;
    private boolean connecting;
    private boolean waitsForever;
    private long nowNanos;
    private long connectNanos;
    private long askNanos;
    private long oldestNanos = NO_DEADLINE;

    SimClient(int number, SimProcess process, Cluster cluster, Chance chance) {
        this.process = process;
        this.cluster = cluster;
        this.workload = cluster.workload();
        this.chance = chance;
        this.requests = new Requests(number, chance.oneOf(List.of(Dialect.values())), cluster);
        this.nowNanos = process.clockNanos();
        this.connectNanos = nowNanos + chance.mostlyShort(0, RETRY_MAX_NANOS);
        this.askNanos = nowNanos + chance.mostlyShort(0, THINK_MAX_NANOS);
    }

    SimProcess process() {
        return process;
    }

    int pending() {
        return requests.pending();
    }

    boolean isConnected() {
        return link != null;
    }

    /** From now on every request that can be answered is: this client waits for it. */
    void waitForever() {
        waitsForever = true;
    }

    // Requests.

    /** Sends several requests at once, of those that are left to do. */
    void ask(int count) {
        for (int i = 0; i < count && link != null && !workload.isDone() && pending() < PENDING_MAX; i++) {
            switch (workload.next(requests.mayDelete())) {
                case PUT -> requests.put(workload.keyToPut());
                case GET -> requests.get(workload.keyToGet());
                case DELETE -> requests.delete(workload.keyToDelete());
                case PUT_EMPTY_KEY -> requests.putEmptyKey();
                case PUT_LONG_VALUE -> requests.putLongValue();
                case DELETE_EMPTY_KEY -> requests.deleteEmptyKey();
            }
            noteOldest();
        }
    }

    /** Sends so many requests for large values, where there are any. */
    void askForMuch(int count) {
        List<SimKey> keys = workload.ballast().isEmpty() ? workload.keys() : workload.ballast();
        for (int i = 0; i < count && link != null && pending() < PENDING_MAX; i++) {
            get(chance.oneOf(keys));
        }
    }

    Operation put(SimKey key) {
        Operation put = requests.put(key);
        noteOldest();
        return put;
    }

    /** Deletes, if its dialect has that. */
    void delete(SimKey key) {
        if (requests.mayDelete()) {
            requests.delete(key);
            noteOldest();
        }
    }

    Operation get(SimKey key) {
        Operation get = requests.get(key);
        noteOldest();
        return get;
    }

    private void noteOldest() {
        if (oldestNanos == NO_DEADLINE) {
            oldestNanos = nowNanos;
        }
    }

    // Replies.

    @Override
    public boolean onFrame(Frame frame) {
        switch (frame.type()) {
            case SHUTDOWN -> link.close();
            case WELCOME -> requests.onWelcome();
            default -> {
                requests.onReply(frame);
                oldestNanos = pending() == 0 ? NO_DEADLINE : nowNanos;
            }
        }
        return true;
    }

    // The connection.

    @Override
    public LinkHandler onConnected(Link connected) {
        connecting = false;
        link = connected;
        requests.onConnected((SimLink) connected);
        return this;
    }

    @Override
    public void onFailed(String reason) {
        connecting = false;
        connectNanos = nowNanos + chance.mostlyShort(0, RETRY_MAX_NANOS);
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        throw new Violation("I7: " + process + " got a malformed reply", cause);
    }

    @Override
    public void onInputEnded() {
        link.close();
    }

    @Override
    public void onDrained() {}

    @Override
    public void onClosed() {
        link = null;
        connectNanos = nowNanos + chance.mostlyShort(0, RETRY_MAX_NANOS);
        oldestNanos = NO_DEADLINE;
        requests.onLost();
    }

    // Time.

    @Override
    public void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        if (link == null && !connecting && connectNanos <= nowNanos) {
            connecting = true;
            process.connect(cluster.balancer().clientEndpoint(), this);
        }
        if (askNanos <= nowNanos) {
            askNanos = nowNanos + chance.mostlyShort(0, THINK_MAX_NANOS);
            // Who is refused asks for little until that has changed.
            ask(requests.wereRefused() ? 1 : chance.mostlySmall(1, REQUESTS_AT_ONCE_MAX));
        }
        if (link != null && giveUpNanos() <= nowNanos) {
            oldestNanos = NO_DEADLINE;
            link.close();
        }
    }

    private long giveUpNanos() {
        return waitsForever || oldestNanos == NO_DEADLINE ? NO_DEADLINE : oldestNanos + PATIENCE_NANOS;
    }

    @Override
    public void onTurnEnded() {}

    @Override
    public long nextDeadlineNanos() {
        long next = giveUpNanos();
        if (link == null && !connecting) {
            next = Math.min(next, connectNanos);
        }
        return workload.isDone() ? next : Math.min(next, askNanos);
    }

    @Override
    public void drain() {}

    @Override
    public boolean isEnded() {
        return false;
    }
}
