package dev.kvlb.cli;

import static dev.kvlb.cli.OneShotIT.assertUsage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built command as a process: get, put, delete and exists of several keys, and their options. */
class ManyKeysIT {
    private static final Message BUSY = new Message.Error(ErrorCode.SERVER_BUSY, "No workers available");

    private static Kvlb.Ended run(Function<Message, Message> answers, String... arguments) throws IOException {
        try (FakeBalancer balancer = FakeBalancer.extended(answers)) {
            return Kvlb.run(Map.of("KVLB_BALANCER", balancer.address()), List.of(), new byte[0], arguments);
        }
    }

    /** Has bytes under b, text under a key that begins with t, and nothing else. */
    private static Message stored(Message request) {
        if (request instanceof Message.Delete delete) {
            return new Message.VersionedDeleteResponse(ErrorCode.NONE, 10, 7, delete.key());
        }
        if (request instanceof Message.Put put) {
            return new Message.VersionedPutResponse(ErrorCode.NONE, 9, 7, put.key());
        }
        Key key = ((Message.Get) request).key();
        if (key.equals(Key.of("b"))) {
            return new Message.VersionedGetResponse(ErrorCode.NONE, 8, 7, key, Value.of(new byte[] {-1, 0}));
        }
        if (key.equals(Key.of("t"))) {
            return new Message.VersionedGetResponse(ErrorCode.NONE, 8, 7, key, Value.of("a \"text\"\n"));
        }
        return new Message.VersionedGetResponse(ErrorCode.KEY_NOT_FOUND, 0, 7, key, Value.EMPTY);
    }

    private static void assertEnded(Kvlb.Ended ended, int status, String out, String err) {
        assertThat(ended.err()).isEqualTo(err);
        assertThat(ended.out()).isEqualTo(out);
        assertThat(ended.status()).isEqualTo(status);
    }

    @Test
    void existsIsALineForEachKeyAndStatus1UnlessAllAre() throws IOException {
        assertEnded(run(ManyKeysIT::stored, "exists", "t"), 0, "true\n", "");
        assertEnded(run(ManyKeysIT::stored, "exists", "t", "x", "b"), 1, "true\nfalse\ntrue\n", "");
        assertEnded(run(ManyKeysIT::stored, "exists", "-q", "t", "x"), 1, "", "");
        assertEnded(run(ManyKeysIT::stored, "exists", "--json", "x", "t"), 1, """
                {"key":"x","exists":false}
                {"key":"t","exists":true}
                """, "");
    }

    @Test
    void getPrintsWhatThereIsAndNamesWhatIsNot() throws IOException {
        assertEnded(run(ManyKeysIT::stored, "get", "t", "t"), 0, "a \"text\"\n\na \"text\"\n\n", "");
        assertEnded(run(ManyKeysIT::stored, "get", "x", "t"), 1, "a \"text\"\n\n", "kvlb: not found: \"x\"\n");
        assertEnded(run(ManyKeysIT::stored, "get", "-q", "x"), 1, "", "");
        assertEnded(run(ManyKeysIT::stored, "get", "--default", "none", "x", "t"), 0, "none\na \"text\"\n\n", "");
    }

    @Test
    void getHasAFormatForEachReader() throws IOException {
        assertThat(run(ManyKeysIT::stored, "get", "--format", "raw", "b", "b").bytes())
                .isEqualTo(new byte[] {-1, 0, -1, 0});
        assertEnded(run(ManyKeysIT::stored, "get", "--format", "table", "t"), 0, "\"t\"  \"a \"text\"\\x0a\"\n", "");
        assertEnded(run(ManyKeysIT::stored, "get", "--json", "-q", "t", "b", "x"), 1, """
                {"key":"t","value":"a \\"text\\"\\n","version":8,"worker":7}
                {"key":"b","value_base64":"/wA=","version":8,"worker":7}
                {"key":"x","value":null}
                """, "");
    }

    @Test
    void putSaysNothingOrTheVersions() throws IOException {
        assertEnded(run(ManyKeysIT::stored, "put", "a", "1", "b", "-5"), 0, "", "");
        assertEnded(
                run(ManyKeysIT::stored, "put", "--json", "a", "1"),
                0,
                "{\"key\":\"a\",\"version\":9,\"worker\":7}\n",
                "");
    }

    @Test
    void deleteSaysNothingOrTheVersions() throws IOException {
        assertEnded(run(ManyKeysIT::stored, "delete", "a", "b"), 0, "", "");
        assertEnded(run(ManyKeysIT::stored, "delete", "--json", "a", "b"), 0, """
                {"key":"a","version":10,"worker":7}
                {"key":"b","version":10,"worker":7}
                """, "");
    }

    @Test
    void defaultsHaveNoVersion() throws IOException {
        assertEnded(
                run(ManyKeysIT::stored, "get", "--json", "--default", "none", "x"),
                0,
                "{\"key\":\"x\",\"value\":\"none\"}\n",
                "");
    }

    @Test
    void aWriteThatFailsKeepsThoseBehindItFromBeingTried() throws IOException {
        for (String command : List.of("put", "delete")) {
            List<Message> asked = new ArrayList<>();
            List<String> words = command.equals("put") ? List.of("a", "1", "b", "2", "c", "3") : List.of("a", "b", "c");
            List<String> arguments = new ArrayList<>(List.of(command, "--json"));
            arguments.addAll(words);
            Kvlb.Ended ended = run(
                    request -> {
                        asked.add(request);
                        return asked.size() == 2 ? BUSY : stored(request);
                    },
                    arguments.toArray(new String[0]));

            assertThat(ended.status()).isEqualTo(4);
            assertThat(ended.out()).startsWith("{\"key\":\"a\",").hasLineCount(1);
            assertThat(ended.err()).contains(command + " of \"b\"").hasLineCount(1);
            assertThat(asked).hasSize(2);
        }
    }

    @Test
    void theLastValueComesFromStandardInputOrAFile(@TempDir Path directory) throws IOException {
        byte[] bytes = {0, -1, '\n'};
        String file = Files.write(directory.resolve("value"), bytes).toString();
        Message.Put first = new Message.Put(Key.of("a"), Value.of("1"));
        Message.Put second = new Message.Put(Key.of("b"), Value.of(bytes));
        for (List<String> arguments : List.of(
                List.of("put", "-x", "a", "1", "b"),
                List.of("put", "a", "1", "b", "-"),
                List.of("put", "a", "1", "b", "-x"),
                List.of("put", "--file", file, "a", "1", "b"))) {
            try (FakeBalancer balancer = FakeBalancer.extended(ManyKeysIT::stored)) {
                Kvlb.run(
                                Map.of("KVLB_BALANCER", balancer.address()),
                                List.of(),
                                bytes,
                                arguments.toArray(new String[0]))
                        .isDone();
                assertThat(balancer.requests()).containsExactly(first, second);
            }
        }
    }

    @Test
    void aFileThatCanNotBeReadIsStatus7AndNothingIsStored(@TempDir Path directory) throws IOException {
        try (FakeBalancer balancer = FakeBalancer.extended(ManyKeysIT::stored)) {
            String missing = directory.resolve("missing").toString();
            Kvlb.Ended ended = Kvlb.run("put", "--balancer", balancer.address(), "--file", missing, "a", "1", "b");

            assertThat(ended.status()).isEqualTo(7);
            assertThat(ended.err()).contains("--file", missing).hasLineCount(1);
            assertThat(balancer.requests()).isEmpty();
        }
    }

    @Test
    void everyCommandHasATimeoutBehindWhichTheOutcomeIsNotKnown() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        Function<Message, Message> silent = request -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        };
        for (String command : List.of("get", "put", "delete", "exists")) {
            assertThatNoAnswerComesInTime(silent, command, 500);
        }
        never.countDown();
    }

    /** Tries again with more time where not even the request was sent in it: a JVM starts slowly on a busy machine. */
    private static void assertThatNoAnswerComesInTime(Function<Message, Message> silent, String command, int millis)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, "--timeout", millis + "ms", "k"));
        if (command.equals("put")) {
            arguments.add("v");
        }
        Kvlb.Ended ended = run(silent, arguments.toArray(new String[0]));
        boolean wasNotSent = ended.status() == 3 || ended.status() == 4;
        if (wasNotSent && millis < 10_000) {
            assertThatNoAnswerComesInTime(silent, command, millis * 2);
        } else {
            assertThat(ended.err())
                    .contains("no answer within " + millis + " ms")
                    .hasLineCount(1);
            assertThat(ended.status()).isEqualTo(6);
        }
    }

    @Test
    void whatWasAnsweredBusyIsTriedAgainAsOftenAsWanted() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Function<Message, Message> thirdTime = request -> asked.incrementAndGet() < 3 ? BUSY : stored(request);

        assertEnded(run(thirdTime, "put", "--retry", "2", "a", "1"), 0, "", "");
        asked.set(0);
        Kvlb.Ended ended = run(thirdTime, "put", "--retry", "1", "a", "1");
        assertThat(ended.status()).isEqualTo(4);
        assertThat(ended.err()).contains("put of \"a\"", "SERVER_BUSY");
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatMayHaveBeenDoneIsNotTriedAgain() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Kvlb.Ended ended = run(
                request -> {
                    asked.incrementAndGet();
                    return null;
                },
                "put",
                "--retry",
                "5",
                "a",
                "1");

        assertThat(ended.status()).isEqualTo(6);
        assertThat(asked).hasValue(1);
    }

    @Test
    void badArgumentsAreNamed() {
        assertUsage(Kvlb.run("put", "a", "1", "b"), "a VALUE is missing behind the key \"b\"");
        assertUsage(Kvlb.run("get", "--retry", "-1", "a"), "--retry must be 0 to 1000000: -1");
        assertUsage(Kvlb.run("exists", "--timeout", "0s", "a"), "--timeout: ");
        assertUsage(Kvlb.run("get", "--format", "xml", "a"), "must be one of lines, raw, table, json: \"xml\"");
        assertUsage(Kvlb.run("get", "--format", "raw", "--json", "a"), "only one of --format, --raw and --json");
        assertUsage(Kvlb.run("get", "a", "--josn"), "unknown option: --josn (did you mean --json? ");
        assertUsage(Kvlb.run("put", "-x", "a", "1"), "with -x the last word is a key: \"1\" is a value");
        assertUsage(Kvlb.run("put", "--file", "f", "-x", "a"), "only one of -x and --file");
        assertUsage(Kvlb.run("put", "a", "-", "b", "-"), "standard input is the value of one key, not of 2");
    }
}
