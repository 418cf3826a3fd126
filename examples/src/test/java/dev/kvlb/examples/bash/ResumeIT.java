package dev.kvlb.examples.bash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.examples.TestCluster;
import dev.kvlb.examples.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in {@code examples/bash}, with the command as the build has just made it. */
class ResumeIT {
    private static final Path SCRIPT = Path.of("bash", "resume").toAbsolutePath();
    private static final Path LAUNCHER = Path.of("..", "kvlb").toAbsolutePath().normalize();
    private static final Path CACHE = Path.of("target", "cache").toAbsolutePath();

    @TempDir
    Path directory;

    private Path steps;

    @BeforeAll
    static void needBash() {
        Tools.need("bash");
    }

    @BeforeEach
    void makeSteps() throws IOException {
        steps = Files.createDirectory(directory.resolve("steps"));
        step("10-fetch", "echo fetching");
        step("20-build", "[ -e ../repaired ] || exit 42", "echo building");
        step("30-publish", "echo publishing");
        Files.writeString(steps.resolve("README"), "no step");
    }

    @Test
    void aJobGoesOnWhereItWasInterrupted() throws Exception {
        try (TestCluster cluster = new TestCluster(2)) {
            assertThat(resume(cluster.port())).isEqualTo(new Ran(42, "fetching\n10-fetch: done\n"));

            Files.createFile(directory.resolve("repaired"));
            assertThat(resume(cluster.port())).isEqualTo(new Ran(0, """
                            10-fetch: done before
                            building
                            20-build: done
                            publishing
                            30-publish: done
                            """));
        }
    }

    @Test
    void nothingRunsWhereNobodyKnowsWhatIsDone() throws Exception {
        int port;
        try (TestCluster cluster = new TestCluster(1)) {
            port = cluster.port();
        }

        Ran ran = resume(port);

        assertThat(ran.status()).isEqualTo(3);
        assertThat(ran.said()).startsWith("kvlb: ").doesNotContain("fetching");
    }

    private Ran resume(int port) throws IOException, InterruptedException {
        Path commands = Files.createDirectories(directory.resolve("bin"));
        script(commands.resolve("kvlb"), "exec '" + LAUNCHER + "' \"$@\"");
        ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString(), "nightly", steps.toString())
                .directory(steps.toFile())
                .redirectErrorStream(true);
        builder.environment().compute("PATH", (name, path) -> commands + ":" + path);
        builder.environment().put("KVLB_BALANCER", "127.0.0.1:" + port);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", CACHE.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ran(process.waitFor(), said);
    }

    private void step(String name, String... lines) throws IOException {
        script(steps.resolve(name), lines);
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\nset -e\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ran(int status, String said) {}
}
