package dev.kvlb.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.WorkerSnapshot.Role;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import dev.kvlb.protocol.Value;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How a learner gets what was there before it came. */
class ImportTest {
    private static final long JOIN = 700;

    private final WorkerFixture worker = new WorkerFixture();

    private static Message start(long join) {
        return new Message.VersionedExportStart(join, 1);
    }

    private static Message entry(long join, long version, String key, String value) {
        return new Message.VersionedEntry(join, version, Key.of(key), Value.of(value));
    }

    private static Message end(long join) {
        return new Message.VersionedExportEnd(join);
    }

    private static Message write(long view, long version, String key, String value) {
        return new Message.VersionedNotify(FakeBalancer.EPOCH, view, version, Key.of(key), Value.of(value));
    }

    private static Message importDone(long join) {
        return new Message.ImportDone(join);
    }

    @Nested
    class ALearner {
        private final Remote donor = learner();

        private Remote learner() {
            worker.becomeLearner(JOIN, 2);
            return worker.peer(2);
        }

        @Test
        void isNotReady() {
            assertThat(worker.role()).isEqualTo(Role.LEARNER);
            assertThat(worker.events()).endsWith("import started");
        }

        @Test
        void mergesTheExportAndSaysSo() {
            donor.sends(start(JOIN), entry(JOIN, 11, "a", "1"), entry(JOIN, 12, "b", "2"));
            assertThat(worker.balancer.received()).isEmpty();

            donor.sends(end(JOIN));

            assertThat(worker.data()).isEqualTo(Map.of("a", "1", "b", "2"));
            assertThat(worker.versions()).isEqualTo(Map.of("a", 11L, "b", 12L));
            assertThat(worker.balancer.received()).containsExactly(importDone(JOIN));
            assertThat(worker.events()).endsWith("imported 2");
            assertThat(worker.role()).isEqualTo(Role.LEARNER);
        }

        @Test
        void isReadyWhenTheBalancerSaysSo() {
            donor.sends(start(JOIN), end(JOIN));

            worker.showView(2);

            assertThat(worker.role()).isEqualTo(Role.READY);
            assertThat(worker.events()).endsWith("ready");
        }

        @Test
        void keepsWhatIsNewerThanTheExport() {
            Remote other = worker.peer(2);
            other.sends(write(1, 20, "k", "new"));

            donor.sends(start(JOIN), entry(JOIN, 11, "k", "old"), end(JOIN));

            assertThat(worker.data()).isEqualTo(Map.of("k", "new"));
        }

        @Test
        void takesWhatIsNewerThanANotify() {
            donor.sends(start(JOIN), entry(JOIN, 20, "k", "new"));

            worker.peer(2).sends(write(1, 11, "k", "old"));

            assertThat(worker.data()).isEqualTo(Map.of("k", "new"));
        }

        @Test
        void ignoresTheExportOfAnEarlierJoin() {
            donor.sends(start(JOIN - 1), entry(JOIN - 1, 11, "k", "v"), end(JOIN - 1));

            assertThat(worker.data()).isEmpty();
            assertThat(worker.balancer.received()).isEmpty();
            assertThat(donor.isDisconnected()).isFalse();
        }

        @Test
        void mayBeExportedToTwice() {
            donor.sends(start(JOIN), entry(JOIN, 11, "a", "1"));
            donor.vanishes();
            Remote other = worker.peer(2);

            other.sends(start(JOIN), entry(JOIN, 11, "a", "1"), entry(JOIN, 12, "b", "2"), end(JOIN));

            assertThat(worker.data()).isEqualTo(Map.of("a", "1", "b", "2"));
            assertThat(worker.balancer.received()).containsExactly(importDone(JOIN));
        }

        @Test
        void ignoresAnExportOnceItIsReady() {
            worker.showView(2);
            worker.balancer.received();

            donor.sends(start(JOIN), entry(JOIN, 11, "k", "v"), end(JOIN));

            assertThat(worker.data()).isEmpty();
            assertThat(worker.balancer.received()).isEmpty();
        }

        @Test
        void servesAsAReadyOneDoes() {
            worker.balancer.stores(11, "k", "v");

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
        }
    }

    @Nested
    class WhatOvertakesTheBalancer {
        @Test
        void anExportWaitsForItsJoin() {
            worker.acceptAtBalancer().welcomes();
            Remote donor = worker.peer(2);
            donor.sends(start(JOIN), entry(JOIN, 11, "k", "v"), end(JOIN));
            assertThat(worker.data()).isEmpty();
            assertThat(donor.isHeldUp()).isTrue();
            worker.balancer.received();

            worker.balancer.admitsLearner(JOIN);

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
            assertThat(worker.balancer.received()).containsExactly(importDone(JOIN));
            assertThat(donor.isHeldUp()).isFalse();
        }

        @Test
        void anExportWaitsThroughTheJoinBeforeItsOwn() {
            worker.becomeLearner(JOIN, 2);
            Remote donor = worker.peer(2);
            donor.sends(start(JOIN + 1), entry(JOIN + 1, 11, "k", "v"), end(JOIN + 1));
            assertThat(worker.data()).isEmpty();

            worker.balancer.admitsLearner(JOIN + 1);

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
        }

        @Test
        void aNotifyWaitsForTheViewThatListsThisWorker() {
            worker.acceptAtBalancer().welcomes();
            Remote peer = worker.peer(2);
            peer.sends(write(1, 11, "k", "v"));

            worker.balancer.admitsLearner(JOIN);
            assertThat(peer.received()).isEmpty();

            worker.balancer.showsView(FakeBalancer.ready(2), FakeBalancer.learner(WorkerSettings.ID));
            assertThat(peer.received()).containsExactly(new Message.NotifyAck(1));
            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
        }

        @Test
        void anAcknowledgedNotifyIsNotInTheStoreThatAJoinReplaces() {
            worker.becomeReady(2);
            worker.balancer.vanishes();
            worker.acceptAtBalancer().welcomes();
            Remote peer = worker.peer(2);

            peer.sends(write(1, 11, "k", "v"));
            assertThat(peer.received()).isEmpty();

            worker.balancer.admitsLearner(JOIN + 1);
            worker.balancer.showsView(FakeBalancer.ready(2), FakeBalancer.learner(WorkerSettings.ID));
            assertThat(peer.received()).containsExactly(new Message.NotifyAck(1));
            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
        }
    }

    @Nested
    class AWorkerThatHasData {
        AWorkerThatHasData() {
            worker.becomeReady();
            worker.balancer.stores(11, "kept", "before");
            worker.balancer.stores(12, "both", "before");
            worker.balancer.vanishes();
        }

        @Test
        void importsIntoAFreshStore() {
            worker.becomeLearner(JOIN + 1, 2);
            assertThat(worker.data()).isEmpty();

            worker.peer(2).sends(start(JOIN + 1), entry(JOIN + 1, 13, "both", "after"), end(JOIN + 1));
            worker.showView(2);

            assertThat(worker.data()).isEqualTo(Map.of("both", "after"));
        }

        @Test
        void takesItsDataBackIfItIsReadyWithoutAnImport() {
            worker.becomeLearner(JOIN + 1, 2);
            worker.peer(2).sends(start(JOIN + 1), entry(JOIN + 1, 13, "both", "after"), entry(JOIN + 1, 1, "x", "y"));

            worker.balancer.admits(StoreOrder.TAKE_BACK);
            worker.showView();

            assertThat(worker.data()).isEqualTo(Map.of("kept", "before", "both", "after", "x", "y"));
        }

        @Test
        void takesItBackAfterSeveralImportsThatCameToNothing() {
            worker.becomeLearner(JOIN + 1, 2);
            worker.peer(2).sends(start(JOIN + 1), entry(JOIN + 1, 13, "half", "import"));
            worker.balancer.vanishes();
            worker.becomeLearner(JOIN + 2, 2);
            worker.balancer.vanishes();

            worker.acceptAtBalancer().welcomes();
            worker.balancer.admits(StoreOrder.TAKE_BACK);
            worker.showView();

            assertThat(worker.data()).isEqualTo(Map.of("kept", "before", "both", "before"));
        }

        @Test
        void hasItStillAsideIfTheViewNeverComesAndItBeginsAnother() {
            worker.becomeLearner(JOIN + 1, 2);
            worker.balancer.admits(StoreOrder.TAKE_BACK);
            worker.balancer.vanishes();
            worker.becomeLearner(JOIN + 2, 2);
            worker.balancer.vanishes();

            worker.acceptAtBalancer().welcomes();
            worker.balancer.admits(StoreOrder.TAKE_BACK);
            worker.showView();

            assertThat(worker.data()).isEqualTo(Map.of("kept", "before", "both", "before"));
        }

        @Test
        void dropsItOnceItIsReady() {
            worker.becomeLearner(JOIN + 1, 2);
            worker.peer(2).sends(start(JOIN + 1), entry(JOIN + 1, 13, "new", "import"), end(JOIN + 1));
            worker.showView(2);
            worker.balancer.vanishes();

            worker.becomeReady();

            assertThat(worker.data()).isEqualTo(Map.of("new", "import"));
        }

        @Test
        void keepsItWhereItIsToldToTakeBackAndHasSetNothingAside() {
            worker.acceptAtBalancer().welcomes();

            worker.balancer.admits(StoreOrder.TAKE_BACK);
            worker.showView();

            assertThat(worker.data()).isEqualTo(Map.of("kept", "before", "both", "before"));
        }

        @Test
        void dropsItWhereItIsToldToBeginEmpty() {
            worker.acceptAtBalancer().welcomes();

            worker.balancer.admits(StoreOrder.EMPTY);
            worker.showView();

            assertThat(worker.data()).isEmpty();
            assertThat(worker.role()).isEqualTo(Role.READY);
        }

        @Test
        void dropsWhatItHasSetAsideWhereItIsToldToBeginEmpty() {
            worker.becomeLearner(JOIN + 1, 2);
            worker.balancer.admits(StoreOrder.EMPTY);
            worker.showView();
            worker.balancer.vanishes();
            worker.acceptAtBalancer().welcomes();

            worker.balancer.admits(StoreOrder.TAKE_BACK);
            worker.showView();

            assertThat(worker.data()).isEmpty();
        }

        @Test
        void keepsItWhereItIsAdmittedAsReady() {
            worker.becomeReady();

            assertThat(worker.data()).isEqualTo(Map.of("kept", "before", "both", "before"));
        }
    }
}
