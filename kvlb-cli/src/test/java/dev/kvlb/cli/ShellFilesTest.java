package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kvlb shell} that is told what to run by options and files. */
class ShellFilesTest extends PipedShell {
    @TempDir
    Path directory;

    @Test
    void evalRunsItsLinesAndReadsNoInput() {
        assertThat(shell("frob\n", "--eval", "put a 1", "-e", "get a")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n1\n");
    }

    @Test
    void filesAreRunInTheirOrderWithTheirNamesInErrors() throws IOException {
        Path first = Files.writeString(directory.resolve("first"), "put a 1\nfrob\n");
        Path second = Files.writeString(directory.resolve("second"), "get a\n");

        assertThat(shell("get b\n", "--file", first.toString(), "-f", second.toString(), "-f", "-"))
                .isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n1\nnot found\n");
        assertThat(err.toString(UTF_8)).isEqualTo("kvlb: " + first + ": line 2: unknown command: frob\n");
    }

    @Test
    void evalAndFileExcludeEachOtherAndAFileMustBeThere() {
        assertThat(shell("", "-e", "get a", "-f", "x")).isEqualTo(2);
        assertThat(shell("", "-f", directory.resolve("none").toString())).isEqualTo(7);
        assertThat(err.toString(UTF_8)).contains("no such file: ");
    }

    @Test
    void bailEndsItAtTheFirstBadLine() {
        assertThat(shell("put a 1\nfrob\nput b 2\n", "--bail")).isEqualTo(1);
        assertThat(stored).hasSize(1);
    }

    @Test
    void sourceRunsAFileAndReportsItsBadLines() throws IOException {
        Path file = Files.writeString(directory.resolve("a file"), "put a 1\nfrob\nget a\n");

        assertThat(shell("source '" + file + "'\nget a\n")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n1\n1\n");
        assertThat(err.toString(UTF_8)).isEqualTo("kvlb: " + file + ": line 2: unknown command: frob\n");
    }

    @Test
    void bailWithinASourcedFileEndsAll() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "frob\nput a 1\n");

        assertThat(shell("source " + file + "\nput b 2\n", "--bail")).isEqualTo(1);
        assertThat(stored).isEmpty();
    }

    @Test
    void aFileThatSourcesItselfIsABadLine() throws IOException {
        Path file = directory.resolve("loop");
        Files.writeString(file, "source " + file + "\n");

        assertThat(shell("source " + file + "\nput a 1\n")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEqualTo("OK\n");
        assertThat(err.toString(UTF_8)).contains("more than 16 deep").hasLineCount(1);
    }
}
