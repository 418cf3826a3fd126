package dev.kvlb.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ManualPageTest {
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
                description = {"first", "second, of <a|b>"})
        private int extra;

        @Option(names = "--quiet", description = "less")
        private boolean quiet;

        @Parameters(paramLabel = "KEY", description = "the key")
        private String key = "";
    }

    private static String page(Markup markup) {
        ManualPage.write(CommandSpec.forAnnotatedObject(new Tool()), markup);
        return markup.text();
    }

    @Test
    void hasASectionForEachPartOfTheHelp() {
        assertThat(page(new Roff("tool 1.2"))).isEqualTo("""
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
                        second, of <a|b>
                        .TP
                        \\fB\\-\\-quiet\\fR
                        less
                        .SH EXIT STATUS
                        .TP
                        \\fB0\\fR
                        done
                        .TP
                        \\fB1\\fR
                        not
                        .SH EXAMPLES
                        .PP
                        .nf
                        tool \\-x 'a\\eb'
                        .fi
                        """);
    }

    @Test
    void hasTheSamePartsInMarkdown() {
        assertThat(page(new Markdown())).isEqualTo("""
                        # tool

                        Does it.

                        ```
                        tool [--quiet] [-x=N] KEY
                        ```

                        ## Description

                        One% paragraph.

                        ```
                          a literal line
                        ```

                        .begins with a dot

                        ## Arguments

                        | | |
                        |---|---|
                        | `KEY` | the key |

                        ## Options

                        | | |
                        |---|---|
                        | `-x, --extra N` | first<br>second, of &lt;a\\|b> |
                        | `--quiet` | less |

                        ## Exit status

                        | | |
                        |---|---|
                        | `0` | done |
                        | `1` | not |

                        ## Examples

                        ```
                        tool -x 'a\\b'
                        ```
                        """);
    }
}
