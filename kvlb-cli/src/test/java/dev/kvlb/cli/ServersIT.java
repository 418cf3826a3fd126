package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Balancers and workers as processes. */
class ServersIT {
    @Nested
    class TwoWorkers {
        @Test
        void everyByteValueSurvivesTheRoundTrip() {
            byte[] bytes = new byte[65_000];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) i;
            }
            try (Cluster cluster = new Cluster(2)) {
                assertThat(cluster.run(bytes, "put", "bytes", "-").isDone().out())
                        .isEmpty();
                assertThat(cluster.run("get", "--raw", "bytes").isDone().bytes())
                        .isEqualTo(bytes);
                byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
                line[bytes.length] = '\n';
                assertThat(cluster.run("get", "bytes").isDone().bytes()).isEqualTo(line);

                cluster.run("put", "ключ", "grüß dich").isDone();
                assertThat(cluster.run("get", "ключ").isDone().out()).isEqualTo("grüß dich\n");

                assertThat(cluster.run("get", "absent").status()).isEqualTo(1);
                assertThat(cluster.run(new byte[70_000], "put", "large", "-").status())
                        .isEqualTo(5);
                assertThat(cluster.run("put", "", "v").err())
                        .contains("INVALID_KEY to a key of 0 bytes: a key has 1 to 65500", "--key-bytes-max");

                cluster.run("delete", "ключ").isDone();
                assertThat(cluster.run("get", "ключ").status()).isEqualTo(1);
                cluster.run("delete", "ключ").isDone();
            }
        }

        @Test
        void aLaterWriteHasAGreaterVersionWhicheverWorkerTakesIt() {
            try (Cluster cluster = new Cluster(2)) {
                long last = 0;
                for (int i = 0; i < 3; i++) {
                    long put = versionOf(cluster.run("put", "--verbose", "k", "v" + i));
                    assertThat(put).isGreaterThan(last);
                    assertThat(versionOf(cluster.run("get", "--verbose", "k"))).isEqualTo(put);
                    last = versionOf(cluster.run("delete", "--verbose", "k"));
                    assertThat(last).isGreaterThan(put);
                }
            }
        }

        private long versionOf(Kvlb.Ended ended) {
            Matcher matcher =
                    Pattern.compile("version (\\d+) from worker \\d+\n").matcher(ended.err());
            assertThat(matcher.matches()).as(ended.err()).isTrue();
            return Long.parseLong(matcher.group(1));
        }

        @Test
        void theStatusListsThem() {
            try (Cluster cluster = new Cluster(0)) {
                assertThat(cluster.run("status").status()).isEqualTo(1);
                cluster.addWorker("--id", "7", "--max-data-bytes", "64MiB");
                cluster.addWorker("--id", "8");
                cluster.run("put", "k", "v").isDone();

                assertThat(cluster.run("status").isDone().out())
                        .startsWith("serving\nlinearizable   cluster ")
                        .containsPattern(" 7  ready    in    yes        127\\.0\\.0\\.1:\\d+ .* of 67,108,864\n")
                        .containsPattern(" 8  ready    in    yes        127\\.0\\.0\\.1:\\d+ ")
                        .hasLineCount(6);
            }
        }

        @Test
        void aWorkerThatGoesTakesNothingWithIt() throws Exception {
            try (Cluster cluster = new Cluster(1)) {
                cluster.run("put", "k", "v").isDone();
                Kvlb second = cluster.addWorker();
                second.signal("TERM");
                assertThat(second.end().status()).isZero();
                cluster.addWorker("--id", "12");

                assertThat(cluster.run("get", "k").isDone().out()).isEqualTo("v\n");
                assertThat(cluster.run("get", "k").isDone().out()).isEqualTo("v\n");
            }
        }
    }

    @Nested
    class TheReadyLine {
        @Test
        void isAllThatABalancerPrints() throws Exception {
            try (Cluster cluster = new Cluster(0)) {
                cluster.balancer().signal("TERM");
                Kvlb.Ended ended = cluster.balancer().end();

                assertThat(ended.out())
                        .isEqualTo("kvlb balancer ready clients=" + cluster.clientAddress() + " workers="
                                + cluster.workerAddress() + "\n");
            }
        }

        @Test
        void comesWhenAWorkerIsInTheRing() {
            try (Cluster cluster = new Cluster(0)) {
                assertThat(cluster.run("put", "k", "v").status()).isEqualTo(4);
                cluster.addWorker();
                cluster.run("put", "k", "v").isDone();
            }
        }

        @Test
        void thatCanNotBePrintedEndsTheBalancer() throws Exception {
            Process process = new ProcessBuilder(
                            "sh",
                            "-c",
                            "exec " + Kvlb.JAVA + " -jar '" + Kvlb.JAR
                                    + "' balancer --client-port 0 --worker-port 0 >/dev/full")
                    .start();
            process.getOutputStream().close();
            String err = new String(process.getErrorStream().readAllBytes(), UTF_8);

            assertThat(err).contains("cannot write standard output");
            assertThat(process.waitFor()).isEqualTo(7);
        }
    }

    @Nested
    class TheLog {
        @Test
        void isAnObjectALineWhereThatIsWanted() throws Exception {
            try (Cluster cluster = new Cluster(0, "--log-format", "json")) {
                cluster.addWorker();
                cluster.balancer().signal("TERM");
                Kvlb.Ended ended = cluster.balancer().end();

                ObjectMapper mapper = new ObjectMapper();
                List<String> messages = new ArrayList<>();
                for (String line : ended.err().split("\n", -1)) {
                    JsonNode event = line.isEmpty() ? null : mapper.readTree(line);
                    if (event != null) {
                        assertThat(Instant.parse(event.get("time").textValue())).isNotNull();
                        assertThat(event.get("level").textValue()).isIn("info", "warn");
                        messages.add(event.get("message").textValue());
                    }
                }
                assertThat(messages)
                        .anyMatch(message -> message.startsWith("worker "))
                        .contains("SIGTERM: ends in order; once more ends it at once");
            }
        }

        @Test
        void hasNothingAtTheLevelOff() throws Exception {
            try (Cluster cluster = new Cluster(0, "--log-level", "off")) {
                cluster.addWorker();
                cluster.balancer().signal("TERM");

                assertThat(cluster.balancer().end().err())
                        .isEqualTo("kvlb balancer: SIGTERM: ends in order; once more ends it at once\n");
            }
        }
    }

    @Nested
    class InputThatIsNoTerminal {
        @Test
        void neitherKeysNorItsEndQuit() {
            try (Cluster cluster = new Cluster(1)) {
                cluster.balancer().type("q\nq\ns\n".getBytes(UTF_8));
                cluster.balancer().closeInput();

                cluster.run("put", "k", "v").isDone();
                cluster.run("get", "k").isDone();
                assertThat(cluster.balancer().isAlive()).isTrue();
            }
        }
    }

    @Nested
    class Refusals {
        @Test
        void aPortInUseIsStatus3AtOnce() {
            try (Cluster cluster = new Cluster(0)) {
                Kvlb.Ended clients = Kvlb.run(
                        "balancer", "--client-port", Cluster.port(cluster.clientAddress()), "--worker-port", "0");
                Kvlb.Ended workers = Kvlb.run(
                        "balancer", "--client-port", "0", "--worker-port", Cluster.port(cluster.workerAddress()));
                Kvlb.Ended peers = Kvlb.run(
                        "worker",
                        "--balancer",
                        cluster.workerAddress(),
                        "--peer-port",
                        Cluster.port(cluster.clientAddress()));

                for (Kvlb.Ended ended : List.of(clients, workers, peers)) {
                    assertThat(ended.status()).isEqualTo(3);
                    assertThat(ended.out()).isEmpty();
                    assertThat(ended.err())
                            .contains("Address already in use", "port")
                            .hasLineCount(1);
                }
                assertThat(clients.err()).contains(cluster.clientAddress());
            }
        }

        @Test
        void anAddressOfAnotherMachineIsStatus3() {
            Kvlb.Ended ended = Kvlb.run("balancer", "--bind", "192.0.2.1", "--client-port", "0", "--worker-port", "0");

            assertThat(ended.status()).isEqualTo(3);
            assertThat(ended.err()).contains("192.0.2.1").hasLineCount(1);
        }

        @Test
        void aDuplicateIdIsStatus5() {
            try (Cluster cluster = new Cluster(0)) {
                cluster.addWorker("--id", "7");
                Kvlb.Ended second =
                        cluster.startWorker("--id", "7", "--log-level", "off").end();

                assertThat(second.status()).isEqualTo(5);
                assertThat(second.out()).isEmpty();
                assertThat(second.err())
                        .contains("refuses worker 7", "another id")
                        .hasLineCount(1);
                cluster.run("put", "k", "v").isDone();
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "balancer --consistency strong|must be one of eventual, linearizable: \"strong\"",
                    "balancer --on-total-loss panic|must be one of suspend, reset: \"panic\"",
                    "balancer --opening-grace 1|must be a number with its unit",
                    "balancer --opening-grace 9999m|openingGrace must be 0..1 day",
                    "balancer --recovery-grace 9999m|recoveryGrace must be 0..1 day",
                    "worker --max-data-bytes 1KiB|maxDataBytes must be 1048576..",
                    "worker --balancer-timeout 0s|balancerTimeout must be 1 ms..1 day",
                    "worker --consistency eventual|unknown option: --consistency",
                    "balancer --client-port 70000|70000",
                    "balancer --client-port http|http",
                    "balancer --client-port 7 --worker-port 7|must differ: 7",
                    "balancer --workers-max 0|workersMax",
                    "balancer --queue 0|--queue: capacity must be",
                    "balancer --request-timeout 5|must be a number with its unit, as 500ms, 3s or 2m: \"5\"",
                    "balancer --value-bytes-max 1MiB|valueBytesMax",
                    "balancer --buffered-bytes-max lots|must be bytes",
                    "balancer --log-level loud|must be one of off, error, warn, info, debug, trace: \"loud\"",
                    "balancer --log-format xml|must be one of text, json: \"xml\"",
                    "balancer --drain-timeout 9999m|drainTimeout must be 0..1 day",
                    "worker --drain-timeout 9999m|drainTimeout must be 0..1 day",
                    "balancer extra|unexpected argument: extra",
                    "worker --id -1|-1",
                    "worker --id 4294967296|4294967296",
                    "worker --balancer localhost|the port is missing",
                })
        void argumentsThatMakeNoSenseAreStatus2(String arguments, String text) {
            Kvlb.Ended ended = Kvlb.run(arguments.split(" "));

            assertThat(ended.err().lines().findFirst().orElse("")).contains(text);
            assertThat(ended.err()).contains("Usage: kvlb ");
            assertThat(ended.out()).isEmpty();
            assertThat(ended.status()).isEqualTo(2);
        }
    }

    @Nested
    class Environment {
        @Test
        void aWorkerReadsItsOwnVariable() {
            try (Cluster cluster = new Cluster(0)) {
                Map<String, String> environment = Map.of(
                        "KVLB_WORKER_BALANCER", cluster.workerAddress(), "KVLB_BALANCER", cluster.clientAddress());
                try (Kvlb worker = Kvlb.start(environment, List.of(), "worker", "--id", "5")) {
                    worker.awaitLine("kvlb worker ready id=(5) peer=.*");
                }
            }
        }

        @Test
        void limitsOfTheBalancerCount() {
            try (Cluster cluster = new Cluster(1, "--key-bytes-max", "3", "--value-bytes-max", "1KiB")) {
                assertThat(cluster.run("put", "abcd", "v").status()).isEqualTo(5);
                assertThat(cluster.run(new byte[1025], "put", "abc", "-").status())
                        .isEqualTo(5);
                cluster.run(new byte[1024], "put", "abc", "-").isDone();
            }
        }

        @Test
        void theLogLevelCounts() {
            try (Cluster cluster = new Cluster(0, "--log-level", "debug")) {
                cluster.run("get", "k");
                cluster.balancer().awaitError("client connected");
            }
        }
    }
}
