package dev.kvlb.simulation;

import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.simulation.Operation.Outcome;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks the base protocol: it sends some requests at once, thinks, sends more, and checks that each gets
 * exactly one reply, of the right kind, in order.
 */
final class SimClient implements Core, Connector.Outcome, LinkHandler {
    private static final int REQUESTS_AT_ONCE_MAX = 16;
    private static final int PENDING_MAX = 256;
    private static final long THINK_MAX_NANOS = 300 * Chance.MILLIS;
    private static final long RETRY_MAX_NANOS = 50 * Chance.MILLIS;
    private static final long PATIENCE_NANOS = 2_000 * Chance.MILLIS;
    private static final String LONG_VALUE_KEY = "toolong";

    private final int number;
    private final SimProcess process;
    private final Endpoint balancer;
    private final Workload workload;
    private final History history;
    private final Counters counters;
    private final Chance chance;
    private final ArrayDeque<Operation> pending = new ArrayDeque<>();

    private @Nullable Link link;
    private boolean connecting;
    private boolean waitsForever;
    private long nowNanos;
    private long connectNanos;
    private long askNanos;
    private long oldestNanos = NO_DEADLINE;

    SimClient(
            int number,
            SimProcess process,
            Endpoint balancer,
            Workload workload,
            History history,
            Counters counters,
            Chance chance) {
        this.number = number;
        this.process = process;
        this.balancer = balancer;
        this.workload = workload;
        this.history = history;
        this.counters = counters;
        this.chance = chance;
        this.nowNanos = process.clockNanos();
        this.connectNanos = nowNanos + chance.mostlyShort(0, RETRY_MAX_NANOS);
        this.askNanos = nowNanos + chance.mostlyShort(0, THINK_MAX_NANOS);
    }

    SimProcess process() {
        return process;
    }

    int pending() {
        return pending.size();
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
        for (int i = 0; i < count && link != null && !workload.isDone() && pending.size() < PENDING_MAX; i++) {
            switch (workload.next()) {
                case PUT -> put(workload.keyToPut());
                case GET -> get(workload.keyToGet());
                case EMPTY_KEY -> putInvalid("", new byte[] {1});
                case LONG_VALUE -> putInvalid(LONG_VALUE_KEY, new byte[Settings.VALUE_BYTES_MAX + 1]);
            }
        }
    }

    /** Sends so many requests for large values, where there are any. */
    void askForMuch(int count) {
        List<String> keys = workload.ballast().isEmpty() ? workload.keys() : workload.ballast();
        for (int i = 0; i < count && link != null && pending.size() < PENDING_MAX; i++) {
            get(chance.oneOf(keys));
        }
    }

    Operation put(String key) {
        Operation put = history.beginPut(number, key);
        byte[] value = Values.encode(put.value, key);
        send(put, value);
        return put;
    }

    Operation get(String key) {
        Operation get = history.beginGet(number, key);
        send(get, null);
        return get;
    }

    private void putInvalid(String key, byte[] value) {
        send(new Operation(number, key, true, Operation.NOTHING, 0), value);
    }

    private void send(Operation operation, byte @Nullable [] value) {
        byte[] key = Values.key(operation.key);
        var out = link.out().begin(value == null ? MessageType.GET : MessageType.PUT);
        out.bytes(key, 0, key.length);
        if (value != null) {
            out.bytes(value, 0, value.length);
        }
        out.end();
        if (pending.isEmpty()) {
            oldestNanos = nowNanos;
        }
        pending.add(operation);
    }

    // Replies.

    @Override
    public boolean onFrame(Frame frame) {
        if (frame.type() == MessageType.SHUTDOWN) {
            link.close();
            return true;
        }
        Operation operation = pending.poll();
        if (operation == null) {
            throw new Violation("I7: " + process + " got a reply that belongs to no request: " + frame);
        }
        oldestNanos = pending.isEmpty() ? NO_DEADLINE : nowNanos;
        switch (frame.type()) {
            case PUT_RESPONSE -> onPutResponse(operation, frame);
            case GET_RESPONSE -> onGetResponse(operation, frame);
            case ERROR -> onError(operation, frame);
            default -> throw wrong(operation, frame);
        }
        return true;
    }

    private void onPutResponse(Operation put, Frame frame) {
        int result = (int) frame.number(FieldName.RESULT);
        if (!put.write
                || !frame.key().toUtf8().equals(put.key)
                || result != expected(put).code()) {
            throw wrong(put, frame);
        }
        if (result == ErrorCode.NONE.code()) {
            history.end(put, Outcome.DONE);
            counters.add(Counter.PUTS_DONE);
        } else {
            counters.add(Counter.INVALID_REFUSED);
        }
    }

    private static ErrorCode expected(Operation put) {
        return switch (put.key) {
            case "" -> ErrorCode.INVALID_KEY;
            case LONG_VALUE_KEY -> ErrorCode.INVALID_VALUE;
            default -> ErrorCode.NONE;
        };
    }

    private void onGetResponse(Operation get, Frame frame) {
        ErrorCode result = ErrorCode.of((int) frame.number(FieldName.RESULT));
        boolean found = result == ErrorCode.NONE;
        boolean empty = result == ErrorCode.KEY_NOT_FOUND && frame.length(FieldName.VALUE) == 0;
        if (get.write || !frame.key().toUtf8().equals(get.key) || found == empty) {
            throw wrong(get, frame);
        }
        history.endGet(get, found ? Values.decode(frame.value(), get.key) : Operation.NOTHING);
        counters.add(found ? Counter.GETS_DONE : Counter.GETS_FOUND_NOTHING);
    }

    private void onError(Operation operation, Frame frame) {
        ErrorCode code = ErrorCode.of((int) frame.number(FieldName.ERROR_CODE));
        if (operation.write && expected(operation) != ErrorCode.NONE) {
            throw wrong(operation, frame);
        }
        if (code == ErrorCode.SERVER_BUSY) {
            history.end(operation, Outcome.REFUSED);
            workload.onRefused(operation.key);
            counters.add(Counter.REFUSED);
        } else if (code == ErrorCode.NETWORK_ERROR) {
            history.end(operation, Outcome.UNKNOWN);
            counters.add(Counter.OUTCOME_UNKNOWN);
        } else {
            throw wrong(operation, frame);
        }
    }

    private Violation wrong(Operation operation, Frame frame) {
        String result = frame.type() == MessageType.ERROR ? " " + frame.text(FieldName.MESSAGE) : "";
        return new Violation("I7: " + process + " got a wrong reply: " + frame + result + " to " + operation);
    }

    // The connection.

    @Override
    public LinkHandler onConnected(Link connected) {
        connecting = false;
        link = connected;
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
        for (Operation lost = pending.poll(); lost != null; lost = pending.poll()) {
            history.end(lost, Outcome.UNKNOWN);
            counters.add(Counter.LOST_WITH_CONNECTION);
        }
    }

    // Time.

    @Override
    public void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        if (link == null && !connecting && connectNanos <= nowNanos) {
            connecting = true;
            process.connect(balancer, this);
        }
        if (askNanos <= nowNanos) {
            askNanos = nowNanos + chance.mostlyShort(0, THINK_MAX_NANOS);
            ask(chance.mostlySmall(1, REQUESTS_AT_ONCE_MAX));
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
