package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvlb.cli.bench.FakeCache;
import dev.kvlb.cli.bench.Protocol;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The load generator as a process. */
class BenchIT {
    private static final List<String> SMALL =
            List.of("--keys", "200", "--count", "3000", "--warmup", "100ms", "--connections", "8", "--json");

    private static Kvlb.Ended bench(List<String> options, String... more) {
        List<String> arguments = new ArrayList<>(List.of("bench"));
        arguments.addAll(options);
        arguments.addAll(List.of(more));
        return Kvlb.run(arguments.toArray(new String[0]));
    }

    private static JsonNode json(Kvlb.Ended ended) throws IOException {
        assertThat(ended.out()).hasLineCount(1);
        return new ObjectMapper().readTree(ended.out());
    }

    @Nested
    class OnACluster {
        @TempDir
        Path directory;

        @Test
        void everyRequestIsAnsweredAndEveryValueRight() throws Exception {
            try (Cluster cluster = new Cluster(2)) {
                String address = cluster.clientAddress();
                Path page = directory.resolve("report.html");

                JsonNode closed = json(bench(
                                SMALL,
                                "--balancer",
                                address,
                                "--distribution",
                                "zipfian",
                                "--pipeline",
                                "4",
                                "--threads",
                                "2",
                                "--value-size",
                                "8..2KiB",
                                "--report",
                                page.toString())
                        .isDone());
                assertThat(closed.get("answers").longValue()).isEqualTo(3_000);
                assertThat(closed.get("clean").booleanValue()).isTrue();
                assertThat(closed.at("/get/answers").longValue()).isBetween(2_550L, 2_850L);
                assertThat(closed.at("/plan/target").textValue()).isEqualTo("kvlb://" + address);
                assertThat(Files.readString(page)).contains("<svg ", "kvlb://" + address);

                JsonNode open = json(bench(SMALL, "--target", "kvlb://" + address, "--rate", "5000", "--no-preload")
                        .isDone());
                assertThat(open.get("answers").longValue()).isEqualTo(3_000);
                assertThat(open.get("seconds").doubleValue()).isGreaterThan(0.59);
                assertThat(cluster.run("get", "bench:0000000007").isDone().bytes())
                        .hasSize(65);
            }
        }

        @Test
        void aClusterWithoutWorkersIsStatus1() throws Exception {
            try (Cluster cluster = new Cluster(0)) {
                Kvlb.Ended ended = bench(SMALL, "--balancer", cluster.clientAddress());

                assertThat(ended.status()).isEqualTo(1);
                JsonNode result = json(ended);
                assertThat(result.get("part").textValue()).isEqualTo("preload");
                assertThat(result.get("errors").longValue()).isEqualTo(200);
                assertThat(result.get("errorTexts")
                                .get("SERVER_BUSY: No workers available")
                                .longValue())
                        .isEqualTo(200);
            }
        }

        @Test
        void ctrlCEndsItEarlyWithTheResultSoFar() throws Exception {
            try (Cluster cluster = new Cluster(1);
                    Kvlb bench = Kvlb.start(
                            "bench",
                            "--balancer",
                            cluster.clientAddress(),
                            "--keys",
                            "10",
                            "--duration",
                            "60m",
                            "--warmup",
                            "0s",
                            "--verbose")) {
                bench.awaitError("load ");
                bench.signal("INT");

                Kvlb.Ended ended = bench.end();
                assertThat(ended.status()).isZero();
                assertThat(ended.out()).contains(" s, ended early\n", "errors 0   misses 0   wrong values 0");
            }
        }
    }

    @Nested
    class OnOthers {
        @ParameterizedTest
        @EnumSource(names = {"REDIS", "MEMCACHED"})
        void theSameLoadIsSent(Protocol protocol) throws Exception {
            try (FakeCache server = new FakeCache(protocol)) {
                JsonNode result =
                        json(bench(SMALL, "--target", server.address()).isDone());

                assertThat(result.get("answers").longValue()).isEqualTo(3_000);
                assertThat(result.at("/plan/target").textValue()).isEqualTo(server.address());
                assertThat(server.values()).hasSize(200).containsKeys("bench:0000000000", "bench:0000000199");
            }
        }
    }

    @Nested
    class OnAServerThatIsWrong {
        private final Map<Key, Value> values = new ConcurrentHashMap<>();

        private Kvlb.Ended bench(Function<Message.Get, Message> gets) throws IOException {
            try (FakeBalancer balancer = new FakeBalancer(request -> {
                if (request instanceof Message.Put put) {
                    values.put(put.key(), put.value());
                    return new Message.PutResponse(ErrorCode.NONE, put.key());
                }
                return gets.apply((Message.Get) request);
            })) {
                return BenchIT.bench(SMALL, "--balancer", balancer.address());
            }
        }

        @Test
        void aValueWithOneBitChangedIsFound() throws IOException {
            Key key = Key.of("bench:0000000042");
            Kvlb.Ended ended = bench(get -> {
                byte[] value = values.get(get.key()).toBytes();
                value[63] ^= (byte) (get.key().equals(key) ? 1 : 0);
                return new Message.GetResponse(ErrorCode.NONE, get.key(), Value.of(value));
            });

            assertThat(ended.status()).isEqualTo(1);
            assertThat(json(ended).get("wrongValues").longValue()).isPositive();
            assertThat(json(ended).get("misses").longValue()).isZero();
        }

        @Test
        void aKeyThatIsLostIsFound() throws IOException {
            Kvlb.Ended ended = bench(get -> new Message.GetResponse(ErrorCode.KEY_NOT_FOUND, get.key(), Value.EMPTY));

            assertThat(ended.status()).isEqualTo(1);
            assertThat(json(ended).get("misses").longValue()).isPositive();
            assertThat(json(ended).get("wrongValues").longValue()).isZero();
        }
    }

    @Nested
    class Arguments {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "--connections 0                      | --connections must be 1..10000: 0",
                    "--pipeline 1001                      | --pipeline must be 1..1000: 1001",
                    "--threads 3 --connections 2          | --threads must be 1..64, and no more than connections: 3",
                    "--reads 1.1                          | --reads must be 0..1: 1.1",
                    "--keys 0                             | --keys must be 1..1000000000: 0",
                    "--duration 0s                        | --duration must be at least 1ms: 0ms",
                    "--count 0                            | --count must be at least 1: 0",
                    "--count 1 --duration 1s              | --duration and --count exclude each other",
                    "--rate 0                             | --rate must be 1..10000000: 0",
                    "--timeout 0s                         | --timeout must be at least 1ms: 0ms",
                    "--distribution normal                | must be one of uniform, zipfian: \"normal\"",
                    "--value-size 4                       | value-size must be SIZE or FROM..TO within 8..65484: 4",
                    "--target http://h:1                  | must be one of kvlb://HOST:PORT",
                    "--target kvlb://h:1 --balancer h:1   | --target and --balancer exclude each other",
                    "--report chart.png                   | --report must end in .html or .svg: \"chart.png\"",
                    "--report no/such/directory/x.svg     | --report is in no directory that exists"
                })
        void thatMakeNoSenseAreNamed(String arguments, String error) {
            OneShotIT.assertUsage(bench(List.of(arguments.split(" +"))), error);
        }

        @Test
        void aServerThatIsNotThereIsStatus3() throws IOException {
            String address;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                address = "127.0.0.1:" + socket.getLocalPort();
            }

            OneShotIT.assertFailed(
                    bench(SMALL, "--balancer", address),
                    3,
                    "can't open 8 connections to kvlb://" + address + ": Connection refused");
        }

        @Test
        void aReportThatCanNotBeWrittenIsStatus7(@TempDir Path directory) throws IOException {
            Path report = Files.createDirectory(directory.resolve("taken.svg"));
            try (FakeCache server = new FakeCache(Protocol.REDIS)) {
                Kvlb.Ended ended = bench(SMALL, "--target", server.address(), "--report", report.toString());

                assertThat(ended.status()).isEqualTo(7);
                assertThat(ended.err()).contains("cannot write \"" + report).hasLineCount(1);
                assertThat(new String(ended.bytes(), UTF_8)).contains("\"answers\":3000");
            }
        }
    }
}
