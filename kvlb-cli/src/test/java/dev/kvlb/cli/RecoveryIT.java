package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters of processes that lose some, and what an operator can do then. */
class RecoveryIT {
    /** Longer than a worker takes to find its balancer again, on a busy machine too. */
    private static final String OPENING_GRACE = "5s";

    private static void awaitStatus(Cluster cluster, String beginning) {
        await().until(() -> cluster.run("status").out(), status -> status.startsWith(beginning));
    }

    @Nested
    class WhenTheLastWorkerIsLost {
        @Test
        void requestsAreRefusedUntilSomebodyDecides() {
            try (Cluster cluster = new Cluster(0)) {
                Kvlb last = cluster.addWorker("--id", "7");
                cluster.run("put", "k", "v").isDone();
                last.close();
                awaitStatus(cluster, "suspended: ");

                assertThat(cluster.run("status").status()).isEqualTo(1);
                assertThat(cluster.run("get", "k").status()).isEqualTo(4);
                assertThat(cluster.run("put", "k", "w").status()).isEqualTo(4);
                assertThat(cluster.run("recover", "--from", "7", "--yes").status())
                        .isEqualTo(4);
                cluster.run("reset", "--yes").isDone();
                cluster.addWorker();
                assertThat(cluster.run("get", "k").status()).isEqualTo(1);
            }
        }

        @Test
        void aCacheBeginsEmptyByItself() {
            try (Cluster cluster = new Cluster(0, "--on-total-loss", "reset")) {
                Kvlb last = cluster.addWorker();
                cluster.run("put", "k", "v").isDone();
                last.close();
                cluster.addWorker();

                assertThat(cluster.run("get", "k").status()).isEqualTo(1);
                cluster.run("put", "k", "w").isDone();
            }
        }
    }

    @Nested
    class WhenTheBalancerIsStartedAnew {
        @Test
        void itWaitsForWorkersThatHeldAllDataUnlessSomebodyNamesOne() {
            try (Cluster cluster = new Cluster(0)) {
                Kvlb lost = cluster.addWorker("--id", "7");
                cluster.addWorker("--id", "8");
                cluster.run("put", "k", "v").isDone();
                cluster.balancer().close();
                lost.close();
                cluster.replaceBalancer("--opening-grace", OPENING_GRACE);
                awaitStatus(cluster, "recovering: ");

                assertThat(cluster.run("get", "k").status()).isEqualTo(4);
                assertThat(cluster.run("recover", "--from", "7", "--yes").status())
                        .isEqualTo(4);
                cluster.run("recover", "--from", "8", "--yes").isDone();
                awaitStatus(cluster, "serving");
                assertThat(cluster.run("get", "k").isDone().out()).isEqualTo("v\n");
            }
        }

        @Test
        void itGoesOnWithAllDataWhereAllAreStillThere() {
            try (Cluster cluster = new Cluster(2)) {
                cluster.run("put", "k", "v").isDone();
                cluster.replaceBalancer("--opening-grace", OPENING_GRACE);
                awaitStatus(cluster, "serving");

                assertThat(cluster.run("get", "k").isDone().out()).isEqualTo("v\n");
                cluster.run("put", "k", "w").isDone();
            }
        }
    }

    @Nested
    class WithAStateDirectory {
        @TempDir
        Path directory;

        @Test
        void aRestartWaitsNoLongerThanItsGraceForWorkersThatAreGone() {
            String state = directory.resolve("state").toString();
            try (Cluster cluster = new Cluster(0, "--state-dir", state)) {
                Kvlb lost = cluster.addWorker();
                cluster.addWorker();
                cluster.run("put", "k", "v").isDone();
                cluster.balancer().close();
                lost.close();
                cluster.replaceBalancer("--state-dir", state, "--recovery-grace", "500ms");
                awaitStatus(cluster, "serving");

                assertThat(cluster.run("get", "k").isDone().out()).isEqualTo("v\n");
            }
        }

        @Test
        void aSecondBalancerOnItIsRefused() {
            try (Cluster cluster = new Cluster(0, "--state-dir", directory.toString())) {
                Kvlb.Ended second = Kvlb.run(
                        "balancer", "--client-port", "0", "--worker-port", "0", "--state-dir", directory.toString());

                assertThat(second.status()).isEqualTo(3);
                assertThat(second.out()).isEmpty();
                assertThat(second.err())
                        .contains("another balancer", directory.toString())
                        .hasLineCount(1);
                assertThat(cluster.balancer().isAlive()).isTrue();
            }
        }

        @Test
        void oneThatCanNotBeUsedIsRefused() throws Exception {
            Path file = Files.createFile(directory.resolve("file"));
            Kvlb.Ended ended =
                    Kvlb.run("balancer", "--client-port", "0", "--worker-port", "0", "--state-dir", file.toString());

            assertThat(ended.status()).isEqualTo(3);
            assertThat(ended.err()).contains(file.toString()).hasLineCount(1);
        }
    }

    @Nested
    class WhenAWorkerIsFull {
        private static final int ENTRIES = 40;

        private byte[] lines(IntFunction<String> line) {
            return IntStream.range(0, ENTRIES)
                    .mapToObj(line)
                    .collect(Collectors.joining("\n"))
                    .getBytes(UTF_8);
        }

        @Test
        void writesAreRefusedAndReadsAndDeletesAreNot() {
            String value = "x".repeat(60_000);
            try (Cluster cluster = new Cluster(0)) {
                cluster.addWorker("--max-data-bytes", "1MiB");
                Kvlb.Ended ended = cluster.run(lines(i -> "put k" + i + " " + value), "shell");

                assertThat(ended.out().lines().count()).isBetween(5L, 30L);
                assertThat(ended.err()).contains("SERVER_BUSY");
                assertThat(cluster.run("put", "more", value).status()).isEqualTo(4);
                cluster.run("get", "k0").isDone();
                cluster.run(lines(i -> "delete k" + i), "shell").isDone();
                await().until(() -> cluster.run("put", "more", value).status() == 0);
            }
        }
    }
}
