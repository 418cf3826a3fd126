package dev.kvlb.simulation;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.simulation.Ledger.Write;
import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The requests of one client, and a look at each reply: exactly one, of the right kind, in order (I7). */
final class Requests {
    private static final SimKey EMPTY_KEY = SimKey.invalid("");
    private static final SimKey LONG_VALUE_KEY = SimKey.invalid("toolong");
    private static final byte[] LONG_VALUE = new byte[Settings.VALUE_BYTES_MAX + 1];
    private static final byte[] SHORT_VALUE = new byte[1];

    private final int client;
    private final Dialect dialect;
    private final Cluster cluster;
    private final History history;
    private final Counters counters;
    private final Exchanges exchanges;
    private final ArrayDeque<Operation> pending = new ArrayDeque<>();

    private @Nullable SimLink link;
    private boolean welcomed;
    private boolean versioned;
    private boolean refused;

    Requests(int client, Dialect dialect, Cluster cluster) {
        this.client = client;
        this.dialect = dialect;
        this.cluster = cluster;
        this.history = cluster.history();
        this.counters = cluster.counters();
        this.exchanges = cluster.observations().exchanges();
    }

    /** Returns how many replies are due. */
    int pending() {
        return pending.size();
    }

    /** Returns whether the last request that was answered was refused. */
    boolean wereRefused() {
        return refused;
    }

    /** Returns whether the balancer has said that it knows more than the base protocol. */
    boolean mayDelete() {
        return welcomed;
    }

    // Connections.

    void onConnected(SimLink connected) {
        link = connected;
        welcomed = false;
        versioned = false;
        if (dialect != Dialect.BASE) {
            link.out()
                    .begin(MessageType.HELLO)
                    .u32(Handshake.MAGIC)
                    .u16(Handshake.PROTOCOL_VERSION)
                    .u8(Handshake.CLIENT)
                    .u64(dialect == Dialect.VERSIONED ? Handshake.VERSIONS : 0)
                    .u64(0)
                    .end();
        }
    }

    /** The connection is lost, and with it every reply that is due. */
    void onLost() {
        link = null;
        for (Operation lost = pending.poll(); lost != null; lost = pending.poll()) {
            history.end(lost, Outcome.UNKNOWN);
            counters.add(Counter.LOST_WITH_CONNECTION);
        }
    }

    // Requests.

    Operation put(SimKey key) {
        Operation put = history.beginWrite(client, key, Kind.PUT);
        send(put, MessageType.PUT, Values.encode(put.value, key));
        return put;
    }

    Operation delete(SimKey key) {
        Operation delete = history.beginWrite(client, key, Kind.DELETE);
        send(delete, MessageType.DELETE, null);
        return delete;
    }

    Operation get(SimKey key) {
        Operation get = history.beginGet(client, key);
        send(get, MessageType.GET, null);
        return get;
    }

    void putEmptyKey() {
        send(invalid(EMPTY_KEY, Kind.PUT), MessageType.PUT, SHORT_VALUE);
    }

    void putLongValue() {
        send(invalid(LONG_VALUE_KEY, Kind.PUT), MessageType.PUT, LONG_VALUE);
    }

    void deleteEmptyKey() {
        send(invalid(EMPTY_KEY, Kind.DELETE), MessageType.DELETE, null);
    }

    private Operation invalid(SimKey key, Kind kind) {
        return new Operation(client, key, kind, Operation.NOTHING, 0);
    }

    private void send(Operation operation, MessageType type, byte @Nullable [] value) {
        byte[] key = operation.key.bytes();
        var out = link.out().begin(type).bytes(key, 0, key.length);
        if (value != null) {
            out.bytes(value, 0, value.length);
        }
        out.end();
        exchanges.onSent(link, operation);
        pending.add(operation);
    }

    // Replies.

    /** The balancer answers the HELLO. */
    void onWelcome() {
        if (dialect == Dialect.BASE || welcomed) {
            throw new Violation("I7: client " + client + " got a WELCOME that it did not ask for");
        }
        welcomed = true;
        versioned = dialect == Dialect.VERSIONED;
    }

    /** The balancer answers the oldest request. */
    void onReply(Frame frame) {
        Operation operation = pending.poll();
        if (operation == null) {
            throw new Violation("I7: client " + client + " got a reply that belongs to no request: " + frame);
        }
        if (frame.type() == MessageType.ERROR) {
            onError(operation, frame);
            return;
        }
        if (frame.type() != expectedReply(operation) || SimKey.of(frame.key()) != validKey(operation)) {
            throw wrong(operation, frame);
        }
        refused = false;
        if (operation.isWrite()) {
            onWritten(operation, frame);
        } else {
            onRead(operation, frame);
        }
    }

    private MessageType expectedReply(Operation operation) {
        return switch (operation.kind) {
            case PUT -> versioned ? MessageType.VERSIONED_PUT_RESPONSE : MessageType.PUT_RESPONSE;
            case DELETE -> versioned ? MessageType.VERSIONED_DELETE_RESPONSE : MessageType.DELETE_RESPONSE;
            case GET -> versioned ? MessageType.VERSIONED_GET_RESPONSE : MessageType.GET_RESPONSE;
        };
    }

    private static @Nullable SimKey validKey(Operation operation) {
        return operation.key.isValid() ? operation.key : null;
    }

    private void onWritten(Operation write, Frame frame) {
        if (frame.number(FieldName.RESULT) != expectedResult(write).code()) {
            throw wrong(write, frame);
        }
        if (write.key.isValid()) {
            checkVersion(write, frame);
            history.end(write, Outcome.DONE);
            counters.add(write.kind == Kind.PUT ? Counter.PUTS_DONE : Counter.DELETES_DONE);
        } else {
            counters.add(Counter.INVALID_REFUSED);
        }
    }

    private static ErrorCode expectedResult(Operation write) {
        if (write.key.isValid()) {
            return ErrorCode.NONE;
        }
        return write.key == EMPTY_KEY ? ErrorCode.INVALID_KEY : ErrorCode.INVALID_VALUE;
    }

    private void onRead(Operation get, Frame frame) {
        ErrorCode result = ErrorCode.of((int) frame.number(FieldName.RESULT));
        boolean found = result == ErrorCode.NONE;
        boolean empty = result == ErrorCode.KEY_NOT_FOUND && frame.length(FieldName.VALUE) == 0;
        if (found == empty) {
            throw wrong(get, frame);
        }
        if (found) {
            get.value = Values.decode(frame.value(), get.key);
            checkVersion(get, frame);
        }
        history.endGet(get, found ? get.value : deleteSeen(get, frame));
        counters.add(found ? Counter.GETS_DONE : Counter.GETS_FOUND_NOTHING);
    }

    /** Returns the value of the delete that a read has seen, if that can be known. */
    private int deleteSeen(Operation get, Frame frame) {
        long version = versioned ? frame.number(FieldName.VERSION) : 0;
        return version == 0 ? Operation.NOTHING : cluster.ledger().held(version, get.key, true, get).value;
    }

    /** Checks that the reply names the version of the value that was written or read. */
    private void checkVersion(Operation operation, Frame frame) {
        if (versioned) {
            Write write = cluster.ledger().ofValue(operation.value);
            boolean unknown = write == null && operation.kind == Kind.DELETE;
            if (!unknown && (write == null || write.version != frame.number(FieldName.VERSION))) {
                throw new Violation("I1: a reply says " + Trace.version(frame.number(FieldName.VERSION)) + " to "
                        + operation + ", which is " + write);
            }
        }
    }

    private void onError(Operation operation, Frame frame) {
        ErrorCode code = ErrorCode.of((int) frame.number(FieldName.ERROR_CODE));
        if (!operation.key.isValid()) {
            throw wrong(operation, frame);
        }
        refused = code == ErrorCode.SERVER_BUSY;
        if (refused) {
            history.end(operation, Outcome.REFUSED);
            cluster.workload().onRefused(operation);
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
        return new Violation("I7: client " + client + " got a wrong reply: " + frame + result + " to " + operation);
    }
}
