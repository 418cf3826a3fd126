package dev.kvlb.cli.manual;

import dev.kvlb.cli.option.HelpText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A script for zsh that completes a command, its subcommands, their options and the values of these, each with what it is.
 * It can be {@code _kvlb} in a directory of {@code $fpath}, or be sourced.
 */
final class ZshCompletion {
    /** How an argument is called that is one of the subcommands, as of help and of man. */
    private static final String COMMAND_LABEL = "COMMAND";

    private static final String DIRECTORY_LABEL = "DIR";

    private final CommandSpec root;
    private final StringBuilder script = new StringBuilder();

    private ZshCompletion(CommandSpec root) {
        this.root = root;
    }

    /** Returns the script for a command. */
    static String of(CommandSpec root) {
        return new ZshCompletion(root).write();
    }

    private String write() {
        String function = "_" + root.name();
        line("#compdef " + root.name());
        line("");
        line(commandsFunction() + "() {");
        line("    local -a commands=(");
        root.subcommands()
                .forEach((name, command) ->
                        line("        " + quoted(name + ":" + HelpText.header(command.getCommandSpec()))));
        line("    )");
        line("    _describe -t commands command commands");
        line("}");
        line("");
        line(function + "() {");
        line("    local context state state_descr line curcontext=$curcontext");
        line("    typeset -A opt_args");
        line("    local missed=1");
        arguments(
                "    ",
                "-C",
                root.options(),
                List.of(quoted("1:command:" + commandsFunction()), quoted("*::argument:->argument")));
        line("    [[ $state == argument ]] && case $words[1] in");
        for (CommandLine subcommand : root.subcommands().values()) {
            CommandSpec command = subcommand.getCommandSpec();
            line("        " + command.name() + ")");
            List<String> positionals = command.positionalParameters().stream()
                    .map(this::positional)
                    .toList();
            arguments("            ", "", command.options(), positionals);
            line("            ;;");
        }
        line("    esac");
        line("    return missed");
        line("}");
        line("");
        line("if [[ $funcstack[1] == " + function + " ]]; then");
        line("    " + function + " \"$@\"");
        line("else");
        line("    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }");
        line("    compdef " + function + " " + root.name());
        line("fi");
        return script.toString();
    }

    private String commandsFunction() {
        return "_" + root.name() + "_commands";
    }

    private void arguments(String indent, String flags, List<OptionSpec> options, List<String> positionals) {
        List<String> specs = new ArrayList<>();
        for (OptionSpec option : options) {
            if (!option.hidden()) {
                for (String name : option.names()) {
                    specs.add(option(option, name));
                }
            }
        }
        specs.addAll(positionals);
        line(indent + String.join(" ", "_arguments", flags).strip() + " \\");
        for (String spec : specs) {
            line(indent + "    " + spec + " \\");
        }
        line(indent + "    && missed=0");
    }

    /** One of the names of an option. One that was given is not offered again, unless it can be given several times. */
    private String option(OptionSpec option, String name) {
        String given = option.isMultiValue() ? "*" : "(" + String.join(" ", option.names()) + ")";
        boolean endsAll = option.usageHelp() || option.versionHelp();
        String text = (endsAll ? "(- : *)" : given) + name;
        String what = "[" + escaped(description(option)) + "]";
        if (option.arity().max() == 0) {
            return quoted(text + what);
        }
        String equals = name.startsWith("--") ? "=" : "";
        return quoted(text + equals + what + ":" + escaped(option.paramLabel()) + ":" + values(option));
    }

    private String positional(PositionalParamSpec argument) {
        String place = argument.index().max() == argument.index().min()
                ? Integer.toString(argument.index().min() + 1)
                : "*";
        return quoted(place + ":" + escaped(argument.paramLabel()) + ":" + values(argument));
    }

    /** What completes a value: files, one of several words, a subcommand, or nothing, where its name is shown alone. */
    private String values(ArgSpec argument) {
        if (COMMAND_LABEL.equals(argument.paramLabel())) {
            return commandsFunction();
        }
        if (argument.completionCandidates() != null) {
            return "(" + String.join(" ", argument.completionCandidates()) + ")";
        }
        if (!Path.class.equals(argument.auxiliaryTypes()[0])) {
            return " ";
        }
        return DIRECTORY_LABEL.equals(argument.paramLabel()) ? "_files -/" : "_files";
    }

    private static String description(ArgSpec argument) {
        return HelpText.description(argument, " ").replace("\n", "; ");
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\\\\\[\\]:]", "\\\\$0");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private void line(String line) {
        script.append(line).append('\n');
    }
}
