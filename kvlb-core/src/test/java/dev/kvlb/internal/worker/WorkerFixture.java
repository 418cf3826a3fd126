package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.hello;

import dev.kvlb.WorkerListener;
import dev.kvlb.WorkerSnapshot;
import dev.kvlb.internal.link.CoreLoop;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.RecordingConnector;
import dev.kvlb.internal.link.RecordingLink;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Message;
import dev.kvlb.spi.KeyValueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A worker in simulated time, with a balancer and peers that a test plays. */
final class WorkerFixture {
    static final String HOST = "127.0.0.1";

    private static final long BEAT_NANOS = Duration.ofMillis(250).toNanos();

    private final List<String> events = new ArrayList<>();
    private final List<KeyValueStore> stores = new ArrayList<>();
    private final RecordingConnector connector = new RecordingConnector();
    private final WorkerCore core;
    private final CoreLoop loop;
    private long nextBeatNanos = CoreLoop.START_NANOS + BEAT_NANOS;

    /** The balancer that the worker is connected to. */
    FakeBalancer balancer;

    WorkerFixture() {
        this(settings -> {});
    }

    WorkerFixture(Consumer<WorkerSettings> change) {
        WorkerSettings settings = new WorkerSettings();
        change.accept(settings);
        core = new WorkerCore(
                settings.toConfig(this::newStore), connector, new WorkerRules(), new Events(), CoreLoop.START_NANOS);
        loop = new CoreLoop(core);
        core.start(WorkerSettings.PEER_PORT);
        loop.run();
    }

    private KeyValueStore newStore() {
        KeyValueStore store = KeyValueStore.hashMap();
        stores.add(store);
        return store;
    }

    // Connections.

    /** Returns where the worker is trying to connect to. */
    List<Endpoint> connecting() {
        return connector.pending();
    }

    /** Lets the worker connect to the balancer. */
    FakeBalancer acceptAtBalancer() {
        balancer = new FakeBalancer(loop, accept(WorkerSettings.BALANCER));
        return balancer;
    }

    void refuseAtBalancer() {
        refuse(WorkerSettings.BALANCER);
    }

    /** Refuses every attempt to connect to the balancer for as long as {@code time}; returns when each of them came, in milliseconds. */
    List<Long> attemptsWithin(Duration time) {
        List<Long> attempts = new ArrayList<>();
        for (long millis = 0; millis <= time.toMillis(); millis++) {
            if (connecting().contains(WorkerSettings.BALANCER)) {
                attempts.add(millis);
                refuseAtBalancer();
            }
            advance(Duration.ofMillis(1));
        }
        return attempts;
    }

    /** Lets the worker connect to a peer. */
    Remote acceptAtPeer(long id) {
        return new Remote(loop, accept(endpoint(id)));
    }

    /** Lets the worker connect to a peer that reads nothing before it is told to. */
    Remote acceptAtPeerThatDoesNotRead(long id) {
        Remote peer = acceptAtPeerWithoutATurn(id);
        peer.stopsReading();
        loop.run();
        return peer;
    }

    /** Lets the worker connect to a peer; what follows from that waits for the next turn. */
    Remote acceptAtPeerWithoutATurn(long id) {
        return new Remote(loop, loop.add(connector.accept(endpoint(id))));
    }

    void refuseAtPeer(long id) {
        refuse(endpoint(id));
    }

    private RecordingLink accept(Endpoint remote) {
        RecordingLink link = loop.add(connector.accept(remote));
        loop.run();
        return link;
    }

    private void refuse(Endpoint remote) {
        connector.refuse(remote);
        loop.run();
    }

    /** A connection that a peer of the extensions opens to the worker, and on which it has said HELLO. */
    Remote peer(long id) {
        Remote peer = peer();
        peer.sends(hello(Handshake.WORKER, 5_000 + id));
        peer.received();
        return peer;
    }

    /** A connection that a peer opens to the worker. */
    Remote peer() {
        return new Remote(loop, loop.connect(core.peers(), HOST));
    }

    static Endpoint endpoint(long id) {
        return new Endpoint(HOST, FakeBalancer.port(id));
    }

    // The balancer speaks the extensions.

    /** Lets the worker become ready, in a view with these peers; the connections to them are not up yet. */
    void becomeReady(long... peers) {
        acceptAtBalancer().welcomes();
        balancer.admits();
        showView(peers);
        balancer.received();
    }

    /** Shows the worker the next view: itself and these peers, all of them ready. */
    void showView(long... peers) {
        balancer.showsView(LongStream.concat(LongStream.of(WorkerSettings.ID), LongStream.of(peers))
                .mapToObj(FakeBalancer::ready)
                .toArray(Message[]::new));
    }

    /** Lets the worker become a learner, in a view with these peers. */
    void becomeLearner(long join, long... peers) {
        acceptAtBalancer().welcomes();
        balancer.admitsLearner(join);
        balancer.showsView(Stream.concat(
                        Stream.of(FakeBalancer.learner(WorkerSettings.ID)),
                        LongStream.of(peers).mapToObj(FakeBalancer::ready))
                .toArray(Message[]::new));
        balancer.received();
    }

    // What happens.

    /** Lets time go on; the balancer sends its heartbeats as they are due. */
    void advance(Duration duration) {
        long untilNanos = loop.nowNanos() + duration.toNanos();
        while (nextBeatNanos <= untilNanos) {
            loop.advance(Duration.ofNanos(Math.max(0, nextBeatNanos - loop.nowNanos())));
            nextBeatNanos = loop.nowNanos() + BEAT_NANOS;
            if (balancer != null) {
                balancer.beats();
            }
        }
        loop.advance(Duration.ofNanos(untilNanos - loop.nowNanos()));
    }

    void standStill(Duration duration) {
        loop.standStill(duration);
    }

    /** Runs a single turn. */
    void turn() {
        loop.turn();
    }

    void notReady() {
        core.notReady();
        loop.run();
    }

    void ready() {
        core.ready();
        loop.run();
    }

    void drain() {
        core.drain();
        loop.run();
    }

    // What is to be seen.

    boolean isEnded() {
        return core.isEnded();
    }

    WorkerSnapshot.Role role() {
        return core.role();
    }

    WorkerSnapshot snapshot() {
        return core.snapshot();
    }

    long nowNanos() {
        return loop.nowNanos();
    }

    long nextDeadlineNanos() {
        return core.nextDeadlineNanos();
    }

    /** Returns what the worker stores. */
    Map<String, String> data() {
        Map<String, String> data = new TreeMap<>();
        scan((version, key, value) -> {
            if (value != null) {
                data.put(key.toUtf8(), value.toUtf8());
            }
        });
        return data;
    }

    /** Returns the versions of the deletes that the worker remembers. */
    Map<String, Long> tombstones() {
        Map<String, Long> tombstones = new TreeMap<>();
        scan((version, key, value) -> {
            if (value == null) {
                tombstones.put(key.toUtf8(), version);
            }
        });
        return tombstones;
    }

    /** Returns the versions of what the worker stores, and of the deletes that it remembers. */
    Map<String, Long> versions() {
        Map<String, Long> versions = new TreeMap<>();
        scan((version, key, value) -> versions.put(key.toUtf8(), version));
        return versions;
    }

    private void scan(KeyValueStore.EntryVisitor visitor) {
        KeyValueStore current = stores.get(stores.size() - 1);
        long cursor = KeyValueStore.SCAN_START;
        do {
            cursor = current.scan(cursor, 100, visitor);
        } while (cursor != KeyValueStore.SCAN_START);
    }

    /** Returns what the listener was told since the last call. */
    List<String> events() {
        List<String> told = List.copyOf(events);
        events.clear();
        return told;
    }

    private final class Events implements WorkerListener {
        @Override
        public void onConnected(String balancer) {
            events.add("connected to " + balancer);
        }

        @Override
        public void onWaiting(String balancer) {
            events.add("waits for " + balancer);
        }

        @Override
        public void onReady() {
            events.add("ready");
        }

        @Override
        public void onImportStarted() {
            events.add("import started");
        }

        @Override
        public void onImported(long entries) {
            events.add("imported " + entries);
        }

        @Override
        public void onDisconnected(String balancer, String reason) {
            events.add("disconnected from " + balancer + ": " + reason);
        }

        @Override
        public void onRefused(String reason) {
            events.add("refused: " + reason);
        }

        @Override
        public void onPeerMisbehaved(String host, String reason) {
            events.add(host + " misbehaved: " + reason);
        }
    }
}
