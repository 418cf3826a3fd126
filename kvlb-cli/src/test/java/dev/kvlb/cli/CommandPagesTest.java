package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.call.Invocation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/commands} is what the commands say of themselves. */
class CommandPagesTest {
    private static final Path COMMITTED = Path.of("../docs/commands");

    @TempDir
    private Path directory;

    private static Map<String, String> pages(Path directory) throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                pages.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return pages;
    }

    @Test
    void theCommittedPagesAreThoseOfTheCommands() throws IOException {
        Invocation invocation = new Invocation(
                List.of("man", "--format", "markdown", "--all", directory.toString()),
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new PrintStream(System.out, true, UTF_8));
        assertThat(KvlbCommand.run(invocation)).isZero();

        assertThat(pages(COMMITTED))
                .as("./kvlb man --format markdown --all docs/commands writes them")
                .isEqualTo(pages(directory));
    }
}
