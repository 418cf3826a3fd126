package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What balancer, workers and clients of ours do on real sockets, in either mode. */
abstract class ClusterContract {
    /** Nobody is to be taken for lost, and no request given up, because a machine is busy. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);

    /** Longer than a worker takes to find its balancer again, on a busy machine too. */
    private static final Duration OPENING_GRACE = Duration.ofSeconds(3);

    LoadBalancer balancer;
    private final List<Worker> workers = new ArrayList<>();

    abstract Consistency consistency();

    private LoadBalancer.Builder balancer() {
        return LoadBalancer.builder()
                .consistency(consistency())
                .workerTimeout(LONG)
                .requestTimeout(LONG)
                .drainTimeout(DRAIN_TIMEOUT)
                .clientPort(0)
                .workerPort(0);
    }

    @BeforeEach
    void startBalancer() throws IOException {
        balancer = balancer().build().start();
    }

    @AfterEach
    void closeAll() {
        workers.forEach(Worker::close);
        balancer.close();
    }

    final Worker join() throws Exception {
        Worker worker = Worker.builder()
                .balancer("127.0.0.1", balancer.workerAddress().getPort())
                .peerTimeout(LONG)
                .balancerTimeout(LONG)
                .drainTimeout(DRAIN_TIMEOUT)
                .build()
                .start();
        workers.add(worker);
        assertThat(worker.awaitReady(LONG)).isTrue();
        return worker;
    }

    final Client client() {
        return Client.builder()
                .balancer("127.0.0.1", balancer.clientAddress().getPort())
                .connectTimeout(LONG)
                .requestTimeout(LONG)
                .build()
                .start();
    }

    private static void putAll(Client client, int from, int to) {
        List<CompletableFuture<Written>> puts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            puts.add(client.putAsync("key-" + i, "value-" + i));
        }
        puts.forEach(CompletableFuture::join);
    }

    private static void assertHasAll(Client client, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(client.get("key-" + i)).as("key-%d", i).contains("value-" + i);
        }
    }

    @Nested
    class WithoutWorkers {
        @Test
        void aRequestIsRefusedAsBusy() {
            try (Client client = client()) {
                assertThatThrownBy(() -> client.get("k"))
                        .isInstanceOf(BusyException.class)
                        .hasMessageContaining("No workers available");
            }
        }
    }

    @Nested
    class WithOneWorker {
        @BeforeEach
        void joinOne() throws Exception {
            join();
        }

        @Test
        void whatWasPutIsThere() {
            try (Client client = client()) {
                client.put("k", "v");
                assertThat(client.get("k")).contains("v");
                assertThat(client.get("absent")).isEmpty();
            }
        }

        @Test
        void whatWasDeletedIsGoneAndCanBePutAgain() {
            try (Client client = client()) {
                client.put("k", "v");
                client.delete("k");
                client.delete("absent");
                assertThat(client.get("k")).isEmpty();
                client.put("k", "w");
                assertThat(client.get("k")).contains("w");
            }
        }

        @Test
        void eachWriteHasAGreaterVersionThanTheOneBeforeAndAValueThatOfItsWrite() {
            try (Client client = client()) {
                Written put = client.put("k", "v");
                Written again = client.put("k", "w");
                assertThat(put.workerId()).isEqualTo(workers.get(0).id());
                assertThat(again.version()).isGreaterThan(put.version());
                assertThat(client.find("k")).contains(new Found<>("w", again.version(), again.workerId()));
                assertThat(client.delete("k").version()).isGreaterThan(again.version());
                assertThat(client.find("k")).isEmpty();
            }
        }

        @Test
        void aClientIsToldTheStatusAndMayNotResetWhatServes() {
            try (Client client = client()) {
                ClusterStatus status = client.status();
                assertThat(status.phase()).isEqualTo(BalancerSnapshot.Phase.SERVING);
                assertThat(status.consistency()).isEqualTo(consistency());
                assertThat(status.reason()).isEmpty();
                assertThat(status.workers()).singleElement().satisfies(worker -> {
                    assertThat(worker.workerId()).isEqualTo(workers.get(0).id());
                    assertThat(worker.inRing()).isTrue();
                });
                assertThatThrownBy(client::reset).isInstanceOf(RefusedException.class);
                assertThatThrownBy(() -> client.recover(workers.get(0).id())).isInstanceOf(RefusedException.class);
            }
        }

        @Test
        void aClientIsToldWhatCameOfRequestsAndHowLongTheyTook() {
            try (Client client = client()) {
                client.put("k", "v");
                ClusterMetrics before = client.metrics();
                client.put("k", "w");
                client.get("k");
                client.get("nothing here");
                client.delete("k");
                ClusterMetrics since = client.metrics().since(before);

                assertThat(since.puts()).isEqualTo(1);
                assertThat(since.gets()).isEqualTo(2);
                assertThat(since.notFound()).isEqualTo(1);
                assertThat(since.deletes()).isEqualTo(1);
                assertThat(since.errors()).isZero();
                assertThat(since.latencies().requests()).isEqualTo(4);
                // They were asked one behind the other, each a way to the worker and back.
                assertThat(since.latencies().percentileMicros(100).orElseThrow())
                        .isPositive();
            }
        }

        @Test
        void theLargestEntryGoesThereAndBackAndALargerOneIsRefused() {
            byte[] key = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
            byte[] largest = new byte[65_500 - key.length];
            largest[largest.length - 1] = 1;
            try (Client client = client()) {
                client.put(key, largest);
                assertThat(client.get(key).orElseThrow()).isEqualTo(largest);
                assertThatThrownBy(() -> client.put(key, new byte[largest.length + 1]))
                        .isInstanceOf(RefusedException.class);
                assertThatThrownBy(() -> client.get("")).isInstanceOf(RefusedException.class);
            }
        }

        @Test
        void aWorkerWithTheSameIdIsRefusedWithTheReason() throws Exception {
            try (Worker namesake = Worker.builder()
                    .id(workers.get(0).id())
                    .balancer("127.0.0.1", balancer.workerAddress().getPort())
                    .build()
                    .start()) {
                assertThatThrownBy(() -> namesake.awaitReady(LONG))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("is registered already")
                        .hasMessageContaining("choose another id");
                namesake.termination().get();
            }
        }

        @Test
        void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
            try (RawConnection raw = RawConnection.to(balancer.clientAddress())) {
                StringBuilder requests = new StringBuilder();
                for (int i = 0; i < 500; i++) {
                    requests.append("010007")
                            .append("0002")
                            .append(String.format("%04x", i))
                            .append("0001aa");
                    requests.append("030004").append("0002").append(String.format("%04x", i));
                }
                raw.send(requests.toString());
                raw.endOutput();
                for (int i = 0; i < 500; i++) {
                    assertThat(raw.receive()).isEqualTo("020005" + "00" + "0002" + String.format("%04x", i));
                    assertThat(raw.receive()).isEqualTo("040008" + "00" + "0002" + String.format("%04x", i) + "0001aa");
                }
                assertThat(raw.receive()).as("SHUTDOWN").isEqualTo("5a0000");
                assertThat(raw.isClosedByPeer()).isTrue();
            }
        }

        @Test
        void aMalformedFrameEndsItsConnectionAndNoOther() throws IOException {
            try (RawConnection good = RawConnection.to(balancer.clientAddress());
                    RawConnection bad = RawConnection.to(balancer.clientAddress())) {
                bad.send("0300040002aabb" + "010003000161");
                assertThat(bad.receive()).as("the reply that came first").startsWith("040007" + "03");
                assertThat(bad.receive())
                        .as("ERROR PROTOCOL_ERROR")
                        .startsWith("5b")
                        .contains("06");
                assertThat(bad.isClosedByPeer()).isTrue();
                good.send("0300040002aabb");
                assertThat(good.receive()).startsWith("04");
            }
        }
    }

    @Nested
    class Joins {
        @Test
        void aNewWorkerHasEverythingBeforeItServes() throws Exception {
            join();
            try (Client client = client()) {
                putAll(client, 0, 5_000);
                Worker late = join();
                assertThat(late.snapshot().entries()).isEqualTo(5_000);
                assertHasAll(client, 0, 200);
            }
        }

        @Test
        void writesGoOnDuringJoinsAndEveryWorkerEndsWithTheSame() throws Exception {
            join();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Integer> writer = CompletableFuture.supplyAsync(() -> {
                int written = 0;
                try (Client client = client()) {
                    while (!enough.get() || written < 2_000) {
                        putAll(client, written, written + 100);
                        written += 100;
                    }
                }
                return written;
            });
            join();
            join();
            enough.set(true);
            int written = writer.get();
            try (Client client = client()) {
                assertHasAll(client, 0, 300);
            }
            for (Worker worker : workers) {
                awaitEntries(worker, written);
            }
        }

        /** Writes are answered before the peers have them: in this mode the last ones may still be on their way. */
        private void awaitEntries(Worker worker, int entries) throws InterruptedException {
            long deadline = System.nanoTime() + LONG.toNanos();
            while (worker.snapshot().entries() != entries && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(worker.snapshot().entries()).isEqualTo(entries);
        }
    }

    @Nested
    class Losses {
        @Test
        void aWorkerThatLeavesTakesNothingWithIt() throws Exception {
            Worker first = join();
            join();
            try (Client client = client()) {
                putAll(client, 0, 1_000);
                first.close();
                assertHasAll(client, 0, 1_000);
                putAll(client, 1_000, 1_100);
                assertHasAll(client, 1_000, 1_100);
            }
        }

        @Test
        void aWorkerThatRestsGetsNoRequestsAndKeepsUp() throws Exception {
            Worker resting = join();
            Worker serving = join();
            resting.notReady();
            try (Client client = client()) {
                putAll(client, 0, 100);
                serving.notReady();
                resting.ready();
                awaitOnlyInRing(resting);
                assertHasAll(client, 0, 100);
            }
        }

        private void awaitOnlyInRing(Worker worker) {
            long deadline = System.nanoTime() + LONG.toNanos();
            List<Long> inRing;
            do {
                inRing = balancer.snapshot().workers().stream()
                        .filter(BalancerSnapshot.WorkerState::inRing)
                        .map(BalancerSnapshot.WorkerState::workerId)
                        .toList();
            } while (!inRing.equals(List.of(worker.id())) && System.nanoTime() < deadline);
            assertThat(inRing).containsExactly(worker.id());
        }

        @Test
        void workersKeepTheirDataWhileTheBalancerIsAway() throws Exception {
            join();
            int workerPort = balancer.workerAddress().getPort();
            try (Client client = client()) {
                putAll(client, 0, 100);
            }
            balancer.close();
            balancer = balancer()
                    .workerPort(workerPort)
                    .openingGrace(OPENING_GRACE)
                    .build()
                    .start();
            long deadline = System.nanoTime() + LONG.toNanos();
            while (balancer.snapshot().phase() != BalancerSnapshot.Phase.SERVING && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            try (Client client = client()) {
                assertHasAll(client, 0, 100);
                putAll(client, 50, 150);
                assertHasAll(client, 0, 150);
            }
        }
    }
}
