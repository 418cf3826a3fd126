package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.WorkerSnapshot;
import dev.kvlb.WorkerSnapshot.Role;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The orderly end of a worker, and the picture of its state until then. */
class WorkerEndTest {
    private static final Message NOT_READY = new Message.WorkerNotReady(WorkerSettings.ID);

    private final WorkerFixture worker = new WorkerFixture();

    @Nested
    class Drain {
        @Test
        void leavesTheRingAndTheCluster() {
            worker.becomeReady();

            worker.drain();

            assertThat(worker.balancer.received()).containsExactly(NOT_READY, SHUTDOWN);
            assertThat(worker.balancer.isDisconnected()).isTrue();
            assertThat(worker.isEnded()).isTrue();
            assertThat(worker.nextDeadlineNanos()).isEqualTo(Core.NO_DEADLINE);
        }

        @Test
        void waitsForWhatThePeersHaveNotAcknowledged() {
            worker.becomeReady(2);
            Remote peer = worker.acceptAtPeer(2);
            worker.balancer.stores(11, "k", "v");
            worker.balancer.received();

            worker.drain();
            assertThat(worker.balancer.received()).containsExactly(NOT_READY);
            assertThat(worker.isEnded()).isFalse();

            peer.sends(new Message.NotifyAck(1));
            assertThat(worker.balancer.received()).containsExactly(worker.balancer.settled(11), SHUTDOWN);
            assertThat(worker.isEnded()).isTrue();
        }

        @Test
        void doesNotWaitLongerThanAPeerMayTake() {
            worker.becomeReady(2);
            worker.acceptAtPeer(2);
            worker.balancer.stores(11, "k", "v");
            worker.drain();

            worker.advance(Duration.ofMillis(999));
            assertThat(worker.isEnded()).isFalse();
            worker.advance(Duration.ofMillis(1));

            assertThat(worker.balancer.received()).endsWith(SHUTDOWN);
            assertThat(worker.isEnded()).isTrue();
        }

        @Test
        void doesNotWaitLongerThanTheDrainTimeout() {
            WorkerFixture hurried = new WorkerFixture(settings -> settings.drainTimeout = Duration.ofMillis(100));
            hurried.becomeReady(2);
            hurried.acceptAtPeer(2);
            hurried.balancer.stores(11, "k", "v");
            hurried.drain();

            hurried.advance(Duration.ofMillis(99));
            assertThat(hurried.isEnded()).isFalse();
            hurried.advance(Duration.ofMillis(1));

            assertThat(hurried.balancer.received()).endsWith(SHUTDOWN);
            assertThat(hurried.isEnded()).isTrue();
        }

        @Test
        void endsTheConnectionsToAndFromPeers() {
            worker.becomeReady(2);
            Remote to = worker.acceptAtPeer(2);
            Remote from = worker.peer();

            worker.drain();

            assertThat(to.isDisconnected()).isTrue();
            assertThat(from.isDisconnected()).isTrue();
        }

        @Test
        void isOverAtOnceWithoutABalancer() {
            worker.refuseAtBalancer();

            worker.drain();

            assertThat(worker.isEnded()).isTrue();
            worker.advance(Duration.ofSeconds(10));
            assertThat(worker.connecting()).isEmpty();
        }

        @Test
        void sendsAwayABalancerThatIsReachedTooLate() {
            worker.drain();

            worker.acceptAtBalancer();

            assertThat(worker.balancer.isDisconnected()).isTrue();
            assertThat(worker.balancer.received()).isEmpty();
            assertThat(worker.isEnded()).isTrue();
        }

        @Test
        void isOverWhenTheBalancerIsLostMeanwhile() {
            worker.becomeReady(2);
            worker.acceptAtPeer(2);
            worker.balancer.stores(11, "k", "v");
            worker.drain();

            worker.balancer.vanishes();

            assertThat(worker.isEnded()).isTrue();
            assertThat(worker.connecting()).isEmpty();
        }

        @Test
        void isNotOverBeforeTheBalancerHasReadIt() {
            worker.becomeReady();
            worker.balancer.stopsReading();

            worker.drain();
            assertThat(worker.isEnded()).isFalse();

            worker.balancer.readsOn();
            assertThat(worker.isEnded()).isTrue();
        }
    }

    @Nested
    class ASnapshot {
        @Test
        void ofAWorkerThatHasSeenNothing() {
            assertThat(worker.snapshot())
                    .isEqualTo(new WorkerSnapshot(
                            1,
                            Role.DISCONNECTED,
                            0,
                            0,
                            0,
                            0,
                            0,
                            worker.snapshot().bytesInUse(),
                            1L << 30,
                            0,
                            0,
                            0));
        }

        @Test
        void ofOneThatIsBusy() {
            long bytesWhenEmpty = worker.snapshot().bytesInUse();
            worker.becomeReady(2, 3);
            worker.balancer.stores(11, "k", "v");
            worker.balancer.stores(12, "l", "w");
            worker.balancer.sends(new Message.ExportOrder(1, 3));

            WorkerSnapshot snapshot = worker.snapshot();
            assertThat(snapshot)
                    .isEqualTo(new WorkerSnapshot(
                            1,
                            Role.READY,
                            FakeBalancer.CLUSTER,
                            FakeBalancer.EPOCH,
                            1,
                            0,
                            2,
                            snapshot.bytesInUse(),
                            1L << 30,
                            2,
                            2,
                            1));
            assertThat(snapshot.bytesInUse()).isGreaterThan(bytesWhenEmpty);
        }
    }
}
