package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A terminal of its own, with a shell in it; closing it ends both. */
final class Tmux implements AutoCloseable {
    private final Path socket;

    Tmux(Path directory) throws IOException {
        socket = directory.resolve("tmux");
        run(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                "120",
                "-y",
                "40",
                "env PS1='$ ' LC_ALL=C.UTF-8 XDG_STATE_HOME='" + directory.resolve("state") + "' sh");
        awaitScreen(screen -> screen.startsWith("$"));
    }

    static boolean isInstalled() {
        return runs("tmux", "-V");
    }

    /** Returns whether there is such a program, and it ends with status 0. */
    static boolean runs(String... command) {
        try {
            return statusOf(new ProcessBuilder(command).start()) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int statusOf(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Presses keys, by tmux's names: text is typed, {@code Enter}, {@code C-c} and the like are pressed. */
    void press(String... keys) throws IOException {
        List<String> command = new ArrayList<>(List.of("send-keys"));
        command.addAll(Arrays.asList(keys));
        run(command.toArray(new String[0]));
    }

    /** Types text as it is. */
    void type(String text) throws IOException {
        run("send-keys", "-l", "--", text);
    }

    /** Waits until the last lines of the screen, without blanks at their ends, are these. */
    void awaitEnd(String... lines) {
        String wanted = String.join("\n", lines);
        awaitScreen(screen -> screen.equals(wanted) || screen.endsWith("\n" + wanted));
    }

    /** Waits until the screen, without the empty lines at its end, is as wanted, and returns it. */
    String awaitScreen(Predicate<String> wanted) {
        return await().pollInterval(Duration.ofMillis(50)).until(this::screen, wanted);
    }

    /** Makes it as wide as that. */
    void resize(int columns) throws IOException {
        run("resize-window", "-x", Integer.toString(columns));
    }

    /** Returns the screen with the sequences that colour it. */
    String screenWithColours() throws IOException {
        return run("capture-pane", "-p", "-e");
    }

    private String screen() throws IOException {
        StringBuilder screen = new StringBuilder();
        run("capture-pane", "-p")
                .lines()
                .forEach(line -> screen.append(line.stripTrailing()).append('\n'));
        return screen.toString().stripTrailing();
    }

    private String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("TMUX");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(statusOf(process)).as("%s: %s", command, said).isZero();
        return said;
    }

    @Override
    public void close() throws IOException {
        run("kill-server");
    }
}
