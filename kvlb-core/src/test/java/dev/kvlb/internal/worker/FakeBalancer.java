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

/** A balancer as the worker's tests play it. Worker n of the cluster takes peers on port 6000 + n. */
final class FakeBalancer extends Remote {
    static final long EPOCH = 9;
    static final long JOIN = 700;

    private long view;

    FakeBalancer(CoreLoop loop, RecordingLink link) {
        super(loop, link);
    }

    static int port(long id) {
        return 6_000 + (int) id;
    }

    // The extensions.

    void welcomes() {
        sends(welcome(Handshake.BALANCER, 77));
    }

    void admits() {
        sends(join(JOIN, MemberRole.READY));
    }

    void admitsLearner(long join) {
        sends(join(join, MemberRole.LEARNER));
    }

    /** What admits a worker in the eventual mode. */
    static Message join(long join, int role) {
        return new Message.Join(0, EPOCH, join, role, ReplicationMode.EVENTUAL, StoreOrder.KEEP);
    }

    /** Sends the next view. */
    void showsView(Message... members) {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message.ViewStart(EPOCH, ++view, 0, members.length));
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
