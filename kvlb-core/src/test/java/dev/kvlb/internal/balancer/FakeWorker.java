package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.hello;

import dev.kvlb.internal.link.CoreLoop;
import dev.kvlb.internal.link.RecordingLink;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker as the balancer's tests play it. Requests wait in {@link #requests()} until a test has it answer them; all
 * else that the balancer says is in {@link #received()}.
 */
final class FakeWorker extends Remote {
    /** The incarnation of a worker that speaks only the base protocol. */
    static final long BASE = 0;

    /** One of kvlb's own workers with id n is this and n. */
    static final long INCARNATION = 5_000;

    final long id;
    final long incarnation;
    final int port;

    private final List<Message> requests = new ArrayList<>();
    private final List<Message> others = new ArrayList<>();
    private final List<Message.Heartbeat> heartbeats = new ArrayList<>();
    private boolean silent;
    private Message.ViewStart view;
    private Message.Join join;

    FakeWorker(CoreLoop loop, RecordingLink link, long id, long incarnation) {
        super(loop, link);
        this.id = id;
        this.incarnation = incarnation;
        this.port = 6_000 + (int) id;
    }

    // Membership.

    void greets() {
        sends(hello(Handshake.WORKER, incarnation));
    }

    void registers() {
        sends(new Message.WorkerReady(id, port));
    }

    void sendsImportDone() {
        sends(new Message.ImportDone(join().join()));
    }

    /** Returns the last JOIN that came. */
    Message.Join join() {
        sort();
        return join;
    }

    /** Returns the last VIEW_START that came. */
    Message.ViewStart view() {
        sort();
        return view;
    }

    // Requests.

    /** Returns the requests that came and were not answered, the oldest first. */
    List<Message> requests() {
        sort();
        return List.copyOf(requests);
    }

    /** Returns the only request that came and was not answered. */
    Message onlyRequest() {
        List<Message> all = requests();
        if (all.size() != 1) {
            throw new AssertionError("expected one request, found " + all);
        }
        return all.get(0);
    }

    /** Returns the keys of {@link #requests()}. */
    List<String> requestedKeys() {
        return requests().stream().map(request -> keyOf(request).toUtf8()).toList();
    }

    @Override
    public List<Message> received() {
        sort();
        List<Message> taken = List.copyOf(others);
        others.clear();
        return taken;
    }

    private void sort() {
        for (Message message : super.received()) {
            if (message instanceof Message.Heartbeat heartbeat) {
                heartbeats.add(heartbeat);
            } else if (isRequest(message)) {
                requests.add(message);
            } else {
                others.add(message);
            }
            if (message instanceof Message.ViewStart start) {
                view = start;
            } else if (message instanceof Message.Join admission) {
                join = admission;
            }
        }
    }

    private static boolean isRequest(Message message) {
        return message instanceof Message.StoreRequest
                || message instanceof Message.VersionedStore
                || message instanceof Message.RetrieveRequest;
    }

    // Heartbeats.

    /** Answers the heartbeats that came, unless it has fallen silent. */
    void answersHeartbeats() {
        sort();
        if (!silent && !heartbeats.isEmpty()) {
            List<Message.Heartbeat> due = List.copyOf(heartbeats);
            heartbeats.clear();
            sends(due.stream()
                    .map(heartbeat -> new Message.HeartbeatAck(heartbeat.sequence()))
                    .toArray(Message[]::new));
        }
    }

    /** Answers no heartbeat any more. */
    void fallsSilent() {
        silent = true;
    }

    /** Returns the heartbeats that came and were not answered. */
    List<Message.Heartbeat> heartbeats() {
        sort();
        return List.copyOf(heartbeats);
    }

    /** Answers that a write is applied here. */
    void stores(Message request) {
        answersStore(request, ErrorCode.NONE);
    }

    void answersStore(Message request, ErrorCode result) {
        requests.remove(request);
        sends(new Message.StoreResponse(result, idOf(request), keyOf(request)));
    }

    /** Says that every member of the view that it has last been told holds the write. */
    void settles(Message request) {
        settlesIn(view(), request);
    }

    void settlesIn(Message.ViewStart view, Message request) {
        requests.remove(request);
        sends(new Message.StoreSettled(idOf(request), view.epoch(), view.view()));
    }

    /** Answers a read with this value. */
    void finds(Message request, String value) {
        requests.remove(request);
        sends(new Message.RetrieveResponse(ErrorCode.NONE, idOf(request), keyOf(request), Value.of(value)));
    }

    /** Answers a read, as a worker of the linearizable mode does, with this value and the version that wrote it. */
    void finds(Message request, String value, long version) {
        requests.remove(request);
        sends(new Message.VersionedRetrieveResponse(
                ErrorCode.NONE, idOf(request), version, keyOf(request), Value.of(value)));
    }

    /** Answers a read with nothing. */
    void misses(Message request) {
        answersRetrieve(request, ErrorCode.KEY_NOT_FOUND);
    }

    void answersRetrieve(Message request, ErrorCode result) {
        requests.remove(request);
        sends(new Message.RetrieveResponse(result, idOf(request), keyOf(request), Value.EMPTY));
    }

    /** Does what a request asks for: a write is applied everywhere at once, a read finds {@code value of} its key. */
    void serves(Message request) {
        if (request instanceof Message.RetrieveRequest) {
            finds(request, "value of " + keyOf(request).toUtf8());
        } else {
            stores(request);
            if (request instanceof Message.VersionedStore) {
                settles(request);
            }
        }
    }

    /** Serves all requests that have come, the oldest first. */
    void servesAll() {
        requests().forEach(this::serves);
    }

    static long idOf(Message request) {
        if (request instanceof Message.StoreRequest store) {
            return store.clientId();
        }
        if (request instanceof Message.VersionedStore store) {
            return store.clientId();
        }
        return ((Message.RetrieveRequest) request).clientId();
    }

    static Key keyOf(Message request) {
        if (request instanceof Message.StoreRequest store) {
            return store.key();
        }
        if (request instanceof Message.VersionedStore store) {
            return store.key();
        }
        return ((Message.RetrieveRequest) request).key();
    }
}
