package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ManPageTest {
    @Command(
            name = "tool",
            header = "Does it.",
            description = {"One%% paragraph.", "  a literal line", ".begins with a dot"},
            exitCodeList = {"0:done", "1:not"},
            footer = {"%nExamples:", "  tool -x 'a\\b'"})
    @SuppressWarnings("unused") // Picocli looks at them.
    private static final class Tool {
        @Option(
                names = {"-x", "--extra"},
                paramLabel = "N",
                description = {"first", "second"})
        private int extra;

        @Option(names = "--quiet", description = "less")
        private boolean quiet;

        @Parameters(paramLabel = "KEY", description = "the key")
        private String key = "";
    }

    @Test
    void hasASectionForEachPartOfTheHelp() {
        assertThat(ManPage.of(CommandSpec.forAnnotatedObject(new Tool()), "tool 1.2"))
                .isEqualTo("""
                        .TH TOOL 1 "" "tool 1.2" kvlb
                        .SH NAME
                        tool \\- Does it.
                        .SH SYNOPSIS
                        .PP
                        .nf
                        tool [\\-\\-quiet] [\\-x=N] KEY
                        .fi
                        .SH DESCRIPTION
                        .PP
                        One% paragraph.
                        .PP
                        .nf
                          a literal line
                        .fi
                        .PP
                        \\&.begins with a dot
                        .SH ARGUMENTS
                        .TP
                        \\fIKEY\\fR
                        the key
                        .SH OPTIONS
                        .TP
                        \\fB\\-x, \\-\\-extra\\fR \\fIN\\fR
                        first
                        .br
                        second
                        .TP
                        \\fB\\-\\-quiet\\fR
                        less
                        .SH EXIT STATUS
                        .TP
                        0
                        done
                        .TP
                        1
                        not
                        .SH EXAMPLES
                        .nf
                        tool \\-x 'a\\eb'
                        .fi
                        """);
    }

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
