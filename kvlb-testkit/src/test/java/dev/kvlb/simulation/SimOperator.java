package dev.kvlb.simulation;

import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks at the state of the cluster, and where it does not serve decides to begin anew, with nothing or with
 * what a worker kept.
 */
final class SimOperator implements Core, Connector.Outcome, LinkHandler {
    private final Cluster cluster;
    private final SimProcess process;
    private final Chance chance;
    private final List<Long> connected = new ArrayList<>();
    private @Nullable Link link;
    private boolean busy;
    private boolean serves;
    private boolean refused;
    private long workersToCome;

    SimOperator(Cluster cluster, SimProcess process, Chance chance) {
        this.cluster = cluster;
        this.process = process;
        this.chance = chance;
    }

    /** Has it look and decide, unless it does already. */
    void decide() {
        if (!busy) {
            busy = true;
            process.task(() -> process.connect(cluster.balancer().clientEndpoint(), this));
        }
    }

    @Override
    public LinkHandler onConnected(Link connected) {
        link = connected;
        link.out()
                .begin(MessageType.HELLO)
                .u32(Handshake.MAGIC)
                .u16(Handshake.PROTOCOL_VERSION)
                .u8(Handshake.CLIENT)
                .u64(0)
                .u64(0)
                .end();
        return this;
    }

    @Override
    public void onFailed(String reason) {
        busy = false;
    }

    @Override
    public boolean onFrame(Frame frame) {
        switch (frame.type()) {
            case WELCOME -> link.out().begin(MessageType.STATUS).end();
            case STATUS_RESPONSE -> {
                connected.clear();
                serves = frame.number(FieldName.STATE) == ClusterState.SERVING;
                workersToCome = frame.number(FieldName.WORKERS);
                orderIfAllIsKnown();
            }
            case STATUS_WORKER -> {
                if (frame.number(FieldName.CONNECTED) != 0) {
                    connected.add(frame.number(FieldName.WORKER_ID));
                }
                workersToCome--;
                orderIfAllIsKnown();
            }
            case ORDER_RESPONSE -> {
                boolean done = frame.number(FieldName.RESULT) == ErrorCode.NONE.code();
                refused = !done;
                cluster.counters().add(done ? Counter.ORDER_OBEYED : Counter.ORDER_REFUSED);
                link.close();
            }
            case ERROR -> {
                // The balancer ends before an order is recorded: what came of it, its next run will say.
                if (frame.number(FieldName.ERROR_CODE) != ErrorCode.NETWORK_ERROR.code()) {
                    throw new Violation("I7: the operator got " + frame);
                }
                link.close();
            }
            case SHUTDOWN -> link.close();
            default -> throw new Violation("I7: the operator got " + frame);
        }
        return true;
    }

    private void orderIfAllIsKnown() {
        if (workersToCome > 0) {
            return;
        }
        if (workersToCome < 0) {
            throw new Violation("I7: more workers than the status announced");
        }
        if (serves) {
            link.close();
        } else if (connected.isEmpty() || refused || chance.oneIn(3)) {
            link.out().begin(MessageType.RESET).end();
        } else {
            link.out().begin(MessageType.RECOVER).u32(chance.oneOf(connected)).end();
        }
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        throw new Violation("I7: the operator got a malformed reply", cause);
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
        busy = false;
    }

    @Override
    public void onTime(long nowNanos) {}

    @Override
    public void onTurnEnded() {}

    @Override
    public long nextDeadlineNanos() {
        return NO_DEADLINE;
    }

    @Override
    public void drain() {}

    @Override
    public boolean isEnded() {
        return false;
    }
}
