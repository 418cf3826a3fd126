package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.call.Invocation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the commands that there are. */
class ManPagesTest {
    @TempDir
    private Path directory;

    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Invocation invocation = new Invocation(
                List.of(arguments),
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, UTF_8));
        int status = KvlbCommand.run(invocation);
        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(status).isZero();
        return out.toString(UTF_8);
    }

    static List<String> commands() {
        return run("man")
                .lines()
                .filter(line -> line.matches("\\\\fBkvlb\\\\-.*\\(1\\)"))
                .map(line -> line.replaceAll("\\\\fBkvlb\\\\-|\\\\fR\\(1\\)", ""))
                .filter(name -> !name.equals("help"))
                .toList();
    }

    @Test
    void thePageOfKvlbNamesAllCommands() {
        assertThat(commands()).contains("balancer", "get", "pipe", "man").hasSizeGreaterThan(15);
    }

    @Test
    void helpHasExamplesToo() {
        assertThat(run("help", "help")).contains("Usage: kvlb help", "Examples:", "  kvlb help pipe");
    }

    @Test
    void allAreWrittenIntoADirectoryAsTheyArePrinted() throws IOException {
        Path made = directory.resolve("man/man1");

        assertThat(run("man", "--all", made.toString())).isEmpty();

        assertThat(made.resolve("kvlb.1")).hasContent(run("man"));
        for (String command : commands()) {
            assertThat(made.resolve("kvlb-" + command + ".1")).hasContent(run("man", command));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAPageAndExamples(String command) {
        assertThat(run("man", command))
                .startsWith(".TH KVLB-" + command.toUpperCase(Locale.ROOT) + " 1 \"\" \"kvlb ")
                .contains(
                        "\n.SH OPTIONS\n", "\n.SH EXIT STATUS\n", "\n.SH EXAMPLES\n", "\n.SH SEE ALSO\n.BR kvlb (1)\n");
        assertThat(run("help", command)).contains("Usage: kvlb " + command, "Examples:", "  kvlb " + command);
    }
}
