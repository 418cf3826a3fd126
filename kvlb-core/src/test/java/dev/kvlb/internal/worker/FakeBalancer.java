package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.welcome;

import dev.kvlb.internal.link.CoreLoop;
import dev.kvlb.internal.link.RecordingLink;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.protocol.StoreOrder;
import dev.kvlb.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A balancer as the worker's tests play it; as long as it is not silent it sends heartbeats by itself. The answers to
 * these, and what the worker says of its memory, are kept apart from {@link #received()}. Worker n of the cluster takes
 * peers on port 6000 + n.
 */
final class FakeBalancer extends Remote {
    static final long CLUSTER = 0x1234;
    static final long EPOCH = 9;
    static final long JOIN = 700;

    private long epoch = EPOCH;
    private long view;
    private long settled;
    private int mode = ReplicationMode.EVENTUAL;
    private boolean welcomed;
    private boolean silent;
    private final List<Long> heartbeatsAnswered = new ArrayList<>();
    private final List<Message.Capacity> capacities = new ArrayList<>();
    private final List<Message> others = new ArrayList<>();

    FakeBalancer(CoreLoop loop, RecordingLink link) {
        super(loop, link);
    }

    static int port(long id) {
        return 6_000 + (int) id;
    }

    // What the worker says.

    @Override
    public List<Message> received() {
        sort();
        List<Message> taken = List.copyOf(others);
        others.clear();
        return taken;
    }

    /** Returns the sequences of the heartbeats that were answered since the last call. */
    List<Long> heartbeatsAnswered() {
        sort();
        List<Long> taken = List.copyOf(heartbeatsAnswered);
        heartbeatsAnswered.clear();
        return taken;
    }

    /** Returns what the worker has said of its memory since the last call. */
    List<Message.Capacity> capacities() {
        sort();
        List<Message.Capacity> taken = List.copyOf(capacities);
        capacities.clear();
        return taken;
    }

    private void sort() {
        for (Message message : super.received()) {
            if (message instanceof Message.HeartbeatAck ack) {
                heartbeatsAnswered.add(ack.sequence());
            } else if (message instanceof Message.Capacity capacity) {
                capacities.add(capacity);
            } else {
                others.add(message);
            }
        }
    }

    // The extensions.

    void welcomes() {
        welcomed = true;
        sends(welcome(Handshake.BALANCER, 77));
    }

    /** Is a later, or earlier, run of the balancer from now on. */
    void hasEpoch(long number) {
        epoch = number;
    }

    /** Promises what the linearizable mode does to those that are admitted from now on. */
    void isLinearizable() {
        mode = ReplicationMode.LINEARIZABLE;
    }

    /** Admits the worker as one that is ready with what it holds. */
    void admits() {
        admits(StoreOrder.KEEP);
    }

    void admits(int store) {
        sends(join(CLUSTER, JOIN, MemberRole.READY, store));
    }

    void admitsLearner(long join) {
        sends(join(CLUSTER, join, MemberRole.LEARNER, StoreOrder.EMPTY));
    }

    Message join(long cluster, long join, int role, int store) {
        return new Message.Join(cluster, epoch, join, role, mode, store);
    }

    /** Sends a heartbeat, if it is one that does so. */
    void beats() {
        if (welcomed && !silent && !isDisconnected()) {
            sends(new Message.Heartbeat(0, settled));
        }
    }

    /** Says with a heartbeat that all up to this version is settled. */
    void settlesTo(long version) {
        settled = version;
        sends(new Message.Heartbeat(0, settled));
    }

    /** Sends no heartbeat any more. */
    void fallsSilent() {
        silent = true;
    }

    /** Sends the next view, in which nothing is settled. */
    void showsView(Message... members) {
        showsViewSettledTo(0, members);
    }

    void showsViewSettledTo(long settled, Message... members) {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message.ViewStart(epoch, ++view, settled, members.length));
        messages.addAll(List.of(members));
        messages.add(new Message.ViewEnd());
        sends(messages.toArray(Message[]::new));
    }

    /** Returns the number of the view that was sent last. */
    long view() {
        return view;
    }

    /** One of kvlb's own workers that is ready. */
    static Message ready(long id) {
        return new Message.ViewMember(id, 5_000 + id, WorkerFixture.HOST, port(id), MemberRole.READY);
    }

    static Message learner(long id) {
        return new Message.ViewMember(id, 5_000 + id, WorkerFixture.HOST, port(id), MemberRole.LEARNER);
    }

    /** A worker that speaks only the base protocol. */
    static Message base(long id) {
        return new Message.ViewMember(id, 0, WorkerFixture.HOST, port(id), MemberRole.READY);
    }

    /** Hands the worker a write whose client id is its version, so that a test can tell them apart. */
    void stores(long version, String key, String value) {
        sends(new Message.VersionedStore(version, version, Key.of(key), Value.of(value)));
    }

    /** Hands the worker a delete whose client id is its version. */
    void deletes(long version, String key) {
        sends(new Message.VersionedDelete(version, version, Key.of(key)));
    }

    /** What says that a write is settled in the view that was sent last. */
    Message settled(long version) {
        return settledIn(view, version);
    }

    static Message settledIn(long view, long version) {
        return new Message.StoreSettled(version, EPOCH, view);
    }

    // The base protocol.

    /** Tells the worker the registry: these workers, and the end that acknowledges its own registration. */
    void tellsRegistry(Message... entries) {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message.WorkerRegistryStart(entries.length));
        messages.addAll(List.of(entries));
        messages.add(new Message.WorkerRegistryEnd());
        messages.add(new Message.WorkerRegistryEnd());
        sends(messages.toArray(Message[]::new));
    }

    /** Tells the worker of one that has joined. */
    void tellsOf(Message entry) {
        sends(new Message.WorkerRegistryStart(2), entry, new Message.WorkerRegistryEnd());
    }

    static Message entry(long id) {
        return new Message.WorkerEntry(id, WorkerFixture.HOST, port(id), false);
    }

    static Message entryToExportTo(long id) {
        return new Message.WorkerEntry(id, WorkerFixture.HOST, port(id), true);
    }
}
