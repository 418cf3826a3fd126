package dev.kvlb.cli.shell;

import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.shell.Argument.Kind;
import dev.kvlb.cli.shell.Verb.Group;
import java.util.List;

/** The verbs that are about the shell itself. */
final class ShellVerbs {
    private static final String CLEAR = "--clear";
    private static final List<String> SWITCH = List.of("on", "off");

    private final Interpreter interpreter;
    private final Console console;
    private final Answers answers;

    ShellVerbs(Interpreter interpreter, Console console, Answers answers) {
        this.interpreter = interpreter;
        this.console = console;
        this.answers = answers;
    }

    List<Verb> all() {
        return List.of(
                Verb.named("help", Group.SHELL)
                        .aliases("?")
                        .mayTake(Argument.of("COMMAND", Kind.COMMAND))
                        .summary("shows what there is, or all about a command")
                        .examples("help", "help put")
                        .does(this::help),
                Verb.named("format", Group.SHELL)
                        .mayTake(Argument.choice(Format.words()))
                        .summary("says how answers look, or tells how they do")
                        .details(
                                "raw    values as they are, each with a newline behind it",
                                "table  for people: columns, values escaped and cut",
                                "json   for programs: an object on a line for each key")
                        .examples("format json")
                        .does(this::format),
                Verb.named("time", Group.SHELL)
                        .takes(Argument.choice(SWITCH))
                        .summary("tells how long each command takes, or no more")
                        .examples("time on")
                        .does(this::time),
                Verb.named("source", Group.SHELL)
                        .takes(Argument.of("FILE", Kind.FILE))
                        .summary("runs the lines of a file")
                        .details("A line that fails is reported with its number, and the rest runs, unless --bail.")
                        .examples("source setup.kvlb")
                        .does(call -> interpreter.source(call.text(0))),
                Verb.named("history", Group.SHELL)
                        .mayTake(Argument.of("COUNT", Kind.OTHER))
                        .flag(CLEAR, null, "forget all of it")
                        .summary("shows the lines that were typed")
                        .details("What is typed with a blank before it is not kept. Ctrl-R searches.")
                        .examples("history 20", "history --clear")
                        .does(this::history),
                Verb.named("clear", Group.SHELL).summary("clears the screen").does(call -> console.clear()),
                Verb.named("exit", Group.SHELL)
                        .aliases("quit")
                        .summary("ends the shell, as Ctrl-D does")
                        .does(call -> interpreter.end()));
    }

    private void help(Call call) {
        List<String> lines = call.size() == 0
                ? Help.of(interpreter.verbs())
                : Help.of(interpreter.verbs().get(call.text(0)));
        lines.forEach(answers::text);
    }

    private void format(Call call) {
        if (call.size() == 0) {
            answers.one(new Answer(answers.format().word())
                    .with("format", answers.format().word()));
            return;
        }
        String wanted = call.text(0);
        for (Format format : Format.values()) {
            if (format.word().equals(wanted)) {
                answers.format(format);
                return;
            }
        }
        throw oneOf("format", Format.words(), wanted);
    }

    private void time(Call call) {
        if (!SWITCH.contains(call.text(0))) {
            throw oneOf("time", SWITCH, call.text(0));
        }
        interpreter.time(call.text(0).equals("on"));
    }

    private static BadLineException oneOf(String verb, List<String> choices, String given) {
        return new BadLineException(verb + " must be one of " + String.join(", ", choices) + ": " + given);
    }

    private void history(Call call) {
        if (call.has(CLEAR)) {
            console.forgetHistory();
            return;
        }
        List<String> lines = console.history();
        int count = call.size() == 0 ? lines.size() : count(call.text(0));
        int first = Math.max(0, lines.size() - count);
        for (int i = first; i < lines.size(); i++) {
            answers.text(String.format("%5d  %s", i + 1, ErrorLine.oneLine(lines.get(i))));
        }
    }

    private static int count(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new BadLineException("COUNT is how many lines are shown: " + text);
        }
    }
}
