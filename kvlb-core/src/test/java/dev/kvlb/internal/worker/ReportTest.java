package dev.kvlb.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import dev.kvlb.protocol.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a worker says that it brings along, before a balancer lets it in. */
class ReportTest {
    private static final long JOIN = 700;
    private static final Message END = new Message.ViewEnd();

    private final WorkerFixture worker = new WorkerFixture();

    private static Message report(int role, long lastVersion) {
        return new Message.Report(FakeBalancer.CLUSTER, FakeBalancer.EPOCH, role, lastVersion);
    }

    private static Message view(long number, long settled, int members) {
        return new Message.ViewStart(FakeBalancer.EPOCH, number, settled, members);
    }

    /** Lets the worker lose its balancer and find it again; returns what it reports then. */
    private List<Message> reportOnTheNextConnection() {
        worker.balancer.vanishes();
        worker.advance(Duration.ofMillis(100));
        worker.acceptAtBalancer();
        worker.balancer.received();
        worker.balancer.welcomes();
        return worker.balancer.received();
    }

    @Nested
    class OfAWorkerThatHasSeenNothing {
        private static final List<Message> NOTHING =
                List.of(new Message.Report(0, 0, MemberRole.NONE, 0), new Message.ViewStart(0, 0, 0, 0), END);

        @Test
        void saysSoAndHowMuchMemoryItUses() {
            worker.acceptAtBalancer();
            worker.balancer.received();

            worker.balancer.welcomes();

            assertThat(worker.balancer.received()).isEqualTo(NOTHING);
            assertThat(worker.balancer.capacities())
                    .containsExactly(new Message.Capacity(worker.snapshot().bytesInUse(), 1L << 30));
        }

        @Test
        void waitsForTheWelcome() {
            worker.acceptAtBalancer();

            assertThat(worker.balancer.received()).noneMatch(Message.Report.class::isInstance);
        }

        @Test
        void isNotMadeToABalancerOfTheBaseProtocol() {
            worker.acceptAtBalancer();
            worker.balancer.received();

            worker.balancer.tellsRegistry(FakeBalancer.entry(WorkerSettings.ID));

            assertThat(worker.balancer.received()).isEmpty();
        }

        @Test
        void staysTheSameWhereItWasLetInButToldNoView() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.admits(StoreOrder.EMPTY);

            assertThat(reportOnTheNextConnection()).isEqualTo(NOTHING);
        }

        @Test
        void staysTheSameWhereItWasAskedOnly() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.sends(new Message.UnsettledQuery(FakeBalancer.CLUSTER, 5));

            assertThat(reportOnTheNextConnection()).isEqualTo(NOTHING);
        }
    }

    @Nested
    class OfAWorkerThatIsReady {
        @Test
        void namesItsClusterItsLastVersionAndItsLastView() {
            worker.becomeReady(2);
            worker.balancer.stores(12, "k", "v");
            worker.balancer.stores(11, "l", "w");

            assertThat(reportOnTheNextConnection())
                    .containsExactly(
                            report(MemberRole.READY, 12),
                            view(1, 0, 2),
                            FakeBalancer.ready(WorkerSettings.ID),
                            FakeBalancer.ready(2),
                            END);
        }

        @Test
        void tellsTheGreatestVersionThatItKnowsToBeSettled() {
            worker.becomeReady();
            worker.balancer.stores(12, "k", "v");
            worker.balancer.settlesTo(12);

            assertThat(reportOnTheNextConnection()).contains(view(1, 12, 1));
        }

        @Test
        void countsWhatPeersHaveToldIt() {
            worker.becomeReady(2);
            worker.peer(2)
                    .sends(
                            new Message.VersionedNotify(FakeBalancer.EPOCH, 1, 15, Key.of("k"), Value.of("v")),
                            new Message.NotifyDelete(FakeBalancer.EPOCH, 1, 16, Key.of("k")));

            assertThat(reportOnTheNextConnection()).startsWith(report(MemberRole.READY, 16));
        }

        @Test
        void namesTheEpochThatItHasBeenAskedIn() {
            worker.becomeReady();
            worker.balancer.sends(new Message.UnsettledQuery(FakeBalancer.CLUSTER, FakeBalancer.EPOCH + 3));

            assertThat(reportOnTheNextConnection())
                    .startsWith(
                            new Message.Report(FakeBalancer.CLUSTER, FakeBalancer.EPOCH + 3, MemberRole.READY, 0),
                            view(1, 0, 1));
        }

        @Test
        void isTheSameAgainAsLongAsItIsNotLetIn() {
            worker.becomeReady(2);
            worker.balancer.stores(12, "k", "v");
            List<Message> first = reportOnTheNextConnection();

            assertThat(reportOnTheNextConnection()).isEqualTo(first);
        }
    }

    @Nested
    class OfALearner {
        @Test
        void saysThatItsStoreIsNotComplete() {
            worker.becomeLearner(JOIN, 2);

            assertThat(reportOnTheNextConnection())
                    .containsExactly(
                            report(MemberRole.LEARNER, 0),
                            view(1, 0, 2),
                            FakeBalancer.learner(WorkerSettings.ID),
                            FakeBalancer.ready(2),
                            END);
        }

        @Test
        void saysThatItIsOnceAllHasBeenImported() {
            worker.becomeLearner(JOIN, 2);
            importFrom(worker.peer(2), JOIN);

            assertThat(reportOnTheNextConnection()).startsWith(report(MemberRole.READY, 11), view(1, 0, 2));
        }

        @Test
        void saysThatItIsNotWhereItHasToBeginAgain() {
            worker.becomeLearner(JOIN, 2);
            importFrom(worker.peer(2), JOIN);
            worker.balancer.admitsLearner(JOIN + 1);

            assertThat(reportOnTheNextConnection()).startsWith(report(MemberRole.LEARNER, 0));
        }

        @Test
        void countsTheVersionsOfItsNewImportAlone() {
            worker.becomeLearner(JOIN, 2);
            worker.peer(2)
                    .sends(
                            new Message.VersionedExportStart(JOIN, 1),
                            new Message.VersionedEntry(JOIN, 20, Key.of("k"), Value.of("v")));
            worker.balancer.admitsLearner(JOIN + 1);
            worker.balancer.showsView(FakeBalancer.learner(WorkerSettings.ID), FakeBalancer.ready(2));
            importFrom(worker.peer(2), JOIN + 1);

            assertThat(reportOnTheNextConnection()).startsWith(report(MemberRole.READY, 11), view(2, 0, 2));
        }

        private void importFrom(Remote donor, long join) {
            donor.sends(
                    new Message.VersionedExportStart(join, 1),
                    new Message.VersionedEntry(join, 11, Key.of("k"), Value.of("v")),
                    new Message.VersionedExportEnd(join));
        }
    }

    @Nested
    class OfAWorkerThatWasReadyBefore {
        OfAWorkerThatWasReadyBefore() {
            worker.becomeReady();
            worker.balancer.stores(12, "k", "v");
            worker.balancer.settlesTo(12);
        }

        @Test
        void saysThatItIsNotAnyMoreWhereItHasToLearn() {
            worker.balancer.admitsLearner(JOIN + 1);

            assertThat(reportOnTheNextConnection().get(0)).isEqualTo(report(MemberRole.LEARNER, 0));
        }

        @Test
        void tellsTheViewOfTheTimeBeforeUntilTheNextHasCome() {
            worker.balancer.admitsLearner(JOIN + 1);

            assertThat(reportOnTheNextConnection())
                    .as("that view, and nothing settled: the store that it told of is set aside")
                    .containsExactly(
                            report(MemberRole.LEARNER, 0), view(1, 0, 1), FakeBalancer.ready(WorkerSettings.ID), END);
        }

        @Test
        void startsFromNothingWhereItHasToBeginEmpty() {
            worker.balancer.admits(StoreOrder.EMPTY);

            assertThat(reportOnTheNextConnection()).startsWith(report(MemberRole.LEARNER, 0), view(1, 0, 1));
        }

        @Test
        void goesOnFromWhatItHasWhereItKeepsIt() {
            worker.balancer.admits(StoreOrder.KEEP);

            assertThat(reportOnTheNextConnection()).startsWith(report(MemberRole.READY, 12), view(1, 12, 1));
        }

        @Test
        void countsWhatItHadAgainWhereItTakesThatBack() {
            worker.balancer.admitsLearner(JOIN + 1);

            worker.balancer.admits(StoreOrder.TAKE_BACK);
            worker.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID));

            assertThat(reportOnTheNextConnection()).startsWith(report(MemberRole.READY, 12), view(2, 0, 1));
        }
    }
}
