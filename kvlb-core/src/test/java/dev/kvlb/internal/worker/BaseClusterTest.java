package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.WorkerSnapshot.Role;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import dev.kvlb.protocol.fuzz.RecordedSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A worker in a cluster that speaks only the base protocol, wholly or in part. */
class BaseClusterTest {
    private final WorkerFixture worker = new WorkerFixture();

    private static Message store(String key, String value) {
        return new Message.StoreRequest(1, Key.of(key), Value.of(value));
    }

    private static Message told(String key, String value) {
        return new Message.PeerNotify(Key.of(key), Value.of(value));
    }

    @Nested
    class TheRegistry {
        @Test
        void makesItReadyWithItsSecondEnd() {
            worker.acceptAtBalancer()
                    .sends(
                            new Message.WorkerRegistryStart(1),
                            FakeBalancer.entry(WorkerSettings.ID),
                            new Message.WorkerRegistryEnd());
            assertThat(worker.role()).isEqualTo(Role.DISCONNECTED);

            worker.balancer.sends(new Message.WorkerRegistryEnd());

            assertThat(worker.role()).isEqualTo(Role.READY);
            assertThat(worker.events()).endsWith("ready");
        }

        @Test
        void mayBeTheRecordedOne() {
            worker.acceptAtBalancer();
            for (Message message : RecordedSession.said(2, "balancer")) {
                if (message instanceof Message.StoreRequest) {
                    break;
                }
                worker.balancer.sends(message);
            }

            assertThat(worker.role()).isEqualTo(Role.READY);
            assertThat(worker.connecting())
                    .as("worker 1 knows none of the two")
                    .containsExactly(WorkerFixture.endpoint(280), WorkerFixture.endpoint(332));
        }

        @Test
        void namesThePeersToConnectTo() {
            worker.acceptAtBalancer()
                    .tellsRegistry(FakeBalancer.entry(2), FakeBalancer.entry(WorkerSettings.ID), FakeBalancer.entry(3));

            assertThat(worker.connecting()).containsExactly(WorkerFixture.endpoint(2), WorkerFixture.endpoint(3));
            assertThat(worker.acceptAtPeer(2).received()).as("no HELLO").isEmpty();
        }

        @Test
        void namesOneThatComesLater() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(WorkerSettings.ID));

            worker.balancer.tellsOf(FakeBalancer.entry(2));

            assertThat(worker.connecting()).containsExactly(WorkerFixture.endpoint(2));
        }

        @Test
        void mayNameAPeerAgain() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(2));
            Remote peer = worker.acceptAtPeer(2);

            worker.balancer.tellsOf(FakeBalancer.entry(2));

            assertThat(peer.isDisconnected()).isFalse();
            assertThat(worker.connecting()).isEmpty();
        }

        @Test
        void mayNameAPeerAtAnotherPlace() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(2));
            Remote peer = worker.acceptAtPeer(2);

            worker.balancer.tellsOf(new Message.WorkerEntry(2, "10.1.1.1", 7_000, false));

            assertThat(peer.isDisconnected()).isTrue();
            assertThat(worker.connecting()).containsExactly(new Endpoint("10.1.1.1", 7_000));
        }

        @Test
        void canNameNoMorePeersThanAllowed() {
            WorkerFixture small = new WorkerFixture(settings -> settings.peersMax = 2);

            small.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(2), FakeBalancer.entry(3), FakeBalancer.entry(4));

            assertThat(small.connecting()).hasSize(2);
            assertThat(small.events()).contains("127.0.0.1 misbehaved: worker 4 is one more than the 2 peers allowed");
        }
    }

    @Nested
    class Writes {
        @Test
        void areToldEveryPeer() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(2), FakeBalancer.entry(3));
            Remote second = worker.acceptAtPeer(2);
            Remote third = worker.acceptAtPeer(3);

            worker.balancer.sends(store("a", "1"), store("b", "2"));

            assertThat(second.received()).containsExactly(told("a", "1"), told("b", "2"));
            assertThat(third.received()).containsExactly(told("a", "1"), told("b", "2"));
        }

        @Test
        void ofPeersAreToldNobody() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(2));
            Remote second = worker.acceptAtPeer(2);

            worker.peer().sends(told("a", "1"));

            assertThat(second.received()).isEmpty();
        }

        @Test
        void areToldABasePeerAmongOthersWithoutAVersion() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.admits();
            worker.balancer.showsView(
                    FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.base(2), FakeBalancer.ready(3));
            Remote base = worker.acceptAtPeer(2);
            Remote extended = worker.acceptAtPeer(3);
            extended.received();
            worker.balancer.received();

            worker.balancer.stores(11, "k", "v");

            assertThat(base.received()).containsExactly(told("k", "v"));
            assertThat(extended.received())
                    .containsExactly(
                            new Message.VersionedNotify(FakeBalancer.EPOCH, 1, 11, Key.of("k"), Value.of("v")));
            extended.sends(new Message.NotifyAck(1));
            assertThat(worker.balancer.received())
                    .as("settled without a word of the base peer")
                    .endsWith(worker.balancer.settled(11));
        }

        @Test
        void endTheConnectionOfAPeerThatDoesNotReadThem() {
            WorkerFixture tight = new WorkerFixture(settings -> settings.peerUnsentBytesMax = 1_000);
            tight.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(2));
            Remote slow = tight.acceptAtPeer(2);
            slow.stopsReading();

            for (int i = 0; i < 100; i++) {
                tight.balancer.sends(store("k" + i, "v".repeat(100)));
            }

            assertThat(slow.link().unsentBytes()).isLessThan(1_200);
            assertThat(slow.isDisconnected()).isTrue();
            assertThat(tight.events())
                    .endsWith("127.0.0.1 misbehaved: does not read what it is told: connection closed");
        }
    }

    @Nested
    class APeerThatCannotBeReached {
        @Test
        void isTriedAgainButNotReported() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(2));
            worker.balancer.received();
            worker.refuseAtPeer(2);

            worker.advance(Duration.ofSeconds(2));

            assertThat(worker.connecting()).containsExactly(WorkerFixture.endpoint(2));
            assertThat(worker.balancer.received()).isEmpty();
        }

        @Test
        void isGivenUpAfterManyAttemptsSinceNobodySaysThatItHasLeft() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(2));
            int attempts = 0;
            while (worker.snapshot().peers() > 0 && attempts < 100) {
                worker.refuseAtPeer(2);
                attempts++;
                worker.advance(Duration.ofMillis(1_700));
            }

            assertThat(attempts).isEqualTo(11);
            assertThat(worker.connecting()).isEmpty();
        }

        @Test
        void isNotGivenUpWhereViewsSayWhoIsAMember() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.admits();
            worker.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.base(2));
            for (int i = 0; i < 20; i++) {
                worker.refuseAtPeer(2);
                worker.advance(Duration.ofMillis(1_700));
            }

            assertThat(worker.snapshot().peers()).isOne();
        }
    }

    @Nested
    class AnExport {
        @Test
        void isOrderedByTheFlagOfARegistryEntry() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(WorkerSettings.ID));
            worker.balancer.sends(store("a", "1"), store("b", ""));

            worker.balancer.tellsOf(FakeBalancer.entryToExportTo(2));
            assertThat(worker.snapshot().exports()).isOne();
            List<Message> export = worker.acceptAtPeer(2).received();

            assertThat(export)
                    .containsExactlyInAnyOrder(
                            new Message.DataExportStart(2),
                            new Message.DataEntry(Key.of("a"), Value.of("1")),
                            new Message.DataEntry(Key.of("b"), Value.of("")),
                            new Message.DataExportEnd())
                    .startsWith(new Message.DataExportStart(2))
                    .endsWith(new Message.DataExportEnd());
            assertThat(worker.snapshot().exports()).isZero();
        }

        @Test
        void ofNothingHasABeginningAndAnEnd() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(WorkerSettings.ID));

            worker.balancer.tellsOf(FakeBalancer.entryToExportTo(2));

            assertThat(worker.acceptAtPeer(2).received())
                    .containsExactly(new Message.DataExportStart(0), new Message.DataExportEnd());
        }

        @Test
        void isOrderedByTheFlagOfABalancerOfTheExtensionsToo() {
            worker.becomeReady();
            worker.balancer.stores(11, "k", "v");
            worker.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.base(2));

            worker.balancer.tellsOf(FakeBalancer.entryToExportTo(2));

            assertThat(worker.acceptAtPeer(2).received())
                    .containsExactly(
                            new Message.DataExportStart(1),
                            new Message.DataEntry(Key.of("k"), Value.of("v")),
                            new Message.DataExportEnd());
        }

        @Test
        void isForgottenWithThePeerThatIsNoMember() {
            worker.becomeReady();
            worker.balancer.tellsOf(FakeBalancer.entryToExportTo(2));

            assertThat(worker.snapshot().exports()).isZero();
        }
    }

    @Test
    void shutdownOfAPeerIsNoReasonForAnything() {
        worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(2));
        Remote peer = worker.acceptAtPeer(2);

        peer.sends(SHUTDOWN);

        assertThat(peer.isDisconnected()).isFalse();
    }
}
