package dev.kvlb.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path directory;

    private Path path;
    private HistoryFile file;

    @BeforeEach
    void nameAFile() {
        path = directory.resolve("state/kvlb/history");
        file = new HistoryFile(path);
    }

    @Test
    void thereIsNothingBeforeTheFirstLine() throws IOException {
        assertThat(file.read()).isEmpty();
        assertThat(path).doesNotExist();
    }

    @Test
    void linesComeBackInTheirOrder() throws IOException {
        file.add("put a 1");
        file.add("get a");

        assertThat(new HistoryFile(path).read()).containsExactly("put a 1", "get a");
    }

    @Test
    void aLineIsThereOnceWhereItWasTypedLast() throws IOException {
        file.add("put a 1");
        file.add("get a");
        file.add("put a 1");

        assertThat(file.read()).containsExactly("get a", "put a 1");
        assertThat(Files.readAllLines(path)).containsExactly("get a", "put a 1");
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        file.add("put password secret");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                .isEqualTo("rwx------");
        assertThat(path.getParent()).isDirectoryNotContaining(each -> !each.equals(path));
    }

    @Test
    void aFileThatOthersCouldReadIsClosedToThem() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "get a\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        file.add("get b");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLineOfSeveralLinesStaysOne() throws IOException {
        file.add("put k \"one\ntwo\\n\\\\\r\"");
        file.add("get k");

        assertThat(file.read()).containsExactly("put k \"one\ntwo\\n\\\\\r\"", "get k");
    }

    @Test
    void theLatestThousandAreKept() throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, IntStream.range(0, 1_000).mapToObj(i -> "get " + i).toList());

        file.add("get last");

        assertThat(file.read()).hasSize(1_000).startsWith("get 1").endsWith("get last");
    }

    @Test
    void whatAnotherShellHasAddedStays() throws IOException {
        HistoryFile other = new HistoryFile(path);
        file.add("get a");
        other.add("get b");
        file.add("get c");

        assertThat(file.read()).containsExactly("get a", "get b", "get c");
    }

    @Test
    void whatIsClearedIsGone() throws IOException {
        file.add("get a");
        file.clear();

        assertThat(file.read()).isEmpty();
        assertThat(path).isEmptyFile();
    }
}
