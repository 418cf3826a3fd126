package dev.kvlb.cli.manual;

import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The manual page of a command in section 1, as roff with the macros of man(7): the same texts as its help. */
final class ManPage {
    private static final String INDENT = "  ";

    private final CommandSpec command;
    private final String name;
    private final StringBuilder page = new StringBuilder();

    private ManPage(CommandSpec command, String version) {
        this.command = command;
        this.name = command.qualifiedName("-");
        line(".TH " + name.toUpperCase(Locale.ROOT) + " 1 \"\" \"" + version + "\" kvlb");
    }

    /** Returns the page of a command. */
    static String of(CommandSpec command, String version) {
        return new ManPage(command, version).write();
    }

    private String write() {
        UsageMessageSpec usage = command.usageMessage();
        section("NAME");
        text(name + " - " + String.join(" ", usage.header()));
        section("SYNOPSIS");
        literal(new Help(command, Ansi.OFF).synopsis(0).stripTrailing().split("\n", -1));
        if (usage.description().length > 0) {
            section("DESCRIPTION");
            paragraphs(usage.description());
        }
        arguments();
        commands();
        section("EXIT STATUS");
        for (Map.Entry<String, String> status : usage.exitCodeList().entrySet()) {
            item(escaped(status.getKey()), formatted(status.getValue()));
        }
        footer(usage.footer());
        if (command.parent() != null) {
            section("SEE ALSO");
            line(".BR " + escaped(command.parent().qualifiedName("-")) + " (1)");
        }
        return page.toString();
    }

    private void arguments() {
        if (!command.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            for (PositionalParamSpec argument : command.positionalParameters()) {
                item("\\fI" + escaped(argument.paramLabel()) + "\\fR", description(argument));
            }
        }
        section("OPTIONS");
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                String names = "\\fB" + escaped(String.join(", ", option.names())) + "\\fR";
                boolean hasValue = option.arity().max() > 0;
                item(hasValue ? names + " \\fI" + escaped(option.paramLabel()) + "\\fR" : names, description(option));
            }
        }
    }

    private void commands() {
        if (!command.subcommands().isEmpty()) {
            section("COMMANDS");
            command.subcommands()
                    .forEach((subcommand, line) -> item(
                            "\\fB" + escaped(name + "-" + subcommand) + "\\fR(1)",
                            String.join(
                                    " ", line.getCommandSpec().usageMessage().header())));
        }
    }

    /** A line that begins with an empty one and ends with a colon is a heading; what follows stands as it is. */
    private void footer(String... lines) {
        boolean isOpen = false;
        for (String raw : lines) {
            String line = formatted(raw);
            if (line.startsWith("\n") && line.endsWith(":")) {
                if (isOpen) {
                    line(".fi");
                }
                section(line.strip().replace(":", "").toUpperCase(Locale.ROOT));
                line(".nf");
                isOpen = true;
            } else {
                text(line.strip());
            }
        }
        if (isOpen) {
            line(".fi");
        }
    }

    private static String description(ArgSpec argument) {
        return formatted(String.join("%n", argument.description()));
    }

    private void paragraphs(String... lines) {
        for (String raw : lines) {
            String line = formatted(raw);
            if (line.startsWith(INDENT)) {
                literal(line);
            } else {
                line(".PP");
                text(line);
            }
        }
    }

    private void literal(String... lines) {
        line(".PP");
        line(".nf");
        for (String line : lines) {
            text(line);
        }
        line(".fi");
    }

    private void section(String heading) {
        line(".SH " + escaped(heading));
    }

    /** A term, which is escaped already, and what is said of it, with its breaks. */
    private void item(String term, String what) {
        line(".TP");
        line(term);
        boolean isFirst = true;
        for (String part : what.split("\n", -1)) {
            if (!isFirst) {
                line(".br");
            }
            text(part);
            isFirst = false;
        }
    }

    private void text(String text) {
        String escaped = escaped(text);
        // What begins so would be taken for a request.
        line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    /** Picocli's texts are formats. */
    private static String formatted(String text) {
        return String.format(Locale.ROOT, text).replace(System.lineSeparator(), "\n");
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
