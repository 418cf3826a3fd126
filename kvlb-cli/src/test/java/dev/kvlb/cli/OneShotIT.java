package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built command as a process, against a balancer that says what the test wants. */
class OneShotIT {
    private static final Message.Error BUSY = new Message.Error(ErrorCode.SERVER_BUSY, "No workers available");

    /** Says that it went wrong with this status, with one line on standard error and nothing on standard output. */
    static void assertFailed(Kvlb.Ended ended, int status, String... texts) {
        assertThat(ended.err()).contains(texts).startsWith("kvlb").hasLineCount(1);
        assertThat(ended.bytes()).isEmpty();
        assertThat(ended.status()).isEqualTo(status);
    }

    /** Says that it is a usage error: the error in the first line, then the usage. */
    static void assertUsage(Kvlb.Ended ended, String text) {
        assertThat(ended.err().lines().findFirst().orElse("")).contains(text);
        assertThat(ended.err()).contains("Usage: kvlb");
        assertThat(ended.bytes()).isEmpty();
        assertThat(ended.status()).isEqualTo(2);
    }

    private static String unusedAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Nested
    class WhatTheServerSays {
        private Kvlb.Ended run(Message answer, String... arguments) throws IOException {
            try (FakeBalancer balancer = new FakeBalancer(request -> answer)) {
                return Kvlb.run(Map.of("KVLB_BALANCER", balancer.address()), List.of(), new byte[0], arguments);
            }
        }

        @Test
        void aValueIsPrintedWithANewline() throws IOException {
            Key key = Key.of("k");

            assertThat(run(new Message.GetResponse(ErrorCode.NONE, key, Value.of("grüß dich")), "get", "k")
                            .isDone()
                            .out())
                    .isEqualTo("grüß dich\n");
        }

        @Test
        void aRawValueIsNothingButItsBytes() throws IOException {
            byte[] bytes = {0, -1, '\n', 13};
            Message answer = new Message.GetResponse(ErrorCode.NONE, Key.of("k"), Value.of(bytes));

            assertThat(run(answer, "get", "--raw", "k").isDone().bytes()).isEqualTo(bytes);
        }

        @Test
        void anAbsentKeyIsStatus1() throws IOException {
            Message answer = new Message.GetResponse(ErrorCode.KEY_NOT_FOUND, Key.of("k"), Value.EMPTY);

            assertFailed(run(answer, "get", "k"), 1, "not found: \"k\"");
        }

        @Test
        void anEmptyValueIsNoAbsentKey() throws IOException {
            Message answer = new Message.GetResponse(ErrorCode.NONE, Key.of("k"), Value.EMPTY);

            assertThat(run(answer, "get", "k").isDone().out()).isEqualTo("\n");
        }

        @Test
        void aPutThatIsDoneSaysNothing() throws IOException {
            assertThat(run(new Message.PutResponse(ErrorCode.NONE, Key.of("k")), "put", "k", "v")
                            .isDone()
                            .out())
                    .isEmpty();
        }

        @Test
        void busyIsStatus4() throws IOException {
            assertFailed(run(BUSY, "put", "k", "v"), 4, "No workers available", "try again later");
            assertFailed(run(BUSY, "get", "k"), 4, "No workers available", "try again later");
        }

        @Test
        void refusedIsStatus5() throws IOException {
            Message answer = new Message.PutResponse(ErrorCode.INVALID_VALUE, Key.of("k"));

            assertFailed(run(answer, "put", "k", "v"), 5, "INVALID_VALUE");
        }

        @Test
        void anUnknownOutcomeIsStatus6() throws IOException {
            Message answer = new Message.Error(ErrorCode.NETWORK_ERROR, "worker lost");

            assertFailed(run(answer, "put", "k", "v"), 6, "it may have been done", "read before you write again");
        }

        @Test
        void aConnectionLostAfterAPutIsStatus6() throws IOException {
            assertFailed(run(null, "put", "k", "v"), 6, "it may have been done");
        }

        @Test
        void aBalancerOfTheBaseProtocolTellsNoVersionsAndHasNoDelete() throws IOException {
            Kvlb.Ended put = run(new Message.PutResponse(ErrorCode.NONE, Key.of("k")), "put", "--verbose", "k", "v");

            assertThat(put.status()).isZero();
            assertThat(put.err()).startsWith("version not known: ").hasLineCount(1);
            assertFailed(run(BUSY, "delete", "k"), 5, "speaks only the base protocol", "nothing was sent");
        }

        @Test
        void theServersTextStaysOnOneLine() throws IOException {
            Message answer = new Message.Error(ErrorCode.SERVER_BUSY, "one\ntwo\u001b[31m");

            assertFailed(run(answer, "get", "k"), 4, "one");
        }

        @Test
        void verboseShowsTheStackTraceToo() throws IOException {
            Kvlb.Ended ended = run(BUSY, "get", "--verbose", "k");

            assertThat(ended.status()).isEqualTo(4);
            assertThat(ended.err()).contains("dev.kvlb.BusyException", "\tat dev.kvlb");
            assertThat(run(BUSY, "--verbose", "get", "k").err()).contains("\tat dev.kvlb");
        }
    }

    @Nested
    class WhatIsAsked {
        private Message request(byte[] input, String... arguments) throws IOException {
            try (FakeBalancer balancer = new FakeBalancer(request -> BUSY)) {
                String[] all = new String[arguments.length + 2];
                System.arraycopy(arguments, 0, all, 0, 1);
                all[1] = "--balancer";
                all[2] = balancer.address();
                System.arraycopy(arguments, 1, all, 3, arguments.length - 1);
                Kvlb.Ended ended = Kvlb.run(input, all);
                assertThat(ended.err()).contains("No workers available");
                return balancer.requests().iterator().next();
            }
        }

        private void assertPut(String key, String value, String... arguments) throws IOException {
            assertThat(request("from stdin".getBytes(UTF_8), arguments))
                    .isEqualTo(new Message.Put(Key.of(key), Value.of(value)));
        }

        @Test
        void dashIsStandardInputAndBehindDoubleDashADash() throws IOException {
            assertPut("k", "from stdin", "put", "k", "-");
            assertPut("k", "from stdin", "put", "k", "-", "--");
            assertPut("k", "-", "put", "k", "--", "-");
            assertPut("k", "-", "put", "--", "k", "-");
            assertPut("temp", "-5", "put", "temp", "--", "-5");
            assertPut("temp", "-5", "put", "temp", "-5");
            assertPut("-", "--help", "put", "--", "-", "--help");
        }

        @Test
        void argumentsAreTakenAsTheyAre() throws IOException {
            assertPut("mail", "@home", "put", "mail", "@home");
            assertPut("k", "", "put", "k", "");
            assertPut("k", "\"quoted\"", "put", "k", "\"quoted\"");
            assertPut("k", "${sys:user.home} %n $1", "put", "k", "${sys:user.home} %n $1");
            assertPut("ключ", "値\n", "put", "ключ", "値\n");
            assertPut("put", "get", "put", "put", "get");
        }

        @Test
        void everyByteOfStandardInputArrives() throws IOException {
            byte[] bytes = new byte[256];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) i;
            }

            assertThat(request(bytes, "put", "k", "-")).isEqualTo(new Message.Put(Key.of("k"), Value.of(bytes)));
        }

        @Test
        void aKeyOfBytesThatAreNoTextIsRefused() throws IOException, InterruptedException {
            Process process = new ProcessBuilder(
                            "sh", "-c", Kvlb.JAVA + " -jar '" + Kvlb.JAR + "' get \"$(printf 'k\\377')\" 2>&1")
                    .start();
            process.getOutputStream().close();

            assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                    .contains("not UTF-8", "Usage: kvlb get");
            assertThat(process.waitFor()).isEqualTo(2);
        }
    }

    @Nested
    class Unreachable {
        @Test
        void isStatus3AndSaysWhereAndWhatToDo() throws IOException {
            String address = unusedAddress();

            assertFailed(Kvlb.run("get", "--balancer", address, "k"), 3, address, "see that a balancer runs there");
            assertFailed(Kvlb.run("put", "--balancer=" + address, "k", "v"), 3, address, "Connection refused");
        }

        @Test
        void aHostThatIsNotKnownIsCalledThat() {
            assertFailed(
                    Kvlb.run("get", "--balancer", "no-such-host.invalid:5059", "k"),
                    3,
                    "the name \"no-such-host.invalid\" is not known");
        }

        @Test
        void theOptionGoesBeforeTheEnvironment() throws IOException {
            String address = unusedAddress();
            Map<String, String> environment = Map.of("KVLB_BALANCER", "127.0.0.1:1");

            assertFailed(Kvlb.run(environment, List.of(), new byte[0], "get", "--balancer", address, "k"), 3, address);
        }
    }

    @Nested
    class Usage {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "|a command is missing",
                    "frobnicate|unknown command: frobnicate",
                    "gte k|unknown command: gte (did you mean get?)",
                    "help gte|unknown command: gte (did you mean get?)",
                    "--frob get k|--frob",
                    "get|KEY",
                    "put k|VALUE",
                    "put|KEY",
                    "put k -y|unknown option: -y (what begins with a dash and is no option stands behind --)",
                    "put a b c|a VALUE is missing behind the key \"c\"",
                    "get --frob k|--frob",
                    "delete|KEY",
                    "status now|unexpected argument: now",
                    "recover --yes|--from",
                    "recover --from x|is not a long",
                    "recover --yes --from 4294967296|--from must be 0 to 4294967295: 4294967296",
                    "get --balancer localhost k|the port is missing: \"localhost\"",
                    "get --balancer ::1:5059 k|brackets",
                    "get --balancer h:99999 k|1 to 65535",
                })
        void isStatus2(String arguments, String text) {
            Kvlb.Ended ended = arguments == null ? Kvlb.run() : Kvlb.run(arguments.split(" "));

            assertThat(ended.err()).contains(text);
            assertUsage(ended, "kvlb");
        }

        @Test
        void aBadVariableIsNamed() {
            Map<String, String> environment = Map.of("KVLB_BALANCER", "nonsense");

            assertUsage(Kvlb.run(environment, List.of(), new byte[0], "get", "k"), "KVLB_BALANCER");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--help",
                    "help",
                    "get --help",
                    "put --help",
                    "delete --help",
                    "status --help",
                    "reset --help",
                    "recover --help",
                    "help get",
                    "-h"
                })
        void helpIsOnStandardOutput(String arguments) {
            assertThat(Kvlb.run(arguments.split(" ")).isDone().out())
                    .contains("Usage: kvlb", "Exit status:")
                    .doesNotContain("\u001b");
        }

        @ParameterizedTest
        @ValueSource(strings = {"--version", "-V", "get --version", "put --version"})
        void versionIsOneLine(String arguments) {
            assertThat(Kvlb.run(arguments.split(" ")).isDone().out()).matches("kvlb \\d+\\.\\d+\\S*\n");
        }
    }

    @Nested
    class OutputThatCanNotBeWritten {
        @Test
        void isStatus7() throws Exception {
            byte[] large = new byte[60_000];
            Message answer = new Message.GetResponse(ErrorCode.NONE, Key.of("k"), Value.of(large));
            try (FakeBalancer balancer = new FakeBalancer(request -> answer)) {
                String get = Kvlb.JAVA + " -jar '" + Kvlb.JAR + "' get --balancer " + balancer.address() + " k";

                assertFailed(bash(get + " >/dev/full"), 7, "cannot write standard output: No space left on device");
                // Two values: a pipe takes one of them, though nobody may read it.
                assertFailed(bash("set -o pipefail; " + get + " k | true"), 7, "Broken pipe");
                assertFailed(bash(get + " >&-"), 7, "cannot write standard output");
            }
            assertFailed(
                    bash(Kvlb.JAVA + " -jar '" + Kvlb.JAR + "' --help >/dev/full"), 7, "cannot write standard output");
        }

        private static Kvlb.Ended bash(String script) throws IOException, InterruptedException {
            Process process = new ProcessBuilder("bash", "-c", script).start();
            process.getOutputStream().close();
            byte[] out = process.getInputStream().readAllBytes();
            String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
            return new Kvlb.Ended(process.waitFor(), out, err);
        }
    }

    @Nested
    class Classes {
        @TempDir
        Path directory;

        @Test
        void nothingIsLoadedThatIsNotNeeded() throws IOException {
            Path log = directory.resolve("classes.log");
            Message answer = new Message.VersionedGetResponse(ErrorCode.NONE, 1, 7, Key.of("k"), Value.of("v"));
            try (FakeBalancer balancer = FakeBalancer.extended(request -> answer)) {
                List<String> options = List.of("-Xlog:class+load:file=" + log);
                Kvlb.run(Map.of(), options, new byte[0], "get", "--balancer", balancer.address(), "--", "k")
                        .isDone();
            }

            assertThat(Files.readString(log)).contains("dev.kvlb.Client ");
            assertThat(Files.readAllLines(log).stream()
                            .filter(line -> line.contains(" source: file:") || line.contains(" source: jrt:"))
                            .map(line -> line.replaceFirst("^(\\[[^]]*])*\\s*", ""))
                            .filter(line -> line.startsWith("org.")
                                    || line.startsWith("dev.kvlb.LoadBalancer")
                                    || line.startsWith("dev.kvlb.Worker")
                                    || line.startsWith("dev.kvlb.spi.")
                                    || line.startsWith("dev.kvlb.ClusterStatus")
                                    || line.startsWith("dev.kvlb.Found")
                                    || line.startsWith("dev.kvlb.internal.client.Order")
                                    || line.startsWith("dev.kvlb.internal.client.Status")
                                    || line.startsWith("dev.kvlb.internal.balancer")
                                    || line.startsWith("dev.kvlb.internal.worker")
                                    || line.startsWith("dev.kvlb.internal.transport")))
                    .isEmpty();
        }
    }
}
