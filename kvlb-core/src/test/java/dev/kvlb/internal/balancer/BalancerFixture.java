package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.LoadBalancerListener;
import dev.kvlb.internal.link.CoreLoop;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.MemberRole;
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
        core = new BalancerCore(settings.toConfig(), new Events(), CoreLoop.START_NANOS);
        loop = new CoreLoop(core);
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

    /** One of kvlb's own workers, which has registered: ready if it is the first, otherwise a learner. */
    FakeWorker kvlbWorker(long id) {
        FakeWorker worker = stranger(id, FakeWorker.INCARNATION + id);
        worker.greets();
        worker.registers();
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

    /** Returns the ids of the workers in the ring, in the order in which they joined the cluster. */
    List<Long> ring() {
        return snapshot().workers().stream()
                .filter(BalancerSnapshot.WorkerState::inRing)
                .map(BalancerSnapshot.WorkerState::workerId)
                .toList();
    }

    /** Returns the ids of the members of the cluster, in the order in which they joined it. */
    List<Long> members() {
        return snapshot().workers().stream()
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
        public void onWorkerRefused(String host, String reason) {
            events.add("worker at " + host + " refused: " + reason);
        }

        @Override
        public void onPeerMisbehaved(String host, String reason) {
            events.add(host + " misbehaved: " + reason);
        }
    }
}
