package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.hello;
import static dev.kvlb.internal.link.TestMessages.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a worker exports what it has to a learner, in slices between its other work. */
class ExportTest {
    private static final long JOIN = 701;
    private static final Message START_OF_ONE = new Message.VersionedExportStart(JOIN, 1);
    private static final Message END = new Message.VersionedExportEnd(JOIN);

    private final WorkerFixture worker = new WorkerFixture();

    ExportTest() {
        worker.becomeReady();
    }

    private static Message entry(long version, String key, String value) {
        return new Message.VersionedEntry(JOIN, version, Key.of(key), Value.of(value));
    }

    private void store(int entries, int valueBytes) {
        for (int i = 0; i < entries; i++) {
            worker.balancer.stores(i + 1, "k" + i, "v".repeat(valueBytes));
        }
    }

    private void orderExport() {
        worker.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.learner(2));
        worker.balancer.sends(new Message.ExportOrder(JOIN, 2));
    }

    /** Lets the worker connect to the learner. */
    private Remote connectToLearner() {
        Remote learner = worker.acceptAtPeer(2);
        learner.sends(welcome(Handshake.WORKER, 5_002));
        return learner;
    }

    /** Lets the worker connect to a learner that reads only what a test takes. */
    private Remote connectToLearnerThatDoesNotRead() {
        Remote learner = worker.acceptAtPeerThatDoesNotRead(2);
        learner.sends(welcome(Handshake.WORKER, 5_002));
        return learner;
    }

    private static List<Message> withoutHello(List<Message> messages) {
        assertThat(messages).startsWith(hello(Handshake.WORKER, WorkerSettings.INCARNATION));
        return messages.subList(1, messages.size());
    }

    /** Returns all that comes, while the learner says each time it is asked that it has come so far. */
    private static List<Message> receivesAll(Remote learner) {
        List<Message> all = new ArrayList<>();
        for (List<Message> more = learner.received(); !more.isEmpty(); more = learner.received()) {
            for (Message message : more) {
                if (message instanceof Message.Heartbeat mark) {
                    learner.sends(new Message.HeartbeatAck(mark.sequence()));
                } else {
                    all.add(message);
                }
            }
        }
        return all;
    }

    private static Map<String, Long> versionsIn(List<Message> export) {
        Map<String, Long> versions = new TreeMap<>();
        for (Message message : export) {
            if (message instanceof Message.VersionedEntry entry) {
                versions.put(entry.key().toUtf8(), entry.version());
            }
        }
        return versions;
    }

    @Nested
    class ASmallOne {
        @Test
        void isSentAsSoonAsTheLearnerIsReached() {
            store(1, 1);
            orderExport();
            assertThat(worker.snapshot().exports()).isOne();

            Remote learner = connectToLearner();

            assertThat(withoutHello(learner.received())).containsExactly(START_OF_ONE, entry(1, "k0", "v"), END);
            assertThat(worker.snapshot().exports()).isZero();
        }

        @Test
        void isSentAtOnceWhereTheLearnerIsConnectedAlready() {
            store(1, 1);
            worker.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.learner(2));
            Remote learner = connectToLearner();
            learner.received();

            worker.balancer.sends(new Message.ExportOrder(JOIN, 2));

            assertThat(learner.received()).containsExactly(START_OF_ONE, entry(1, "k0", "v"), END);
        }

        @Test
        void ofNothingHasABeginningAndAnEnd() {
            orderExport();

            assertThat(withoutHello(connectToLearner().received()))
                    .containsExactly(new Message.VersionedExportStart(JOIN, 0), END);
        }

        @Test
        void holdsTheDeletesThatAreRemembered() {
            store(1, 1);
            worker.balancer.deletes(2, "gone");
            orderExport();

            assertThat(withoutHello(connectToLearner().received()))
                    .containsExactlyInAnyOrder(
                            new Message.VersionedExportStart(JOIN, 2),
                            entry(1, "k0", "v"),
                            new Message.VersionedTombstone(JOIN, 2, Key.of("gone")),
                            END);
        }

        @Test
        void ofTheBaseProtocolHoldsNoDeletes() {
            store(1, 1);
            worker.balancer.deletes(2, "gone");
            worker.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.base(2));

            worker.balancer.tellsOf(FakeBalancer.entryToExportTo(2));

            assertThat(worker.acceptAtPeer(2).received())
                    .containsExactly(
                            new Message.DataExportStart(2),
                            new Message.DataEntry(Key.of("k0"), Value.of("v")),
                            new Message.DataExportEnd());
        }

        @Test
        void isNotOrderedForSomebodyUnknown() {
            worker.balancer.sends(new Message.ExportOrder(JOIN, 9));

            assertThat(worker.snapshot().exports()).isZero();
        }

        @Test
        void isForgottenWhenTheLearnerLeaves() {
            store(1, 1);
            orderExport();

            worker.showView();

            assertThat(worker.snapshot().exports()).isZero();
        }

        @Test
        void isForgottenWhenTheBalancerIsLost() {
            store(1, 1);
            orderExport();

            worker.balancer.vanishes();

            assertThat(worker.snapshot().exports()).isZero();
        }
    }

    @Nested
    class ALargeOne {
        private static final int ENTRIES = 1_000;
        private static final int VALUE_BYTES = 1_000;

        /** What one turn may send: up to the mark, and the entry that reaches it. */
        private static final int SLICE_BYTES_MAX = Exports.SLICE_BYTES + VALUE_BYTES + 100;

        ALargeOne() {
            store(ENTRIES, VALUE_BYTES);
            worker.balancer.received();
            orderExport();
        }

        @Test
        void isSentWhole() {
            List<Message> export = withoutHello(receivesAll(connectToLearner()));

            assertThat(export)
                    .hasSize(ENTRIES + 2)
                    .startsWith(new Message.VersionedExportStart(JOIN, ENTRIES))
                    .endsWith(END);
            assertThat(versionsIn(export)).isEqualTo(worker.versions());
        }

        @Test
        void isSentInSlices() {
            Remote learner = worker.acceptAtPeerWithoutATurn(2);
            List<Integer> slices = new ArrayList<>();
            while (worker.snapshot().exports() > 0) {
                worker.turn();
                List<Message> slice = learner.received();
                slices.add(slice.stream().mapToInt(FrameCodec::encodedLength).sum());
                learner.link().send(answersTo(slice));
            }

            assertThat(slices).hasSizeBetween(30, 33).allMatch(bytes -> bytes <= SLICE_BYTES_MAX);
        }

        private static Message[] answersTo(List<Message> slice) {
            return slice.stream()
                    .filter(Message.Heartbeat.class::isInstance)
                    .map(mark -> new Message.HeartbeatAck(((Message.Heartbeat) mark).sequence()))
                    .toArray(Message[]::new);
        }

        /** So that a write, which has to wait behind what was exported, waits for little of it. */
        @Test
        void keepsTwoSlicesAheadOfWhatTheLearnerHasTaken() {
            Remote learner = connectToLearner();

            List<Message> ahead = learner.received();
            worker.advance(Duration.ofMillis(900));
            assertThat(learner.received()).isEmpty();
            assertThat(ahead.stream().mapToInt(FrameCodec::encodedLength).sum())
                    .isBetween(2 * Exports.SLICE_BYTES, 2 * SLICE_BYTES_MAX);
            assertThat(worker.nextDeadlineNanos()).isGreaterThan(worker.nowNanos());

            learner.sends(answersTo(ahead)[0]);

            assertThat(learner.received().stream()
                            .mapToInt(FrameCodec::encodedLength)
                            .sum())
                    .isBetween(Exports.SLICE_BYTES, SLICE_BYTES_MAX);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 3})
        void endsTheConnectionWhereAnAnswerIsToNoQuestion(long sequence) {
            Remote learner = connectToLearner();
            learner.received();

            learner.sends(new Message.HeartbeatAck(sequence));

            assertThat(learner.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed HEARTBEAT_ACK: sequence at byte 3: expected 1..2, found " + sequence));
            assertThat(learner.isDisconnected()).isTrue();
        }

        @Test
        void letsTheWorkerServeInBetween() {
            Remote learner = worker.acceptAtPeerWithoutATurn(2);
            worker.turn();
            learner.received();

            worker.balancer.link().send(new Message.RetrieveRequest(5, Key.of("k3")));
            worker.turn();

            assertThat(worker.balancer.received()).hasSize(1);
            assertThat(worker.snapshot().exports()).isOne();
        }

        @Test
        void asksForTheNextTurnAtOnceWhileTheLearnerReads() {
            worker.acceptAtPeerWithoutATurn(2);

            worker.turn();

            assertThat(worker.nextDeadlineNanos()).isEqualTo(worker.nowNanos());
        }

        @Test
        void waitsForALearnerThatDoesNotRead() {
            Remote learner = connectToLearnerThatDoesNotRead();

            worker.advance(Duration.ofMillis(900));

            assertThat(learner.link().unsentBytes()).isBetween(Exports.SLICE_BYTES, SLICE_BYTES_MAX);
            assertThat(worker.nextDeadlineNanos()).isGreaterThan(worker.nowNanos());
        }

        @Test
        void goesOnAsTheLearnerReads() {
            Remote learner = connectToLearnerThatDoesNotRead();
            for (int turns = 0; worker.snapshot().exports() > 0; turns++) {
                assertThat(turns).isLessThan(100);
                assertThat(learner.link().unsentBytes()).isLessThanOrEqualTo(SLICE_BYTES_MAX);
                learner.reads(40_000);
                learner.sends(answersTo(learner.received()));
            }

            learner.readsOn();
            assertThat(learner.link().unsentBytes()).isZero();
        }

        @Test
        void keepsItsSlicesWithLargeValuesToo() {
            WorkerFixture other = new WorkerFixture();
            other.becomeReady();
            for (int i = 0; i < 40; i++) {
                other.balancer.stores(i + 1, "k" + i, "v".repeat(60_000));
            }
            other.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.learner(2));
            other.balancer.sends(new Message.ExportOrder(JOIN, 2));

            Remote learner = other.acceptAtPeerThatDoesNotRead(2);

            assertThat(learner.link().unsentBytes()).isLessThan(Exports.SLICE_BYTES + 60_100);
        }

        @Test
        void beginsAgainOnTheNextConnection() {
            Remote learner = connectToLearnerThatDoesNotRead();
            learner.vanishes();
            worker.advance(Duration.ofMillis(100));

            List<Message> export = withoutHello(receivesAll(connectToLearner()));

            assertThat(export)
                    .startsWith(new Message.VersionedExportStart(JOIN, ENTRIES))
                    .endsWith(END);
            assertThat(versionsIn(export)).isEqualTo(worker.versions());
        }

        @Test
        void holdsWhatWasWrittenMeanwhileOrIsFollowedByIt() {
            Remote learner = worker.acceptAtPeerWithoutATurn(2);
            worker.turn();
            List<Message> received = new ArrayList<>(learner.received());

            worker.balancer.stores(5_000, "k0", "new");
            worker.balancer.stores(5_001, "k999", "new");
            worker.balancer.stores(5_002, "another", "new");
            received.addAll(learner.received());

            assertThat(received).contains(told(5_000, "k0"), told(5_001, "k999"), told(5_002, "another"));
        }

        private static Message told(long version, String key) {
            return new Message.VersionedNotify(FakeBalancer.EPOCH, 2, version, Key.of(key), Value.of("new"));
        }

        @Test
        void isReplacedByTheOneOfTheNextOrder() {
            Remote learner = connectToLearnerThatDoesNotRead();
            worker.balancer.sends(new Message.ExportOrder(JOIN + 1, 2));

            learner.readsOn();

            assertThat(receivesAll(learner))
                    .contains(new Message.VersionedExportStart(JOIN + 1, ENTRIES))
                    .endsWith(new Message.VersionedExportEnd(JOIN + 1))
                    .doesNotContain(END);
        }
    }

    @Test
    void severalGoOnSideBySide() {
        store(200, 1_000);
        worker.balancer.showsView(
                FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.learner(2), FakeBalancer.learner(3));
        worker.balancer.sends(new Message.ExportOrder(JOIN, 2), new Message.ExportOrder(JOIN + 1, 3));
        Remote stuck = worker.acceptAtPeerThatDoesNotRead(2);

        Remote other = worker.acceptAtPeer(3);

        assertThat(receivesAll(other)).endsWith(new Message.VersionedExportEnd(JOIN + 1));
        assertThat(stuck.link().unsentBytes()).isLessThan(Exports.SLICE_BYTES + 1_100);
        assertThat(worker.snapshot().exports()).isOne();
    }
}
