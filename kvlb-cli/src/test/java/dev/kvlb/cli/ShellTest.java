package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.call.Invocation;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code kvlb shell} from a pipe: what each command does. */
class ShellTest extends PipedShell {
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
                        "kvlb: line 5: usage: get [--raw] KEY",
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
                .contains("put KEY VALUE", "get [--raw] KEY", "delete KEY", "status", "help [COMMAND]", "exit", "quit");
    }

    @Test
    void helpFitsIntoATerminalOf80Columns() {
        assertThat(shell("help\n")).isZero();
        assertThat(out.toString(UTF_8).lines()).allMatch(line -> line.length() <= 80);
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

    @Test
    void severalKeysAreAnsweredInTheirOrder() {
        assertThat(shell("mput a 1 b 'two words'\nmget a absent b\nexists a\nexists a absent\ndel a\nexists a\n"))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n1\nnot found\ntwo words\ntrue\ntrue\nfalse\nOK\nfalse\n");
    }

    @Test
    void mputTakesPairs() {
        assertThat(shell("mput a 1 b\nmput\n")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("line 1: usage: mput KEY VALUE...", "line 2: usage: mput KEY VALUE...");
        assertThat(stored).isEmpty();
    }

    @Test
    void whatIsQuotedOrStandsBehindADoubleDashIsNoOption() {
        assertThat(shell("put --raw 1\nget '--raw'\nget -- --raw\nget --rwa\n")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n1\n1\n");
        assertThat(err.toString(UTF_8)).startsWith("kvlb: line 4: unknown option of get: --rwa (did you mean --raw?)");
    }

    @Test
    void anMputIsOkOnlyWhereAllIsStored() {
        assertThat(shell("mput a 1 busy 3\n")).isEqualTo(1);
        assertThat(out.size()).isZero();
    }

    @Test
    void pingTellsWhoAnswers() {
        assertThat(shell("ping\n")).isZero();
        assertThat(out.toString(UTF_8)).matches("pong from " + balancer.address() + " in \\d+\\.\\d\\d ms\n");
    }

    @Test
    void connectTurnsToAnotherBalancerOrStays() throws IOException {
        stored.put(Key.of("k"), Value.of("here"));
        try (FakeBalancer other = FakeBalancer.extended(request -> request instanceof Message.Status
                ? answer(request)
                : new Message.GetResponse(ErrorCode.NONE, Key.of("k"), Value.of("there")))) {
            assertThat(shell("get k\nconnect " + other.address()
                            + "\nget k\nconnect 127.0.0.1:1\nget k\nconnect here\n"))
                    .isEqualTo(1);
        }
        assertThat(out.toString(UTF_8)).isEqualTo("here\nOK\nthere\nthere\n");
        assertThat(err.toString(UTF_8))
                .contains("line 4: ", "no connection to 127.0.0.1:1", "line 6: the port is missing");
    }

    @Test
    void ordersThatGiveDataUpNeedAYes() {
        assertThat(shell("reset\nrecover 7\nrecover --yes seven\n")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains(
                        "line 1: this gives data up for good: type reset --yes",
                        "line 2: this gives data up for good: type recover --yes 7",
                        "line 3: a worker is a number");
        assertThat(balancer.requests()).isEmpty();
    }

    @Test
    void aBenchOfWrongOptionsIsABadLine() {
        assertThat(shell("bench --reads 2\nbench --count\nbench now\nbench --cuont 5\nbench --count many\n"))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("line 1: --reads must be 0..1: 2"),
                        line -> assertThat(line).contains("line 2: a value is missing: --count N"),
                        line -> assertThat(line).contains("line 3: usage: bench [OPTION...]"),
                        line -> assertThat(line)
                                .contains("line 4: unknown option of bench: --cuont (did you mean --count?)"),
                        line -> assertThat(line).contains("line 5: ").contains("many"));
        assertThat(balancer.requests()).isEmpty();
    }

    @Test
    void helpOfACommandHasItsOptionsAliasesAndExamples() {
        assertThat(shell("help del\nget --help\n? time\nhelp frob\n")).isEqualTo(1);
        assertThat(out.toString(UTF_8))
                .contains("delete KEY\n", "Also: del\n", "--raw  ", "  get -- --raw\n", "time on|off\n");
        assertThat(err.toString(UTF_8)).contains("line 4: unknown command: frob");
    }

    @Test
    void withoutATerminalThereIsNoHistoryAndNoScreen() {
        assertThat(shell("put a 1\nhistory\nclear\nhistory --clear\n")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n");
    }
}
