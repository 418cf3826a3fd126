package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the built command prints for shells, in a bash. */
@Timeout(60)
class CompletionIT {
    @TempDir
    Path directory;

    private String completed(String words, int cursor) throws Exception {
        Path script = Files.write(
                directory.resolve("kvlb"),
                Kvlb.run("completion", "bash").isDone().bytes());
        String bash = "source '" + script + "'; COMP_WORDS=(" + words + "); COMP_CWORD=" + cursor
                + "; _complete_kvlb; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process process =
                new ProcessBuilder("bash", "-c", bash).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void bashCompletesCommandsAndTheirOptions() throws Exception {
        assertThat(completed("kvlb sta", 1)).isEqualTo("status\n");
        assertThat(completed("kvlb balancer --client", 2)).contains("--client-port");
        assertThat(completed("kvlb pipe --conn", 2)).contains("--connections");
    }

    @Test
    void anotherShellIsRefused() {
        OneShotIT.assertUsage(Kvlb.run("completion", "fish"), "must be one of bash, zsh: \"fish\"");
    }
}
