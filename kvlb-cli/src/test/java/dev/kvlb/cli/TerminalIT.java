package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvlb.Client;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs a terminal, in one. */
class TerminalIT {
    private static final String KVLB = "'" + Kvlb.JAVA + "' -jar '" + Kvlb.JAR + "' ";
    private static final String BALANCER = KVLB + "balancer --client-port 0 --worker-port 0";

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

    /** Types a command, where nothing is left on the screen that might be taken for what comes of it. */
    private void start(String command) throws Exception {
        tmux.type("clear");
        tmux.press("Enter");
        tmux.awaitScreen(screen -> screen.equals("$"));
        tmux.type("clear; " + command);
        tmux.press("Enter");
    }

    @Test
    void theDemoIsColouredUnlessSomebodyWantsNoColours() throws Exception {
        start(KVLB + "demo");
        tmux.awaitScreen(screen -> screen.contains("are still there") && screen.endsWith("$"));
        assertThat(tmux.screenWithColours()).contains("\u001b[32mok");
        start("NO_COLOR=1 " + KVLB + "demo");
        tmux.awaitScreen(screen -> screen.contains("are still there") && screen.endsWith("$"));
        assertThat(tmux.screenWithColours()).doesNotContain("\u001b");
    }

    @Test
    void sShowsTheStatusOfABalancerAndQQuits() throws Exception {
        start(BALANCER + "; echo status $?");
        tmux.awaitScreen(screen -> screen.endsWith("q quits, s shows the status"));
        tmux.press("s");
        tmux.awaitScreen(screen -> screen.contains("clients 0") && screen.endsWith("no workers"));
        tmux.press("q");
        tmux.awaitEnd("status 0", "$");
        // The terminal is as it was: what is typed shows, and Enter ends the line.
        tmux.type("echo again");
        tmux.press("Enter");
        tmux.awaitEnd("$ echo again", "again", "$");
    }

    @Test
    void topIsAScreenThatGoesOnUntilQ() throws Exception {
        try (Cluster cluster = new Cluster(0)) {
            cluster.addWorker("--id", "7");
            start(KVLB + "top --interval 2s --balancer " + cluster.clientAddress() + "; echo status $?");
            String screen = tmux.awaitScreen(text -> text.startsWith("serving\n"));
            assertThat(screen.lines().skip(2).findFirst().orElseThrow())
                    .isEqualTo("p50 -   p99 -   max -   errors 0/s   lag 0");

            try (Client client = Client.builder()
                    .balancer("127.0.0.1", Integer.parseInt(Cluster.port(cluster.clientAddress())))
                    .build()
                    .start()) {
                // One for each look at the screen: what a put has left there goes again after 2 seconds.
                tmux.awaitScreen(text -> {
                    client.put("k", "v");
                    return text.startsWith("serving\n") && text.matches("(?s).*\np50 [\\d.]+ [um]?s   p99 .*");
                });
            }
            tmux.press("q");
            tmux.awaitEnd("status 0", "$");
        }
    }

    @Test
    void aResetAsksAndTakesOnlyAYes() throws Exception {
        try (Cluster cluster = new Cluster(0)) {
            Kvlb last = cluster.addWorker("--id", "7");
            cluster.run("put", "k", "v").isDone();
            assertThat(resetIsRefusedWhileItServes(cluster)).isTrue();
            last.close();
            await().until(() -> cluster.run("get", "k").status() == 4);

            start(KVLB + "reset --balancer " + cluster.clientAddress() + "; echo status $?");
            String screen = tmux.awaitScreen(text -> text.endsWith("Type yes to go on:"));
            assertThat(screen).contains("suspended: ", " 7  ready ", "lost for good");
            tmux.type("y");
            tmux.press("Enter");
            tmux.awaitEnd("kvlb: not confirmed: nothing was ordered", "status 1", "$");

            start(KVLB + "reset --balancer " + cluster.clientAddress() + "; echo status $?");
            tmux.awaitScreen(text -> text.endsWith("Type yes to go on:"));
            tmux.type("yes");
            tmux.press("Enter");
            tmux.awaitEnd("status 0", "$");
            assertThat(cluster.run("status").out()).startsWith("empty");
        }
    }

    private boolean resetIsRefusedWhileItServes(Cluster cluster) throws Exception {
        start(KVLB + "recover --from 7 --balancer " + cluster.clientAddress() + "; echo status $?");
        String screen = tmux.awaitScreen(text -> text.endsWith("status 5\n$"));
        return screen.contains("the cluster serves: nothing was ordered");
    }

    @Test
    void ctrlCEndsABalancerInOrder() throws Exception {
        start(BALANCER + "; echo status $?");
        tmux.awaitScreen(screen -> screen.endsWith("q quits, s shows the status"));
        tmux.press("C-c");
        tmux.awaitEnd("status 0", "$");
    }

    @Test
    void aBalancerInTheBackgroundRunsOn() throws Exception {
        start(BALANCER + " &");
        String screen = tmux.awaitScreen(text -> text.contains("kvlb balancer ready"));
        Matcher clients = Pattern.compile("clients=(\\S+)").matcher(screen);
        assertThat(clients.find()).isTrue();
        // Keys belong to the foreground; a process that is stopped would not answer, nor end.
        tmux.press("s", "Enter");
        tmux.awaitScreen(text -> text.contains("not found"));

        assertThat(Kvlb.run("get", "--balancer", clients.group(1), "k").err()).contains("No workers available");
        tmux.type("clear; kill %1; wait %1; echo status $?");
        tmux.press("Enter");
        tmux.awaitScreen(text -> text.contains("status 0"));
    }
}
