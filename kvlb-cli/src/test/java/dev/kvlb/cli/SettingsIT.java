package dev.kvlb.cli;

import static dev.kvlb.cli.OneShotIT.assertUsage;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built servers as processes: where their settings come from. */
class SettingsIT {
    @TempDir
    Path directory;

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("kvlb.properties"), text).toString();
    }

    private static Kvlb.Ended run(Map<String, String> environment, String... arguments) {
        return Kvlb.run(environment, List.of(), new byte[0], arguments);
    }

    @Test
    void theCommandLineCountsBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
        String file = file("client-port=1\nworker-port=1\nqueue=77\n# a comment\nbind = 192.0.2.1\n");
        Map<String, String> environment =
                Map.of("KVLB_BALANCER_CLIENT_PORT", "2", "KVLB_BALANCER_WORKER_PORT", "2", "KVLB_BALANCER_PORT", "no");

        Kvlb.Ended ended = run(environment, "balancer", "--config", file, "--client-port", "3", "--print-config");

        assertThat(ended.isDone().out())
                .contains(
                        "# command line\nclient-port=3\n",
                        "# variable KVLB_BALANCER_WORKER_PORT\nworker-port=2\n",
                        "# file " + file + "\nqueue=77\n",
                        "# file " + file + "\nbind=192.0.2.1\n",
                        "# default: round-robin\n#ring=\n");
    }

    @Test
    void whatIsPrintedCanServeAsTheFile() throws IOException {
        String printed =
                Kvlb.run("balancer", "--queue", "77", "--print-config").isDone().out();
        String again = Kvlb.run("balancer", "--config=" + file(printed), "--print-config")
                .isDone()
                .out();

        assertThat(again.replaceAll("# .*\n", "")).isEqualTo(printed.replaceAll("# .*\n", ""));
    }

    @Test
    void aServerServesByItsFileAndSaysWhoItIs() throws Exception {
        Path pidFile = directory.resolve("balancer.pid");
        String file = file("client-port=0\nworker-port=0\npid-file=" + pidFile);
        try (Kvlb balancer = Kvlb.start(Map.of("KVLB_BALANCER_CONFIG", file), List.of(), "balancer")) {
            balancer.awaitLine("kvlb balancer ready .*");
            assertThat(pidFile).content().matches("[0-9]+\n");
            balancer.signal("TERM");
            assertThat(balancer.end().status()).isZero();
            assertThat(pidFile).doesNotExist();
        }
    }

    @Test
    void anUnknownKeyIsAnErrorWithTheOneThatMayBeMeant() throws IOException {
        String file = file("clint-port=1");

        assertUsage(Kvlb.run("balancer", "--config", file), "\"clint-port\" (did you mean client-port?)");
        assertUsage(Kvlb.run("worker", "--config", file("nonsense=1")), "\"nonsense\" (known: ");
    }

    @Test
    void aBadValueIsNamedWithWhereItComesFrom() throws IOException {
        String file = file("worker-timeout=3");

        assertUsage(
                Kvlb.run("balancer", "--config", file), "must be a number with its unit, as 500ms, 3s or 2m: \"3\"");
        assertUsage(Kvlb.run("balancer", "--config", file), "(file " + file + ")");
        assertUsage(run(Map.of("KVLB_WORKER_PEER_PORT", "x"), "worker"), "(variable KVLB_WORKER_PEER_PORT)");
    }

    @Test
    void aFileThatCanNotBeReadIsNamed() {
        String missing = directory.resolve("missing").toString();

        assertUsage(Kvlb.run("balancer", "--config", missing), missing);
    }
}
