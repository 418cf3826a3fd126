package dev.kvlb.cli.manual;

import dev.kvlb.cli.option.HelpText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The manual page of a command: the same texts as its help, in some markup. */
final class ManualPage {
    private static final String INDENT = "  ";
    private static final Pattern LINE_ENDS = Pattern.compile("^\\n+|\\n+$");

    private final CommandSpec command;
    private final Markup markup;

    private ManualPage(CommandSpec command, Markup markup) {
        this.command = command;
        this.markup = markup;
    }

    /** Writes the page of a command. */
    static void write(CommandSpec command, Markup markup) {
        new ManualPage(command, markup).write();
    }

    private void write() {
        UsageMessageSpec usage = command.usageMessage();
        String synopsis = new Help(command, Ansi.OFF).synopsis(0).stripTrailing();
        markup.begin(
                command.qualifiedName("-"),
                HelpText.header(command),
                synopsis.lines().toList());
        if (usage.description().length > 0) {
            markup.section("Description");
            description(usage.description());
        }
        arguments();
        commands();
        exitStatuses(usage.exitCodeList());
        footer(usage.footer());
        if (command.parent() != null) {
            markup.end(command.parent().qualifiedName("-"));
        }
    }

    /** What is indented stands as it is. */
    private void description(String... paragraphs) {
        List<String> literal = new ArrayList<>();
        for (String raw : paragraphs) {
            String paragraph = LINE_ENDS.matcher(HelpText.of(raw)).replaceAll("");
            if (paragraph.startsWith(INDENT)) {
                literal.add(paragraph);
            } else {
                literal(literal);
                markup.paragraph(paragraph);
            }
        }
        literal(literal);
    }

    private void arguments() {
        if (!command.positionalParameters().isEmpty()) {
            markup.section("Arguments");
            for (PositionalParamSpec argument : command.positionalParameters()) {
                markup.item("", argument.paramLabel(), lines(argument));
            }
        }
        markup.section("Options");
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                String value = option.arity().max() > 0 ? option.paramLabel() : "";
                markup.item(String.join(", ", option.names()), value, lines(option));
            }
        }
    }

    private void commands() {
        if (!command.subcommands().isEmpty()) {
            markup.section("Commands");
            command.subcommands()
                    .values()
                    .forEach(line -> markup.reference(
                            line.getCommandSpec().qualifiedName("-"), HelpText.header(line.getCommandSpec())));
        }
    }

    private void exitStatuses(Map<String, String> statuses) {
        if (!statuses.isEmpty()) {
            markup.section("Exit status");
            statuses.forEach((status, what) -> markup.item(status, "", lines(what)));
        }
    }

    /** A line behind an empty one is a heading where it ends with a colon; all else stands as it is. */
    private void footer(String... lines) {
        List<String> literal = new ArrayList<>();
        for (String raw : lines) {
            String line = HelpText.of(raw);
            if (line.startsWith("\n")) {
                literal(literal);
            }
            if (line.startsWith("\n") && line.endsWith(":")) {
                markup.section(line.strip().replace(":", ""));
            } else {
                literal.add(line.strip());
            }
        }
        literal(literal);
    }

    private void literal(List<String> lines) {
        if (!lines.isEmpty()) {
            markup.literal(List.copyOf(lines));
            lines.clear();
        }
    }

    private static List<String> lines(ArgSpec argument) {
        return List.of(HelpText.description(argument, "%n").split("\n", -1));
    }

    private static List<String> lines(String text) {
        return List.of(HelpText.of(text).split("\n", -1));
    }
}
