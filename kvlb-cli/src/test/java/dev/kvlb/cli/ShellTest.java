package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.protocol.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kvlb shell} from a pipe, within this process. */
class ShellTest {
    private final Map<Key, Value> stored = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeBalancer balancer;

    @BeforeEach
    void startABalancer() throws IOException {
        balancer = FakeBalancer.extended(this::answer);
    }

    @AfterEach
    void endIt() throws IOException {
        balancer.close();
    }

    private Message answer(Message request) {
        if (request instanceof Message.Put put) {
            if (put.key().equals(Key.of("busy"))) {
                return new Message.Error(ErrorCode.SERVER_BUSY, "No workers available");
            }
            stored.put(put.key(), put.value());
            return new Message.PutResponse(ErrorCode.NONE, put.key());
        }
        if (request instanceof Message.Delete delete) {
            stored.remove(delete.key());
            return new Message.VersionedDeleteResponse(ErrorCode.NONE, 1, 7, delete.key());
        }
        if (request instanceof Message.Status) {
            return new Message.StatusResponse(
                    ClusterState.EMPTY, ReplicationMode.EVENTUAL, 0, 1, 0, 0, 0, 0, 0, 1, "no worker has come yet", 0);
        }
        Key key = ((Message.Get) request).key();
        Value value = stored.get(key);
        return value == null
                ? new Message.GetResponse(ErrorCode.KEY_NOT_FOUND, key, Value.EMPTY)
                : new Message.GetResponse(ErrorCode.NONE, key, value);
    }

    private int shell(byte[] input, OutputStream out) {
        return KvlbCommand.run(new Invocation(
                List.of("shell", "--balancer", balancer.address()),
                Map.of(),
                new ByteArrayInputStream(input),
                out,
                new PrintStream(err, true, UTF_8)));
    }

    private int shell(String input) {
        return shell(input.getBytes(UTF_8), out);
    }

    @Test
    void eachLineIsAnsweredByALine() {
        assertThat(shell("put city Wien\nget city\nget absent\n")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("OK\nWien\nnot found\n");
        assertThat(err.size()).isZero();
    }

    @Test
    void whatIsDeletedIsNotFound() {
        assertThat(shell("put city Wien\ndelete city\nget city\ndelete absent\n"))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("OK\nOK\nnot found\nOK\n");
        assertThat(stored).isEmpty();
    }

    @Test
    void theStatusIsShownAndIsNoFailureOfTheLine() {
        assertThat(shell("status\n")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                        empty: no worker has come yet
                        eventual   cluster none   epoch 1   view 0   settled 0
                        in flight 0   dirty keys 0   queued 0   clients 1
                        no workers
                        """);
    }

    @Test
    void theLastLineMayLackItsNewline() {
        assertThat(shell("put a 1\nget a")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n1\n");
    }

    @Test
    void aBadLineIsReportedWithItsNumberAndTheRestRuns() {
        assertThat(shell("put a 1\nfrob\n\n# a comment, isn't it\nget\nput a b c\ngte a\nget \"a\nget a\n"))
                .isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n1\n");
        assertThat(err.toString(UTF_8).lines())
                .containsExactly(
                        "kvlb: line 2: unknown command: frob",
                        "kvlb: line 5: usage: get KEY (quotes keep blanks: put city \"Bad Ischl\")",
                        "kvlb: line 6: usage: put KEY VALUE (quotes keep blanks: put city \"Bad Ischl\")",
                        "kvlb: line 7: unknown command: gte (did you mean get?)",
                        "kvlb: line 8: the quote \" at column 5 is not closed");
    }

    @Test
    void whatTheServerDoesNotDoIsABadLine() {
        assertThat(shell("put busy 1\nget busy\n")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEqualTo("not found\n");
        assertThat(err.toString(UTF_8)).startsWith("kvlb: line 1: ").contains("No workers available");
    }

    @Test
    void exitAndQuitEndItWhereTheyStand() {
        assertThat(shell("exit\nput a 1\n")).isZero();
        assertThat(shell("quit\nfrob\n")).isZero();
        assertThat(out.size()).isZero();
        assertThat(stored).isEmpty();
    }

    @Test
    void anEndAfterABadLineIsStillStatus1() {
        assertThat(shell("frob\nexit\n")).isEqualTo(1);
    }

    @Test
    void anyByteCanBeStoredAndComesBack() {
        byte[] line = "put 'k\u0000\u00ff' \"\\x00\\n\\xfe\u0080\"\nget 'k\u0000\u00ff'\n".getBytes(ISO_8859_1);

        assertThat(shell(line, out)).isZero();
        assertThat(stored).containsEntry(Key.of(new byte[] {'k', 0, -1}), Value.of(new byte[] {0, '\n', -2, -128}));
        assertThat(out.toString(ISO_8859_1)).isEqualTo("OK\n\u0000\n\u00fe\u0080\n");
    }

    @Test
    void aLineThatNeverEndsCostsBoundedMemoryAndIsBad() {
        byte[] input = new byte[3 << 20];
        Arrays.fill(input, (byte) 'x');
        byte[] end = "\nput a 1\n".getBytes(UTF_8);
        System.arraycopy(end, 0, input, input.length - end.length, end.length);

        assertThat(shell(input, out)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("kvlb: line 1: it has more than 1048576 bytes\n");
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n");
    }

    @Test
    void helpNamesAllCommands() {
        assertThat(shell("help\nhelp put\n")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("put KEY VALUE", "get KEY", "delete KEY", "status", "help [COMMAND]", "exit", "quit");
    }

    @Test
    void outputThatCanNotBeWrittenEndsIt() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThat(shell("put a 1\nput b 2\n".getBytes(UTF_8), full)).isEqualTo(7);
        assertThat(err.toString(UTF_8)).isEqualTo("kvlb: cannot write standard output: No space left on device\n");
        assertThat(stored).hasSize(1);
    }

    @Test
    void embeddedAndAnAddressExcludeEachOther() {
        int status = KvlbCommand.run(new Invocation(
                List.of("shell", "--embedded", "--balancer", "localhost:1"),
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, UTF_8)));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith("kvlb shell: --embedded and --balancer exclude each other");
    }
}
