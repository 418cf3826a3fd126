package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kvlb shell} as a process, from a pipe. */
class ShellIT {
    @TempDir
    Path directory;

    @Test
    void loadsNoJLineAndPrintsNoPrompt() throws IOException {
        Path log = directory.resolve("classes.log");
        List<String> options = List.of("-Xlog:class+load:file=" + log);
        byte[] input = "put city 'Bad Ischl'\nfrob\nget city".getBytes(UTF_8);

        Kvlb.Ended ended = Kvlb.run(Map.of(), options, input, "shell", "--embedded");

        assertThat(ended.out()).isEqualTo("OK\nBad Ischl\n");
        assertThat(ended.err()).isEqualTo("kvlb: line 2: unknown command: frob\n");
        assertThat(ended.status()).isEqualTo(1);
        // The JDK has a copy of JLine of its own, by another name, and from 22 on its console loads it.
        assertThat(Files.readString(log)).contains("dev.kvlb.Client ").doesNotContain(" org.jline");
    }

    @Test
    void aProgramCanTalkToItLineByLine() {
        try (Kvlb shell = Kvlb.start("shell", "--embedded")) {
            shell.type("put a 1\n".getBytes(UTF_8));
            shell.awaitLine("OK");
            shell.type("get a\n".getBytes(UTF_8));
            shell.awaitLine("1");
            shell.closeInput();

            shell.end().isDone();
        }
    }

    @Test
    void connectsToTheBalancerOfTheEnvironment() {
        try (Cluster cluster = new Cluster(1)) {
            assertThat(cluster.run("put k v\nget k\n".getBytes(UTF_8), "shell")
                            .isDone()
                            .out())
                    .isEqualTo("OK\nv\n");
        }
    }

    @Test
    void benchPutsALoadOnTheClusterAndTellsOfIt() {
        String bench = "bench --count 500 --keys 100 --connections 2 --warmup 0s";

        Kvlb.Ended text = Kvlb.run("shell", "--embedded", "-e", bench, "-e", "get bench:0000000000")
                .isDone();
        assertThat(text.out()).contains("gets 90 %   keys 100", "errors 0   misses 0   wrong values 0\n");
        assertThat(text.out().lines().count()).isGreaterThan(10);

        Kvlb.Ended json =
                Kvlb.run("shell", "--embedded", "--format", "json", "-e", bench).isDone();
        assertThat(json.out()).startsWith("{").contains("\"wrongValues\":0");
    }

    @Test
    void workersAreARowEach() {
        assertThat(Kvlb.run("shell", "--embedded", "-e", "workers")
                        .isDone()
                        .out()
                        .lines())
                .hasSize(3)
                .allMatch(line -> line.matches("\\d\tready\ttrue\ttrue\t127.0.0.1:\\d+\t\\d+\t\\d+\t\\d+"));
        assertThat(Kvlb.run("shell", "--embedded", "--format", "json", "-e", "workers", "-e", "status")
                        .isDone()
                        .out()
                        .lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }
}
