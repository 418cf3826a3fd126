package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.hello;

import dev.kvlb.internal.link.CoreLoop;
import dev.kvlb.internal.link.RecordingLink;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MemberRole;
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
    private List<Message.ViewMember> viewMembers = new ArrayList<>();
    private Message.Join join;
    private Message.UnsettledQuery query;

    FakeWorker(CoreLoop loop, RecordingLink link, long id, long incarnation) {
        super(loop, link);
        this.id = id;
        this.incarnation = incarnation;
        this.port = port(id);
    }

    static int port(long id) {
        return 6_000 + (int) id;
    }

    // Membership.

    void greets() {
        sends(hello(Handshake.WORKER, incarnation));
    }

    /** Says that it is there, or in the ring again; one of kvlb's own workers reports behind it. */
    void registers() {
        sends(new Message.WorkerReady(id, port));
    }

    /** Registers as one of kvlb's own workers that holds nothing. */
    void joins() {
        greets();
        registers();
        reportsNothing();
    }

    /** Registers as one of kvlb's own workers that holds data of an earlier run. */
    void joins(EarlierRun run) {
        greets();
        registers();
        reports(run);
    }

    void reportsNothing() {
        sends(new Message.Report(0, 0, MemberRole.NONE, 0), new Message.ViewStart(0, 0, 0, 0), new Message.ViewEnd());
    }

    void reports(EarlierRun run) {
        reports(
                new Message.Report(run.cluster, run.obeyed, run.role, run.lastVersion),
                new Message.ViewStart(run.epoch, run.view, 0, run.members.size()),
                run.members);
    }

    /** Reports what a worker knows that was told what that one was, and holds what its role says. */
    void reportsWhatItKnewAs(FakeWorker before) {
        int role = before.viewMembers().stream()
                .filter(member -> member.workerId() == id)
                .map(Message.ViewMember::role)
                .findFirst()
                .orElse(MemberRole.NONE);
        reportsWhatItKnewAs(before, role);
    }

    /** The same, where its store is worth this. */
    void reportsWhatItKnewAs(FakeWorker before, int role) {
        Message.Join told = before.join();
        if (told == null) {
            reportsNothing();
        } else {
            reports(new Message.Report(told.cluster(), told.epoch(), role, 0), before.view(), before.viewMembers());
        }
    }

    void reports(Message.Report report, Message.ViewStart start, List<Message.ViewMember> members) {
        List<Message> messages = new ArrayList<>();
        messages.add(report);
        messages.add(start);
        messages.addAll(members);
        messages.add(new Message.ViewEnd());
        sends(messages.toArray(Message[]::new));
    }

    /** Says how much memory its data uses, and how much it may. */
    void uses(long dataBytes, long dataBytesMax) {
        sends(new Message.Capacity(dataBytes, dataBytesMax));
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

    /** Returns the members of the last view that came. */
    List<Message.ViewMember> viewMembers() {
        sort();
        return List.copyOf(viewMembers);
    }

    /** Returns the last question for what it holds above the settled version, or null where none came. */
    Message.UnsettledQuery query() {
        sort();
        return query;
    }

    /** Answers the question: it knows that all up to this version is settled, and holds these above it. */
    void answersQuery(long settled, Message... rows) {
        List<Message> messages = new ArrayList<>(List.of(rows));
        messages.add(new Message.UnsettledEnd(settled));
        sends(messages.toArray(Message[]::new));
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
                viewMembers = new ArrayList<>();
            } else if (message instanceof Message.ViewMember member) {
                viewMembers.add(member);
            } else if (message instanceof Message.Join admission) {
                join = admission;
            } else if (message instanceof Message.UnsettledQuery question) {
                query = question;
            }
        }
    }

    private static boolean isRequest(Message message) {
        return message instanceof Message.StoreRequest
                || message instanceof Message.VersionedStore
                || message instanceof Message.VersionedDelete
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

    /** Answers a read with this value, which one of kvlb's own workers says that version 1 wrote. */
    void finds(Message request, String value) {
        finds(request, value, 1);
    }

    /** Answers a read with this value and the version that wrote it. */
    void finds(Message request, String value, long version) {
        answersRetrieve(request, ErrorCode.NONE, version, Value.of(value));
    }

    /** Answers a read with nothing. */
    void misses(Message request) {
        misses(request, 0);
    }

    /** Answers a read with nothing, since this version deleted what was there. */
    void misses(Message request, long version) {
        answersRetrieve(request, ErrorCode.KEY_NOT_FOUND, version, Value.EMPTY);
    }

    void answersRetrieve(Message request, ErrorCode result) {
        answersRetrieve(request, result, 0, Value.EMPTY);
    }

    private void answersRetrieve(Message request, ErrorCode result, long version, Value value) {
        requests.remove(request);
        long clientId = idOf(request);
        Key key = keyOf(request);
        sends(
                incarnation == BASE
                        ? new Message.RetrieveResponse(result, clientId, key, value)
                        : new Message.VersionedRetrieveResponse(result, clientId, version, key, value));
    }

    /** Does what a request asks for: a write is applied everywhere at once, a read finds {@code value of} its key. */
    void serves(Message request) {
        if (request instanceof Message.RetrieveRequest) {
            finds(request, "value of " + keyOf(request).toUtf8());
        } else {
            stores(request);
            if (!(request instanceof Message.StoreRequest)) {
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
        if (request instanceof Message.VersionedDelete delete) {
            return delete.clientId();
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
        if (request instanceof Message.VersionedDelete delete) {
            return delete.key();
        }
        return ((Message.RetrieveRequest) request).key();
    }
}
