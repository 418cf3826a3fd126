package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.hello;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.Consistency;
import dev.kvlb.LoadBalancerListener;
import dev.kvlb.internal.link.CoreLoop;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A balancer in simulated time, with clients and workers that a test plays. */
final class BalancerFixture {
    static final String HOST = "127.0.0.1";

    private final List<String> events = new ArrayList<>();
    private final List<FakeWorker> workers = new ArrayList<>();
    private final BalancerCore core;
    private final CoreLoop loop;

    BalancerFixture() {
        this(settings -> {});
    }

    BalancerFixture(Consumer<BalancerSettings> change) {
        BalancerSettings settings = new BalancerSettings();
        change.accept(settings);
        core = new BalancerCore(
                settings.toConfig(),
                new BalancerRules(),
                settings.recorded,
                settings.store,
                new Events(),
                CoreLoop.START_NANOS);
        loop = new CoreLoop(core);
    }

    /** A balancer of the linearizable mode. */
    static BalancerFixture linearizable() {
        return linearizable(settings -> {});
    }

    /** A balancer of the linearizable mode. */
    static BalancerFixture linearizable(Consumer<BalancerSettings> change) {
        return new BalancerFixture(settings -> {
            settings.consistency = Consistency.LINEARIZABLE;
            change.accept(settings);
        });
    }

    // Who connects.

    Remote client() {
        return new Remote(loop, loop.connect(core.clients(), HOST));
    }

    /** A worker that speaks only the base protocol, and has registered. */
    FakeWorker baseWorker(long id) {
        FakeWorker worker = stranger(id, FakeWorker.BASE);
        worker.registers();
        return worker;
    }

    /** A client that wants to be told versions. */
    Remote clientThatAsksForVersions() {
        Remote client = client();
        client.sends(new Message.Hello(
                Handshake.MAGIC, Handshake.PROTOCOL_VERSION, Handshake.CLIENT, Handshake.VERSIONS, 0));
        client.received();
        return client;
    }

    /** A client that has said HELLO: one that may order and ask more than the base protocol has. */
    Remote greetedClient() {
        Remote client = client();
        client.sends(hello(Handshake.CLIENT, 0));
        client.received();
        return client;
    }

    /** One of kvlb's own workers without data, which has registered: ready if it is the first, otherwise a learner. */
    FakeWorker kvlbWorker(long id) {
        return kvlbWorker(id, FakeWorker.INCARNATION + id);
    }

    /** Such a worker as another process. */
    FakeWorker kvlbWorker(long id, long incarnation) {
        FakeWorker worker = stranger(id, incarnation);
        worker.joins();
        return worker;
    }

    /** Another connection of the same process, which reports what it was told on the one before. */
    FakeWorker again(FakeWorker before) {
        FakeWorker worker = stranger(before.id, before.incarnation);
        worker.greets();
        worker.registers();
        worker.reportsWhatItKnewAs(before);
        return worker;
    }

    /** One of kvlb's own workers that holds data of an earlier run, and has registered. */
    FakeWorker returningWorker(long id, EarlierRun run) {
        FakeWorker worker = stranger(id, FakeWorker.INCARNATION + id);
        worker.joins(run);
        return worker;
    }

    /** One of kvlb's own workers that has imported what there was and is in the ring. */
    FakeWorker readyKvlbWorker(long id) {
        FakeWorker worker = kvlbWorker(id);
        if (worker.join().role() == MemberRole.LEARNER) {
            worker.sendsImportDone();
        }
        worker.received();
        return worker;
    }

    /** A worker that has connected and said nothing. */
    FakeWorker stranger(long id, long incarnation) {
        FakeWorker worker = new FakeWorker(loop, loop.connect(core.workers(), HOST), id, incarnation);
        workers.add(worker);
        return worker;
    }

    // What happens.

    /** Lets time go on; workers answer heartbeats as they come. */
    void advance(Duration duration) {
        loop.advance(duration, () -> workers.forEach(FakeWorker::answersHeartbeats));
    }

    void standStill(Duration duration) {
        loop.standStill(duration);
    }

    /** Lets what a disk has written, or failed to, be told. */
    void run() {
        loop.run();
    }

    /** One turn of the loop: what each connection has brought, up to what the balancer takes. */
    void turn() {
        loop.turn();
    }

    void drain() {
        core.drain();
        loop.run();
    }

    // What is to be seen.

    boolean isEnded() {
        return core.isEnded();
    }

    long nowNanos() {
        return loop.nowNanos();
    }

    long nextDeadlineNanos() {
        return core.nextDeadlineNanos();
    }

    BalancerSnapshot snapshot() {
        return core.snapshot();
    }

    BalancerSnapshot.Phase phase() {
        return snapshot().phase();
    }

    /** Returns what it waits for and what to do, for people. */
    String reason() {
        return snapshot().reason();
    }

    /** Returns the ids of the workers in the ring, in the order in which they joined the cluster. */
    List<Long> ring() {
        return snapshot().workers().stream()
                .filter(BalancerSnapshot.WorkerState::inRing)
                .map(BalancerSnapshot.WorkerState::workerId)
                .toList();
    }

    /** Returns the ids of the members of the cluster, in the order in which they joined it, those without connection last. */
    List<Long> members() {
        return snapshot().workers().stream()
                .filter(worker -> worker.role() != BalancerSnapshot.Role.NONE)
                .map(BalancerSnapshot.WorkerState::workerId)
                .toList();
    }

    /** Returns the ids of the workers that wait to be let in, in the order in which they came. */
    List<Long> waiting() {
        return snapshot().workers().stream()
                .filter(worker -> worker.role() == BalancerSnapshot.Role.NONE)
                .map(BalancerSnapshot.WorkerState::workerId)
                .toList();
    }

    /** Returns what the listener was told since the last call. */
    List<String> events() {
        List<String> told = List.copyOf(events);
        events.clear();
        return told;
    }

    /** Checks that no request is left, in no list and in no slot. */
    void assertAtRest() {
        BalancerSnapshot now = snapshot();
        assertThat(now.queued()).as("queued").isZero();
        assertThat(now.unanswered()).as("unanswered").isZero();
        assertThat(now.writesInFlight()).as("writes in flight").isZero();
        assertThat(now.bufferedBytes()).as("buffered bytes").isZero();
        assertThat(core.slotsInUse()).as("slots in use").isZero();
        assertThat(now.workers())
                .allSatisfy(worker -> assertThat(worker.inFlight())
                        .as("in flight at worker %d", worker.workerId())
                        .isZero());
    }

    private final class Events implements LoadBalancerListener {
        @Override
        public void onClientConnected(String host) {
            events.add("client connected from " + host);
        }

        @Override
        public void onClientDisconnected(String host) {
            events.add("client disconnected from " + host);
        }

        @Override
        public void onWorkerJoined(long workerId, String peerAddress) {
            events.add("worker " + workerId + " joined at " + peerAddress);
        }

        @Override
        public void onWorkerReady(long workerId) {
            events.add("worker " + workerId + " is ready");
        }

        @Override
        public void onWorkerNotReady(long workerId) {
            events.add("worker " + workerId + " is not ready");
        }

        @Override
        public void onWorkerLeft(long workerId, String reason) {
            events.add("worker " + workerId + " left: " + reason);
        }

        @Override
        public void onWorkerReturned(long workerId) {
            events.add("worker " + workerId + " returned");
        }

        @Override
        public void onSuspended(String reason) {
            events.add("suspended: " + reason);
        }

        @Override
        public void onResumed() {
            events.add("resumed");
        }

        @Override
        public void onWorkerRefused(String host, String reason) {
            events.add("worker at " + host + " refused: " + reason);
        }

        @Override
        public void onPeerMisbehaved(String host, String reason) {
            events.add(host + " misbehaved: " + reason);
        }
    }
}
