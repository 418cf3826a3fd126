package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.hello;
import static dev.kvlb.internal.link.TestMessages.put;
import static dev.kvlb.internal.link.TestMessages.welcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.fuzz.RecordedSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How workers come into the cluster, and what the others are told of it. */
class RegistrationTest {
    private static final Message.WorkerRegistryEnd END = new Message.WorkerRegistryEnd();

    private final BalancerFixture balancer = new BalancerFixture();

    private static Message start(int totalWorkers) {
        return new Message.WorkerRegistryStart(totalWorkers);
    }

    private static Message entry(FakeWorker worker, boolean shouldExport) {
        return new Message.WorkerEntry(worker.id, BalancerFixture.HOST, worker.port, shouldExport);
    }

    private static Message member(FakeWorker worker, int role) {
        return new Message.ViewMember(worker.id, worker.incarnation, BalancerFixture.HOST, worker.port, role);
    }

    private static List<Message.WorkerEntry> exportsOrderedFrom(FakeWorker worker) {
        return worker.received().stream()
                .filter(Message.WorkerEntry.class::isInstance)
                .map(Message.WorkerEntry.class::cast)
                .filter(Message.WorkerEntry::shouldExportData)
                .toList();
    }

    @Nested
    class AsRecorded {
        private static final int OF_WORKER_A = 0;
        private static final int OF_WORKER_B = 2;

        private final FakeWorker workerA = balancer.baseWorker(280);

        private static List<Message> registryToldOn(int connection) {
            return RecordedSession.said(connection, "balancer").stream()
                    .filter(message -> message instanceof Message.WorkerRegistryStart
                            || message instanceof Message.WorkerEntry
                            || message instanceof Message.WorkerRegistryEnd)
                    .toList();
        }

        @Test
        void theWorkersRegisteredWithTheIdsAndPortsThatTheseTestsUse() {
            assertThat(RecordedSession.said(OF_WORKER_A, "worker")).startsWith(new Message.WorkerReady(280, 6_280));
            assertThat(RecordedSession.said(OF_WORKER_B, "worker")).startsWith(new Message.WorkerReady(332, 6_332));
        }

        @Test
        void theFirstWorkerIsToldOfItself() {
            List<Message> recorded = registryToldOn(OF_WORKER_A).subList(0, 4);

            assertThat(workerA.received()).isEqualTo(recorded);
        }

        @Test
        void theFirstWorkerIsThenToldToExportToTheSecond() {
            workerA.received();

            balancer.baseWorker(332);

            List<Message> all = registryToldOn(OF_WORKER_A);
            assertThat(workerA.received()).isEqualTo(all.subList(4, all.size()));
        }

        @Test
        void theSecondWorkerIsToldOfBoth() {
            FakeWorker workerB = balancer.baseWorker(332);

            assertThat(workerB.received()).isEqualTo(registryToldOn(OF_WORKER_B));
        }

        @Test
        void theClientsGetTheRepliesOfTheRecord() {
            for (int connection : new int[] {1, 5}) {
                Remote client = balancer.client();
                for (Message request : RecordedSession.said(connection, "client")) {
                    client.sends(request);
                    if (request instanceof Message.Put) {
                        workerA.stores(workerA.onlyRequest());
                    } else {
                        workerA.finds(workerA.onlyRequest(), recordedValue(connection, (Message.Get) request));
                    }
                }
                client.endsInput();

                List<Message> recorded = RecordedSession.said(connection, "balancer");
                assertThat(client.received()).isEqualTo(recorded);
            }
        }

        private static String recordedValue(int connection, Message.Get get) {
            return RecordedSession.said(connection, "client").stream()
                    .filter(request ->
                            request instanceof Message.Put put && put.key().equals(get.key()))
                    .map(request -> ((Message.Put) request).value().toUtf8())
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Nested
    class BaseWorkers {
        @Test
        void areInTheRingAtOnce() {
            balancer.baseWorker(1);
            balancer.baseWorker(2);

            assertThat(balancer.ring()).containsExactly(1L, 2L);
            assertThat(balancer.events())
                    .containsExactly(
                            "worker 1 joined at 127.0.0.1:6001",
                            "worker 1 is ready",
                            "worker 2 joined at 127.0.0.1:6002",
                            "worker 2 is ready");
        }

        @Test
        void areToldOfTheThirdButOnlyOneIsToldToExport() {
            FakeWorker first = balancer.baseWorker(1);
            FakeWorker second = balancer.baseWorker(2);
            first.received();
            second.received();

            FakeWorker third = balancer.baseWorker(3);

            assertThat(first.received()).containsExactly(start(3), entry(third, true), END);
            assertThat(second.received()).containsExactly(start(3), entry(third, false), END);
            assertThat(third.received())
                    .containsExactly(
                            start(3), entry(first, false), entry(second, false), entry(third, false), END, END);
        }

        @Test
        void areNeverSentAnExtension() {
            FakeWorker base = balancer.baseWorker(1);
            FakeWorker extended = balancer.kvlbWorker(2);
            balancer.client().sends(put("k", "v"));
            extended.vanishes();
            balancer.advance(Duration.ofMillis(900));

            assertThat(base.received())
                    .isNotEmpty()
                    .noneMatch(message -> message.type().isExtension());
            assertThat(base.requests()).hasOnlyElementsOfType(Message.StoreRequest.class);
            assertThat(base.heartbeats()).isEmpty();
        }

        @Test
        void sayAgainThatTheyAreReadyAndAreToldTheRegistryAgain() {
            FakeWorker first = balancer.baseWorker(1);
            FakeWorker second = balancer.baseWorker(2);
            first.received();
            second.received();

            second.registers();

            assertThat(second.received())
                    .containsExactly(start(2), entry(first, false), entry(second, false), END, END);
            assertThat(first.received()).isEmpty();
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }
    }

    @Nested
    class TheDonor {
        @Test
        void isOneThatIsKnownToBeCompleteThoughItSpeaksOnlyTheBaseProtocol() {
            FakeWorker complete = balancer.baseWorker(1);
            FakeWorker extendedButUnknown = balancer.kvlbWorker(2);
            complete.received();
            extendedButUnknown.received();

            FakeWorker joiner = balancer.baseWorker(3);

            assertThat(exportsOrderedFrom(complete))
                    .extracting(Message.WorkerEntry::workerId)
                    .containsExactly(joiner.id);
            assertThat(exportsOrderedFrom(extendedButUnknown)).isEmpty();
        }

        @Test
        void speaksTheExtensionsWhereSeveralAreComplete() {
            FakeWorker first = balancer.kvlbWorker(1);
            FakeWorker second = balancer.readyKvlbWorker(2);
            FakeWorker base = balancer.baseWorker(3);
            first.vanishes();
            second.received();
            base.received();

            balancer.baseWorker(4);

            assertThat(exportsOrderedFrom(second)).hasSize(1);
            assertThat(exportsOrderedFrom(base)).isEmpty();
        }

        @Test
        void isAnotherWhenTheCompleteOneHasLeftAndNobodyIsKnownToBe() {
            FakeWorker complete = balancer.baseWorker(1);
            FakeWorker second = balancer.baseWorker(2);
            FakeWorker third = balancer.baseWorker(3);
            complete.vanishes();
            second.received();
            third.received();

            balancer.baseWorker(4);

            assertThat(exportsOrderedFrom(second)).hasSize(1);
            assertThat(exportsOrderedFrom(third)).isEmpty();
        }

        @Test
        void isToldByTheFlagWhereTheJoinerSpeaksOnlyTheBaseProtocol() {
            FakeWorker donor = balancer.kvlbWorker(1);
            donor.received();

            FakeWorker joiner = balancer.baseWorker(2);

            assertThat(donor.received())
                    .containsExactly(
                            new Message.ViewStart(BalancerSettings.EPOCH, 2, Versions.first(BalancerSettings.EPOCH), 2),
                            member(donor, MemberRole.READY),
                            member(joiner, MemberRole.READY),
                            new Message.ViewEnd(),
                            start(2),
                            entry(joiner, true),
                            END);
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }

        @Test
        void isToldByTheFlagWhereItSpeaksOnlyTheBaseProtocolItself() {
            FakeWorker donor = balancer.baseWorker(1);
            donor.received();

            FakeWorker joiner = balancer.kvlbWorker(2);

            assertThat(donor.received()).containsExactly(start(2), entry(joiner, true), END);
            assertThat(joiner.join().role()).isEqualTo(MemberRole.READY);
            assertThat(balancer.ring()).containsExactly(1L, 2L);
        }
    }

    @Nested
    class AHello {
        @Test
        void isAnsweredByWelcome() {
            FakeWorker worker = balancer.stranger(1, 4_711);

            worker.greets();

            assertThat(worker.received()).containsExactly(welcome(Handshake.BALANCER, BalancerSettings.INCARNATION));
        }

        @Test
        void ofAClientIsAnsweredByWelcomeToo() {
            Remote client = balancer.client();

            client.sends(hello(Handshake.CLIENT, 0));

            assertThat(client.received()).containsExactly(welcome(Handshake.BALANCER, BalancerSettings.INCARNATION));
        }

        @Test
        void withAnotherMagicIsMalformed() {
            Remote client = balancer.client();

            client.sends(new Message.Hello(0x48545450, 1, Handshake.CLIENT, 0, 0));

            assertThat(client.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed HELLO: magic at byte 3: expected 4b564c42, found 48545450"));
            assertThat(client.isDisconnected()).isTrue();
        }

        @Test
        void ofAWorkerWithoutAnIncarnationIsMalformed() {
            FakeWorker worker = balancer.stranger(1, 0);

            worker.greets();

            assertThat(worker.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed HELLO: incarnation at byte 18: expected any but 0 from a worker, found 0"));
            assertThat(worker.isDisconnected()).isTrue();
        }

        @Test
        void afterTheRegistrationIsMalformed() {
            FakeWorker worker = balancer.baseWorker(1);
            worker.received();

            worker.sends(hello(Handshake.WORKER, 4_711));

            assertThat(worker.received()).hasOnlyElementsOfType(Message.Error.class);
            assertThat(worker.isDisconnected()).isTrue();
            assertThat(balancer.members()).isEmpty();
        }

        @Test
        void isWhatAWorkerMustSayBeforeAnyOtherExtension() {
            FakeWorker worker = balancer.baseWorker(1);
            worker.received();

            worker.sends(new Message.HeartbeatAck(1));

            assertThat(worker.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "malformed HEARTBEAT_ACK: type at byte 0: expected a type that a worker without a HELLO"
                                    + " may send, found HEARTBEAT_ACK"));
            assertThat(worker.isDisconnected()).isTrue();
        }
    }
}
