package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the built command prints for shells, in a bash, and in a zsh that somebody types into. */
class CompletionIT {
    @TempDir
    Path directory;

    private Path script(String shell) throws Exception {
        return Files.write(
                directory.resolve("kvlb." + shell),
                Kvlb.run("completion", shell).isDone().bytes());
    }

    private String completed(String words, int cursor) throws Exception {
        Path script = script("bash");
        // Within a completion, where this is not, compopt sets how the words are shown.
        String bash = "source '" + script + "'; compopt() { :; }; COMP_WORDS=(" + words + "); COMP_CWORD=" + cursor
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
    void whatItOffersAsAValueIsOneThatIsTaken() throws Exception {
        assertThat(completed("kvlb get --format js", 3)).isEqualTo("json\n");
        assertThat(completed("kvlb balancer --ring least", 3)).isEqualTo("least-in-flight\n");
        assertThat(script("bash")).content().contains("_args=(\"").doesNotContainPattern("_args=\\(\"[A-Z]");
    }

    @Test
    void zshCompletesCommandsOptionsAndTheirValues() throws Exception {
        assumeTrue(Tmux.isInstalled(), "tmux is not installed");
        assumeTrue(Tmux.runs("zsh", "--version"), "zsh is not installed");
        try (Tmux tmux = new Tmux(directory)) {
            tmux.type("clear; PS1='zsh ' exec zsh -f");
            tmux.press("Enter");
            tmux.awaitEnd("zsh");
            tmux.type("source '" + script("zsh") + "'; PS1='%% '; clear");
            tmux.press("Enter");
            tmux.awaitScreen(screen -> screen.equals("%"));

            tmux.type("kvlb sta");
            tmux.press("Tab");
            tmux.awaitEnd("% kvlb status");
            tmux.press("C-u");
            tmux.type("kvlb balancer --client-p");
            tmux.press("Tab");
            tmux.awaitEnd("% kvlb balancer --client-port=");
            tmux.press("C-u");
            tmux.type("kvlb get --format j");
            tmux.press("Tab");
            tmux.awaitEnd("% kvlb get --format json");
            tmux.press("C-u");
            tmux.type("kvlb pipe --");
            tmux.press("Tab");
            tmux.awaitScreen(screen -> screen.contains("--connections") && screen.contains("-- how many connections"));
            tmux.press("C-u");
            tmux.type("kvlb help sh");
            tmux.press("Tab");
            tmux.awaitScreen(screen -> screen.startsWith("% kvlb help shell"));
        }
    }

    @Test
    void anotherShellIsRefused() {
        OneShotIT.assertUsage(Kvlb.run("completion", "fish"), "must be one of bash, zsh: \"fish\"");
    }
}
