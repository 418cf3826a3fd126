package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kvlb shell} in a terminal. */
class ShellTerminalIT {
    private static final String KVLB = "'" + Kvlb.JAVA + "' -jar '" + Kvlb.JAR + "' ";

    @TempDir
    Path directory;

    private Tmux tmux;

    @BeforeEach
    void openATerminal() throws Exception {
        assumeTrue(Tmux.isInstalled(), "tmux is not installed");
        tmux = new Tmux(directory);
    }

    @AfterEach
    void closeIt() throws Exception {
        if (tmux != null) {
            tmux.close();
        }
    }

    /** Starts a shell with a cluster of its own, and returns its prompt. */
    private String start() throws Exception {
        return start("", "--embedded");
    }

    private String start(String environment, String arguments) throws Exception {
        enter("clear; " + environment + " " + KVLB + "shell " + arguments + "; echo status $?");
        Pattern prompt = Pattern.compile("(?s).*\n(kvlb 127\\.0\\.0\\.1:\\d+>)");
        Matcher matcher =
                prompt.matcher(tmux.awaitScreen(screen -> prompt.matcher(screen).matches()));
        assertThat(matcher.matches()).isTrue();
        return matcher.group(1);
    }

    /**
     * Types a line. Before a prompt stands the terminal itself would echo it and read its Ctrl-D: wait for what the
     * command before leaves.
     */
    private void enter(String line) throws IOException {
        tmux.type(line);
        tmux.press("Enter");
    }

    private void end() throws IOException {
        tmux.press("C-d");
        tmux.awaitEnd("status 0", "$");
    }

    @Test
    void itBeginsWithItsVersionTheClusterAndAHint() throws Exception {
        start();

        assertThat(tmux.awaitScreen(screen -> true).lines().toList())
                .satisfiesExactly(
                        version -> assertThat(version).startsWith("kvlb ").contains(KvlbVersion.current()),
                        embedded -> assertThat(embedded).contains("in this process"),
                        view -> assertThat(view).contains("serving", "linearizable", "3 of 3 workers ready"),
                        hint -> assertThat(hint).contains("help shows the commands"),
                        prompt -> assertThat(prompt).endsWith(">"));
        end();
    }

    @Test
    void itHasAPromptHistoryAndCompletion() throws Exception {
        String prompt = start();
        enter("put city 'Bad Ischl!'");
        tmux.awaitEnd(prompt + " put city 'Bad Ischl!'", "OK", prompt);
        tmux.type("ge");
        tmux.press("Tab");
        tmux.awaitEnd(prompt + " get [--raw] KEY");
        tmux.press("Tab");
        tmux.awaitEnd(prompt + " get city");
        tmux.press("Enter");
        tmux.awaitEnd(prompt + " get city", "Bad Ischl!", prompt);
        tmux.press("Up");
        tmux.awaitEnd(prompt + " get city");
        tmux.press("Enter");
        tmux.awaitEnd("Bad Ischl!", prompt + " get city", "Bad Ischl!", prompt);
        enter("get absent");
        tmux.awaitEnd(prompt + " get absent", "not found", prompt);
        enter("gte");
        tmux.awaitEnd(prompt + " gte", "unknown command: gte (did you mean get?)", prompt);
        end();
    }

    @Test
    void keysWithBlanksAndOptionsAreCompleted() throws Exception {
        String prompt = start();
        enter("put \"two words\" v");
        tmux.awaitEnd("OK", prompt);
        tmux.type("get tw");
        tmux.press("Tab");
        tmux.awaitEnd(prompt + " get \"two words\"");
        tmux.press("C-u");
        tmux.type("get --r");
        tmux.press("Tab");
        tmux.awaitEnd(prompt + " get --raw KEY");
        tmux.press("Tab");
        tmux.press("Enter");
        tmux.awaitEnd(prompt + " get --raw \"two words\"", "v", prompt);
        tmux.type("s");
        tmux.press("Tab");
        tmux.awaitScreen(screen -> screen.contains("source") && screen.contains("(runs the lines of a file)"));
        tmux.press("C-c");
        tmux.awaitEnd(prompt);
        end();
    }

    @Test
    void hintsSayWhatIsStillToCome() throws Exception {
        String prompt = start();
        tmux.type("put");
        tmux.awaitEnd(prompt + " put KEY VALUE");
        tmux.type(" city");
        tmux.awaitEnd(prompt + " put city VALUE");
        tmux.type(" Wien");
        tmux.awaitEnd(prompt + " put city Wien");
        tmux.press("Enter");
        tmux.awaitEnd(prompt + " put city Wien", "OK", prompt);
        end();
    }

    @Test
    void whatIsTypedIsColouredUnlessSomebodyWantsNoColours() throws Exception {
        String prompt = start();
        tmux.type("put 'k' 42");
        tmux.awaitEnd(prompt + " put 'k' 42");
        assertThat(tmux.screenWithColours()).contains("\u001b[32m'k'", "\u001b[36m42", "\u001b[1mput");
        tmux.press("C-u");
        tmux.type("frob ");
        tmux.awaitEnd(prompt + " frob");
        assertThat(tmux.screenWithColours()).contains("\u001b[31mfrob");
        tmux.press("C-c");
        tmux.awaitEnd(prompt);
        end();

        prompt = start("NO_COLOR=1", "--embedded");
        tmux.type("put 'k' 42");
        tmux.awaitEnd(prompt + " put 'k' 42");
        tmux.press("C-u");
        enter("frob");
        tmux.awaitEnd("unknown command: frob", prompt);
        tmux.type("s");
        tmux.press("Tab");
        tmux.awaitScreen(screen -> screen.contains("(runs the lines of a file)"));
        assertThat(tmux.screenWithColours()).doesNotContain("\u001b");
        tmux.press("C-c");
        tmux.awaitEnd(prompt);
        end();

        start("NO_COLOR=1", "--embedded --color always");
        assertThat(tmux.screenWithColours()).contains("\u001b[");
        end();
    }

    @Test
    void controlCharactersAreShownInsteadOfObeyedAndRawIsExact() throws Exception {
        String prompt = start();
        enter("put k \"\\x1b[31mred\\n\"");
        tmux.awaitEnd("OK", prompt);
        enter("get k");
        tmux.awaitEnd(prompt + " get k", "\"\\x1b[31mred\\n\"", prompt);
        enter("get --raw k");
        tmux.awaitEnd(prompt + " get --raw k", "red", prompt);
        assertThat(tmux.screenWithColours()).contains("\u001b[31mred");
        enter("put k plain");
        tmux.awaitEnd(prompt + " put k plain", "OK", prompt);
        enter("get --raw k");
        // Its value ends without a newline, and the prompt stands on a line of its own.
        tmux.awaitEnd(prompt + " get --raw k", "plain", prompt);
        enter("exit");
        tmux.awaitEnd(prompt + " exit", "status 0", "$");
    }

    @Test
    void aQuoteThatIsNotClosedGoesOnInTheNextLine() throws Exception {
        String prompt = start();
        enter("put k \"one");
        tmux.awaitEnd(prompt + " put k \"one", "\">");
        enter("two\"");
        tmux.awaitEnd("\"> two\"", "OK", prompt);
        enter("get k");
        tmux.awaitEnd(prompt + " get k", "\"one\\ntwo\"", prompt);
        end();
    }

    @Test
    void ctrlCClearsTheLineAndCtrlDEnds() throws Exception {
        String prompt = start();
        tmux.type("half a line");
        tmux.awaitEnd(prompt + " half a line");
        tmux.press("C-c");
        tmux.awaitEnd(prompt + " half a line", prompt);
        end();
    }

    @Test
    void ctrlCCancelsACommandThatRuns() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        try (FakeBalancer balancer = FakeBalancer.extended(request -> answer(request, late))) {
            String prompt = start("", "--balancer " + balancer.address());
            enter("get slow");
            await().until(() -> balancer.requests().contains(new Message.Get(Key.of("slow"))));
            tmux.press("C-c");
            tmux.awaitScreen(screen -> screen.contains("cancelled: get of \"slow\"") && screen.endsWith("\n" + prompt));
            late.countDown();
            enter("get quick");
            tmux.awaitEnd(prompt + " get quick", "v", prompt);
            end();
        } finally {
            late.countDown();
        }
    }

    @Test
    void ctrlCEndsABenchWithItsResultSoFar() throws Exception {
        String prompt = start();
        enter("bench --duration 10m --warmup 0s --keys 100 --connections 2");
        tmux.awaitScreen(screen -> screen.contains("load ") && screen.contains("answers/s"));
        tmux.press("C-c");
        tmux.awaitScreen(screen -> screen.contains(" s, ended early")
                && screen.contains("errors 0   misses 0   wrong values 0")
                && screen.endsWith("\n" + prompt));
        end();
    }

    private static Message answer(Message request, CountDownLatch late) {
        if (!(request instanceof Message.Get get)) {
            return new Message.Error(ErrorCode.PROTOCOL_ERROR, "not asked for");
        }
        if (get.key().equals(Key.of("slow"))) {
            try {
                late.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return new Message.GetResponse(ErrorCode.NONE, get.key(), Value.of("v"));
    }

    @Test
    void theHistoryIsThereInTheNextRunOnceEachAndForItsOwnerOnly() throws Exception {
        String prompt = start();
        enter("put a 1");
        tmux.awaitEnd(prompt + " put a 1", "OK", prompt);
        enter("get a");
        tmux.awaitEnd(prompt + " get a", "1", prompt);
        enter("put a 1");
        tmux.awaitEnd(prompt + " put a 1", "OK", prompt);
        enter(" put secret 2");
        tmux.awaitEnd(prompt + "  put secret 2", "OK", prompt);
        end();
        Path file = directory.resolve("state/kvlb/history");
        assertThat(file).hasContent("get a\nput a 1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        prompt = start();
        enter("history");
        tmux.awaitEnd(prompt + " history", "    1  get a", "    2  put a 1", "    3  history", prompt);
        tmux.press("Up", "Up", "Up");
        tmux.awaitEnd(prompt + " get a");
        tmux.press("C-u");
        tmux.press("C-r");
        tmux.type("put");
        tmux.awaitEnd(prompt + " put a 1", "bck-i-search: put_");
        tmux.press("Enter");
        tmux.awaitEnd(prompt + " put a 1", "OK", prompt);
        enter("history --clear");
        tmux.awaitEnd(prompt + " history --clear", prompt);
        end();
        assertThat(file).isEmptyFile();
    }

    @Test
    void aBalancerThatIsLostAndBackIsToldAndTheShellGoesOn() throws Exception {
        try (Cluster cluster = new Cluster(0)) {
            String prompt = start("", "--balancer " + cluster.clientAddress());
            cluster.balancer().close();
            enter("ping");
            tmux.awaitScreen(screen -> screen.contains("each command tries again")
                    && screen.contains("see that a balancer runs there")
                    && screen.endsWith("\n" + prompt));
            cluster.replaceBalancer();
            enter("ping");
            tmux.awaitScreen(screen -> screen.contains("connected to " + cluster.clientAddress() + " again\npong from ")
                    && screen.endsWith("\n" + prompt));
            end();
        }
    }

    @Test
    void aBalancerThatIsNotThereIsSaidAtOnce() throws Exception {
        String address;
        try (FakeBalancer balancer = new FakeBalancer(request -> null)) {
            address = balancer.address();
        }
        start("", "--balancer " + address);
        assertThat(tmux.awaitScreen(screen -> true))
                .contains("no connection to " + address + "; each command tries again");
        end();
    }

    @Test
    void aNewSizeOfTheTerminalIsHeeded() throws Exception {
        String prompt = start();
        tmux.resize(40);
        String line = prompt + " put k " + "v".repeat(40);
        tmux.type("put k " + "v".repeat(40));
        tmux.awaitEnd(line.substring(0, 40), line.substring(40));
        // The begin of the line is a row above its end.
        tmux.press("C-a");
        tmux.type("m");
        String longer = prompt + " mput k " + "v".repeat(40);
        tmux.awaitEnd(longer.substring(0, 40), longer.substring(40));
        tmux.press("C-c");
        tmux.awaitEnd(prompt);
        enter("clear");
        tmux.awaitScreen(screen -> screen.equals(prompt));
        end();
    }

    @Test
    void aDumbTerminalGetsPlainLines() throws Exception {
        String prompt = start("TERM=dumb", "--embedded");
        tmux.type("half");
        // Else the terminal may drop it, unread, for the Ctrl-C.
        tmux.awaitEnd(prompt + " half");
        tmux.press("C-c");
        tmux.awaitEnd(prompt + " half^C", prompt);
        enter("put a 'b c'");
        tmux.awaitEnd(prompt + " put a 'b c'", "OK", prompt);
        assertThat(tmux.screenWithColours()).doesNotContain("\u001b");
        end();
    }

    @Test
    void noHistoryFileIsNoHindrance() throws Exception {
        Files.writeString(directory.resolve("state"), "this is no directory");
        String prompt = start();
        enter("put a 1");
        tmux.awaitScreen(screen -> screen.contains("the history is not kept: ") && screen.endsWith("OK\n" + prompt));
        tmux.press("Up");
        tmux.awaitEnd(prompt + " put a 1");
        tmux.press("C-c");
        tmux.awaitEnd(prompt);
        end();
    }
}
