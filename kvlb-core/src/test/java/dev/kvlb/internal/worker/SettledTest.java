package dev.kvlb.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import dev.kvlb.protocol.Value;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a worker does once it is told up to which version all is settled: it forgets deletes, and passes over old writes. */
class SettledTest {
    private static final long JOIN = 700;

    private final WorkerFixture worker = new WorkerFixture();

    private static Message write(long version, String key, String value) {
        return new Message.VersionedNotify(FakeBalancer.EPOCH, 1, version, Key.of(key), Value.of(value));
    }

    private static Message delete(long version, String key) {
        return new Message.NotifyDelete(FakeBalancer.EPOCH, 1, version, Key.of(key));
    }

    @Nested
    class ADelete {
        ADelete() {
            worker.becomeReady();
            worker.balancer.stores(11, "k", "v");
            worker.balancer.deletes(12, "k");
        }

        @Test
        void isRememberedUntilItIsSettled() {
            worker.balancer.settlesTo(11);

            assertThat(worker.tombstones()).isEqualTo(Map.of("k", 12L));
        }

        @Test
        void isForgottenByAHeartbeat() {
            worker.balancer.settlesTo(12);

            assertThat(worker.versions()).isEmpty();
            assertThat(worker.snapshot().entries()).isZero();
        }

        @Test
        void isForgottenByAView() {
            worker.balancer.showsViewSettledTo(12, FakeBalancer.ready(WorkerSettings.ID));

            assertThat(worker.versions()).isEmpty();
        }

        @Test
        void isNotForgottenByALowerVersionAfterAHigherOne() {
            worker.balancer.settlesTo(12);
            worker.balancer.deletes(14, "l");

            worker.balancer.settlesTo(3);

            assertThat(worker.snapshot().settledVersion()).isEqualTo(12);
            assertThat(worker.tombstones()).isEqualTo(Map.of("l", 14L));
        }

        @Test
        void thatALaterWriteHasReplacedTakesNothingWithIt() {
            worker.balancer.stores(13, "k", "new");

            worker.balancer.settlesTo(13);

            assertThat(worker.data()).isEqualTo(Map.of("k", "new"));
        }

        @Test
        void thatALaterDeleteHasReplacedIsRememberedUntilThatIsSettled() {
            worker.balancer.deletes(15, "k");

            worker.balancer.settlesTo(12);
            assertThat(worker.tombstones()).isEqualTo(Map.of("k", 15L));

            worker.balancer.settlesTo(15);
            assertThat(worker.versions()).isEmpty();
        }

        @Test
        void mayWaitForAnotherThatCameBeforeIt() {
            worker.balancer.deletes(20, "l");
            worker.balancer.deletes(18, "m");

            worker.balancer.settlesTo(18);
            assertThat(worker.tombstones()).containsOnlyKeys("l", "m");

            worker.balancer.settlesTo(20);
            assertThat(worker.versions()).isEmpty();
        }

        @Test
        void ofManyAllAreForgotten() {
            for (int i = 0; i < 1_000; i++) {
                worker.balancer.deletes(100 + i, "k" + i);
            }

            worker.balancer.settlesTo(1_099);

            assertThat(worker.snapshot().entries()).isZero();
        }
    }

    @Nested
    class ADeleteWhileAnotherLearns {
        ADeleteWhileAnotherLearns() {
            worker.becomeReady();
            worker.balancer.showsView(FakeBalancer.ready(WorkerSettings.ID), FakeBalancer.learner(2));
            worker.balancer.deletes(12, "k");
            worker.balancer.settlesTo(12);
        }

        @Test
        void isRememberedThoughItIsSettled() {
            assertThat(worker.tombstones()).isEqualTo(Map.of("k", 12L));
        }

        @Test
        void isForgottenWhenThatOneIsReady() {
            worker.showView(2);

            assertThat(worker.versions()).isEmpty();
        }

        @Test
        void isForgottenWhenThatOneHasLeft() {
            worker.showView();

            assertThat(worker.versions()).isEmpty();
        }
    }

    @Nested
    class AWriteThatIsSettled {
        private final Remote peer = connected();

        private Remote connected() {
            worker.becomeReady(2);
            Remote connection = worker.peer(2);
            worker.balancer.deletes(12, "k");
            worker.balancer.settlesTo(12);
            worker.balancer.received();
            return connection;
        }

        @Test
        void isPassedOverAndAcknowledgedWhenAPeerTellsOfIt() {
            peer.sends(write(11, "k", "old"), write(12, "l", "old"));

            assertThat(worker.versions()).isEmpty();
            assertThat(peer.received()).containsExactly(new Message.NotifyAck(2));
        }

        @Test
        void isPassedOverAndAcknowledgedWhenItIsADelete() {
            peer.sends(delete(11, "l"));

            assertThat(worker.versions()).isEmpty();
            assertThat(peer.received()).containsExactly(new Message.NotifyAck(1));
        }

        @Test
        void isPassedOverAndAnsweredWhenTheBalancerSendsIt() {
            worker.showView();
            worker.balancer.received();

            worker.balancer.stores(11, "k", "old");

            assertThat(worker.versions()).isEmpty();
            assertThat(worker.balancer.received()).endsWith(worker.balancer.settled(11));
        }

        @Test
        void isNotOneThatComesBehindIt() {
            peer.sends(write(13, "k", "new"));

            assertThat(worker.data()).isEqualTo(Map.of("k", "new"));
        }
    }

    @Nested
    class ALearner {
        private final Remote peer = connected();

        private Remote connected() {
            worker.becomeLearner(JOIN, 2);
            return worker.peer(2);
        }

        private void exports(Message... entries) {
            Remote donor = worker.peer(2);
            donor.sends(new Message.VersionedExportStart(JOIN, entries.length));
            donor.sends(entries);
            donor.sends(new Message.VersionedExportEnd(JOIN));
        }

        @Test
        void remembersEveryDelete() {
            peer.sends(delete(12, "k"));

            worker.balancer.settlesTo(12);

            assertThat(worker.tombstones()).isEqualTo(Map.of("k", 12L));
        }

        @Test
        void isNotMisledByAnExportThatBeganBeforeTheDelete() {
            peer.sends(delete(12, "k"));
            worker.balancer.settlesTo(12);

            exports(new Message.VersionedEntry(JOIN, 11, Key.of("k"), Value.of("v")));

            assertThat(worker.data()).isEmpty();
        }

        @Test
        void mergesWhatIsSettledFromTheExport() {
            worker.balancer.settlesTo(50);

            exports(
                    new Message.VersionedEntry(JOIN, 11, Key.of("k"), Value.of("v")),
                    new Message.VersionedTombstone(JOIN, 12, Key.of("l")));

            assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
            assertThat(worker.tombstones()).isEqualTo(Map.of("l", 12L));
        }

        @Test
        void remembersThemStillWhenAllHasBeenImported() {
            exports(new Message.VersionedTombstone(JOIN, 12, Key.of("l")));

            worker.balancer.settlesTo(50);

            assertThat(worker.tombstones()).isEqualTo(Map.of("l", 12L));
        }

        @Test
        void forgetsThemWhenItIsReady() {
            peer.sends(delete(12, "k"), delete(60, "l"));
            worker.balancer.settlesTo(50);

            worker.showView(2);

            assertThat(worker.tombstones()).isEqualTo(Map.of("l", 60L));
        }

        @Test
        void acknowledgesWhatIsSettledWithoutApplyingIt() {
            worker.balancer.settlesTo(50);

            peer.sends(write(11, "k", "v"), write(51, "l", "w"));

            assertThat(worker.data()).isEqualTo(Map.of("l", "w"));
            assertThat(peer.received()).containsExactly(new Message.NotifyAck(2));
        }
    }

    @Nested
    class WhatWasSetAside {
        @Test
        void bringsItsDeletesBackWhichAreForgottenInTheirTime() {
            worker.becomeReady();
            worker.balancer.stores(11, "k", "v");
            worker.balancer.deletes(12, "k");
            worker.balancer.vanishes();
            worker.becomeLearner(JOIN + 1, 2);
            assertThat(worker.versions()).isEmpty();

            worker.balancer.admits(StoreOrder.TAKE_BACK);
            worker.showView();
            assertThat(worker.tombstones()).isEqualTo(Map.of("k", 12L));

            worker.balancer.settlesTo(12);
            assertThat(worker.versions()).isEmpty();
        }
    }
}
