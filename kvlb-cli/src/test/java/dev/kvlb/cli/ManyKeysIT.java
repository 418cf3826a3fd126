package dev.kvlb.cli;

import static dev.kvlb.cli.OneShotIT.assertUsage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built command as a process: exists, mget and mput, and what they have in common. */
@Timeout(60)
class ManyKeysIT {
    private static final Message BUSY = new Message.Error(ErrorCode.SERVER_BUSY, "No workers available");

    private static Kvlb.Ended run(Function<Message, Message> answers, String... arguments) throws IOException {
        try (FakeBalancer balancer = FakeBalancer.extended(answers)) {
            return Kvlb.run(Map.of("KVLB_BALANCER", balancer.address()), List.of(), new byte[0], arguments);
        }
    }

    /** Has bytes under b, text under a key that begins with t, and nothing else. */
    private static Message stored(Message request) {
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
    void mgetPrintsWhatThereIsAndNamesWhatIsNot() throws IOException {
        assertEnded(run(ManyKeysIT::stored, "mget", "t", "t"), 0, "a \"text\"\n\na \"text\"\n\n", "");
        assertEnded(run(ManyKeysIT::stored, "mget", "x", "t"), 1, "a \"text\"\n\n", "kvlb: not found: \"x\"\n");
        assertEnded(run(ManyKeysIT::stored, "mget", "-q", "x"), 1, "", "");
        assertEnded(run(ManyKeysIT::stored, "mget", "--default", "none", "x", "t"), 0, "none\na \"text\"\n\n", "");
    }

    @Test
    void mgetHasAFormatForEachReader() throws IOException {
        assertThat(run(ManyKeysIT::stored, "mget", "--format", "raw", "b", "b").bytes())
                .isEqualTo(new byte[] {-1, 0, -1, 0});
        assertEnded(run(ManyKeysIT::stored, "mget", "--format", "table", "t"), 0, "\"t\"  \"a \"text\"\\x0a\"\n", "");
        assertEnded(run(ManyKeysIT::stored, "mget", "--json", "-q", "t", "b", "x"), 1, """
                {"key":"t","value":"a \\"text\\"\\n","version":8,"worker":7}
                {"key":"b","value_base64":"/wA=","version":8,"worker":7}
                {"key":"x","value":null}
                """, "");
    }

    @Test
    void mputSaysNothingOrTheVersions() throws IOException {
        assertEnded(run(ManyKeysIT::stored, "mput", "a", "1", "b", "-5"), 0, "", "");
        assertEnded(
                run(ManyKeysIT::stored, "mput", "--json", "a", "1"),
                0,
                "{\"key\":\"a\",\"version\":9,\"worker\":7}\n",
                "");
    }

    @Test
    void whatWasAnsweredBusyIsTriedAgainAsOftenAsWanted() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        Function<Message, Message> thirdTime = request -> asked.incrementAndGet() < 3 ? BUSY : stored(request);

        assertEnded(run(thirdTime, "mput", "--retry", "2", "a", "1"), 0, "", "");
        asked.set(0);
        Kvlb.Ended ended = run(thirdTime, "mput", "--retry", "1", "a", "1");
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
                "mput",
                "--retry",
                "5",
                "a",
                "1");

        assertThat(ended.status()).isEqualTo(6);
        assertThat(asked).hasValue(1);
    }

    @Test
    void badArgumentsAreNamed() {
        assertUsage(Kvlb.run("mput", "a", "1", "b"), "a value is missing behind the key \"b\"");
        assertUsage(Kvlb.run("mget", "--retry", "-1", "a"), "--retry must be 0 to 1000000: -1");
        assertUsage(Kvlb.run("exists", "--timeout", "0s", "a"), "--timeout: ");
        assertUsage(Kvlb.run("mget", "--format", "xml", "a"), "must be one of lines, raw, table, json: \"xml\"");
        assertUsage(Kvlb.run("mget"), "KEY");
    }
}
