package dev.kvlb.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What can be done to a cluster of either kind, and what comes of it. */
abstract class TestClusterContract {
    private static final int WORKERS = 3;

    private TestCluster cluster;

    /** Starts a cluster. */
    abstract TestCluster start(int workers);

    /** Puts, by a client of the cluster. */
    abstract void put(String key, String value);

    /** Puts, and does not wait for the answer. */
    abstract CompletableFuture<?> putAsync(String key, String value);

    /** Gets, by a client of the cluster. */
    abstract Optional<String> get(String key);

    /** Returns the time of the cluster. */
    abstract long nowNanos();

    /** Waits until that has been answered, in one way or another. */
    abstract void awaitDone(CompletableFuture<?> future);

    @BeforeEach
    void startAndPut() {
        cluster = start(WORKERS);
        put("k", "v");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    /** Each request goes to the next worker, so that each answers once. */
    private void assertEachWorkerHas(String value, int workers) {
        for (int i = 0; i < workers; i++) {
            assertThat(get("k")).contains(value);
        }
    }

    private List<Long> inRing() {
        return cluster.balancer().snapshot().workers().stream()
                .filter(WorkerState::inRing)
                .map(WorkerState::workerId)
                .sorted()
                .toList();
    }

    private void awaitInRing(Long... ids) {
        cluster.await(
                "in the ring: " + List.of(ids),
                snapshot -> snapshot.phase() == Phase.SERVING && inRing().equals(List.of(ids)));
    }

    @Test
    void allWorkersServeWhenItHasStarted() {
        assertThat(inRing()).containsExactly(1L, 2L, 3L);
        assertEachWorkerHas("v", WORKERS);
    }

    @Test
    void aWorkerThatIsAddedJoins() {
        TestWorker fourth = cluster.addWorker();
        cluster.awaitReady();
        assertThat(fourth.id()).isEqualTo(4);
        assertThat(cluster.worker(4)).isSameAs(fourth);
        assertThat(fourth.snapshot().entries()).isEqualTo(1);
    }

    @Test
    void aWorkerThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> cluster.worker(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are workers 1..3: 4");
    }

    @Nested
    class AWorker {
        private TestWorker worker;

        @BeforeEach
        void choose() {
            worker = cluster.worker(2);
        }

        @Test
        void thatIsKilledIsLostAtOnce() {
            worker.kill();
            assertThat(worker.isAlive()).isFalse();
            cluster.awaitReady();
            assertThat(inRing()).containsExactly(1L, 3L);
            assertEachWorkerHas("v", WORKERS);
            assertThatThrownBy(worker::snapshot).hasMessage("worker 2 does not live: start it first");
        }

        @Test
        void thatIsRestartedImportsAll() {
            long before = cluster.balancer().snapshot().view();
            worker.restart();
            cluster.awaitReady();
            assertThat(inRing()).containsExactly(1L, 2L, 3L);
            assertThat(worker.snapshot().entries()).isEqualTo(1);
            assertThat(cluster.balancer().snapshot().view()).isGreaterThan(before);
        }

        @Test
        void thatIsStoppedLeavesInOrderSoThatNoRequestFails() {
            List<CompletableFuture<?>> puts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                puts.add(putAsync("k" + i, "v"));
            }
            worker.stop();
            puts.forEach(TestClusterContract.this::awaitDone);
            assertThat(puts).noneMatch(CompletableFuture::isCompletedExceptionally);
            assertThat(worker.isAlive()).isFalse();
            cluster.awaitReady();
            assertThat(inRing()).containsExactly(1L, 3L);
        }

        @Test
        void thatIsPausedStandsStillUntilItIsTakenForLost() {
            worker.pause();
            assertThat(worker.isPaused()).isTrue();
            assertThat(worker.isAlive()).isTrue();
            assertThatThrownBy(worker::snapshot).hasMessageStartingWith("worker 2 is paused");
            awaitInRing(1L, 3L);
            assertThat(worker.isPaused()).isTrue();

            worker.resume();

            cluster.awaitReady();
            assertThat(inRing()).containsExactly(1L, 2L, 3L);
            assertThat(worker.isPaused()).isFalse();
        }

        @Test
        void thatIsPausedCanBeKilled() {
            worker.pause();
            worker.kill();
            assertThat(worker.isPaused()).isFalse();
            worker.start();
            cluster.awaitReady();
            assertThat(inRing()).containsExactly(1L, 2L, 3L);
        }

        @Test
        void thatIsDeadCannotBePausedAndCanBeKilledOrResumed() {
            worker.kill();
            worker.kill();
            worker.resume();
            assertThatThrownBy(worker::pause).isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class TheBalancer {
        @Test
        void thatIsKilledRefusesConnections() {
            cluster.balancer().kill();
            assertThat(cluster.balancer().isAlive()).isFalse();
            assertThatThrownBy(() -> get("k")).isInstanceOf(UnreachableException.class);
        }

        @Test
        void thatIsKilledLeavesTheOutcomeOfAWriteUnknown() {
            cluster.network().silence(cluster.balancer(), cluster.worker(1));
            cluster.network().silence(cluster.balancer(), cluster.worker(2));
            cluster.network().silence(cluster.balancer(), cluster.worker(3));
            CompletableFuture<?> put = putAsync("k", "w");
            cluster.await("the write is there", snapshot -> snapshot.unanswered() == 1);
            cluster.balancer().kill();
            awaitDone(put);
            assertThatThrownBy(put::join).hasCauseInstanceOf(OutcomeUnknownException.class);
        }

        @Test
        void goesOnWithItsWorkersByItsRecord() {
            long clusterId = cluster.balancer().snapshot().cluster();
            cluster.balancer().restart();
            cluster.awaitReady();
            assertThat(cluster.balancer().snapshot().epoch()).isEqualTo(2);
            assertThat(cluster.balancer().snapshot().cluster()).isEqualTo(clusterId);
            assertEachWorkerHas("v", WORKERS);
        }

        @Test
        void waitsForTheWorkersOfItsRecordWhereAllAreGone() {
            cluster.balancer().kill();
            cluster.workers().forEach(TestWorker::restart);
            cluster.balancer().start();
            cluster.await(
                    "the workers of the record",
                    snapshot -> snapshot.phase() == Phase.RECOVERING
                            && snapshot.workers().size() == WORKERS);
            assertThat(cluster.balancer().snapshot().reason()).startsWith("waits for worker");
        }

        @Test
        void asksItsWorkersWhereItHasLostItsRecord() {
            cluster.balancer().kill();
            cluster.balancer().loseRecord();
            cluster.balancer().start();
            cluster.awaitReady();
            assertEachWorkerHas("v", WORKERS);
        }

        @Test
        void beginsAnewWhereRecordAndWorkersAreGone() {
            cluster.balancer().kill();
            cluster.balancer().loseRecord();
            cluster.workers().forEach(TestWorker::restart);
            cluster.balancer().start();
            cluster.awaitReady();
            assertThat(get("k")).isEmpty();
        }

        @Test
        void thatLivesKeepsItsRecord() {
            assertThatThrownBy(cluster.balancer()::loseRecord)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("kill it first");
        }

        @Test
        void thatIsPausedAnswersWhenItGoesOn() {
            cluster.balancer().pause();
            assertThat(cluster.balancer().isPaused()).isTrue();
            CompletableFuture<?> put = putAsync("k", "w");
            assertThatThrownBy(cluster.balancer()::snapshot).hasMessageContaining("balancer is paused");
            assertThat(put).isNotDone();
            cluster.balancer().resume();
            awaitDone(put);
            put.join();
            assertThat(get("k")).contains("w");
        }
    }

    @Nested
    class TheNetwork {
        @Test
        void thatPartsTwoWorkersMakesOneOfThemGo() {
            cluster.network().partition(cluster.worker(1), cluster.worker(2));
            // Each of them is to tell the others of a write.
            for (int i = 0; i < WORKERS; i++) {
                put("k", "w");
            }
            cluster.await("one of the two to go", snapshot -> inRing().size() == 2);
            assertThat(inRing()).contains(3L);
            assertEachWorkerHas("w", WORKERS);

            cluster.network().heal();

            cluster.awaitReady();
            assertThat(inRing()).containsExactly(1L, 2L, 3L);
        }

        @Test
        void thatPartsAWorkerFromTheBalancerFencesIt() {
            cluster.network().partition(cluster.worker(2), cluster.balancer());
            awaitInRing(1L, 3L);
            put("k", "w");
            assertEachWorkerHas("w", WORKERS);
            assertThat(cluster.worker(2).isAlive()).isTrue();

            cluster.network().heal(cluster.worker(2), cluster.balancer());

            cluster.awaitReady();
            assertEachWorkerHas("w", WORKERS);
        }

        @Test
        void thatIsolatesAWorkerPartsItFromAll() {
            cluster.network().isolate(cluster.worker(3));
            awaitInRing(1L, 2L);
            assertThat(cluster.report())
                    .contains("worker 3 -> balancer: silent", "worker 1 -> worker 3: silent", "isolate worker 3");
            cluster.restore();
            assertThat(inRing()).containsExactly(1L, 2L, 3L);
            assertThat(cluster.report()).doesNotContain("silent");
        }

        @Test
        void thatIsSlowMakesAnswersLate() {
            Duration late = Duration.ofMillis(120);
            cluster.network().slow(cluster.clients(), cluster.balancer(), late);
            long start = nowNanos();
            get("k");
            assertThat(nowNanos() - start).isGreaterThanOrEqualTo(late.toNanos() * 2);
            cluster.network().heal();
            assertThat(get("k")).contains("v");
        }

        @Test
        void thatIsSlowBetweenWorkersMakesWritesLate() {
            Duration late = Duration.ofMillis(100);
            for (TestWorker one : cluster.workers()) {
                for (TestWorker other : cluster.workers()) {
                    if (one != other) {
                        cluster.network().delay(one, other, late);
                    }
                }
            }
            long start = nowNanos();
            put("k", "w");
            assertThat(nowNanos() - start).isGreaterThanOrEqualTo(late.toNanos() * 2);
        }

        @Test
        void thatIsSilentToTheClientDelaysTheAnswerUntilItIsHealed() {
            cluster.network().silence(cluster.balancer(), cluster.clients());
            long settled = cluster.balancer().snapshot().settledVersion();
            CompletableFuture<?> put = putAsync("k", "w");
            cluster.await("all to have it", snapshot -> snapshot.settledVersion() > settled);
            assertThat(put).isNotDone();
            cluster.network().heal();
            awaitDone(put);
            put.join();
        }

        @Test
        void thatBreaksConnectionsLetsNewOnesBeOpened() {
            cluster.network().disconnect(cluster.clients(), cluster.balancer());
            assertThat(get("k")).contains("v");
            cluster.network().disconnect(cluster.worker(1), cluster.worker(2));
            put("k", "w");
            assertEachWorkerHas("w", WORKERS);
        }

        @Test
        void refusesWhatIsNotOfItsCluster() {
            TestNode stranger = () -> "stranger";
            assertThatThrownBy(() -> cluster.network().partition(stranger, cluster.worker(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not of this cluster: stranger");
            assertThatThrownBy(
                            () -> cluster.network().delay(cluster.clients(), cluster.balancer(), Duration.ofMillis(-1)))
                    .hasMessage("late must be 0..1 hour: PT-0.001S");
        }
    }

    @Nested
    class TheReport {
        @Test
        void saysHowAllAreAndWhatWasDone() {
            cluster.worker(1).kill();
            cluster.worker(2).pause();
            cluster.network().slow(cluster.clients(), cluster.balancer(), Duration.ofMillis(7));
            assertThat(cluster.report())
                    .startsWith("kvlb cluster, seed " + cluster.seed())
                    .contains("balancer: SERVING", "knows worker 3: READY", "worker 1: dead", "worker 2: paused")
                    .contains("worker 3: READY", "1 entries", "clients -> balancer: 7 ms late")
                    .contains("s  start worker 1", "s  kill worker 1", "s  pause worker 2");
        }
    }

    @Test
    void aRestoredClusterIsAsItWas() {
        cluster.worker(1).kill();
        cluster.worker(2).pause();
        cluster.network().isolate(cluster.worker(3));
        cluster.restore();
        assertThat(cluster.balancer().snapshot().workers())
                .hasSize(WORKERS)
                .allSatisfy(worker -> assertThat(worker.role()).isEqualTo(Role.READY));
        assertEachWorkerHas("v", WORKERS);
    }
}
