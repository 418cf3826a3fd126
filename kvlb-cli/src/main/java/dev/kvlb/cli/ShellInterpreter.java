package dev.kvlb.cli;

import dev.kvlb.Client;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the shell does with a line, wherever the line comes from and wherever the answers go. */
final class ShellInterpreter {
    private static final String COMMENT = "#";

    private final Client client;
    private final Answers answers;
    private final Map<String, Verb> verbs = new LinkedHashMap<>();
    private boolean ended;

    /** Makes an interpreter; closing the client is up to the caller. */
    ShellInterpreter(Client client, Answers answers) {
        this.client = client;
        this.answers = answers;
        add(new Verb("put", "put KEY VALUE", "stores a value under a key", 2, 2, this::put));
        add(new Verb("get", "get KEY", "shows the value of a key", 1, 1, this::get));
        add(new Verb("delete", "delete KEY", "deletes what is stored under a key", 1, 1, this::delete));
        add(new Verb("status", "status", "shows how the cluster is", 0, 0, this::status));
        add(new Verb("help", "help [COMMAND]", "shows what there is", 0, 1, this::help));
        add(new Verb("exit", "exit", "ends the shell; quit and Ctrl-D do, too", 0, 0, words -> ended = true));
        add(new Verb("quit", "quit", "ends the shell", 0, 0, words -> ended = true));
    }

    private void add(Verb verb) {
        verbs.put(verb.name(), verb);
    }

    /** Returns the names of the commands. */
    Collection<String> names() {
        return verbs.keySet();
    }

    /**
     * Does what a line says. A line that is empty or begins with # says nothing.
     *
     * @return whether the shell goes on after it
     * @throws BadLineException if the line makes no sense
     * @throws dev.kvlb.KvlbException if the store did not do it
     */
    boolean run(byte[] line) {
        List<byte[]> words = isComment(line) ? List.of() : Words.of(line);
        if (words.isEmpty()) {
            return true;
        }
        Verb verb = find(text(words.get(0)));
        List<byte[]> arguments = words.subList(1, words.size());
        if (arguments.size() < verb.argumentsMin() || arguments.size() > verb.argumentsMax()) {
            throw new BadLineException("usage: " + verb.synopsis() + " (quotes keep blanks: put city \"Bad Ischl\")");
        }
        verb.action().run(arguments);
        return !ended;
    }

    private static boolean isComment(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1).stripLeading().startsWith(COMMENT);
    }

    private Verb find(String name) {
        Verb verb = verbs.get(name);
        if (verb == null) {
            String meant = Nearest.to(name, verbs.keySet());
            throw new BadLineException(
                    "unknown command: " + name + (meant == null ? "" : " (did you mean " + meant + "?)"));
        }
        return verb;
    }

    private void put(List<byte[]> arguments) {
        client.put(arguments.get(0), arguments.get(1));
        answers.line("OK");
    }

    private void get(List<byte[]> arguments) {
        Optional<byte[]> value = client.get(arguments.get(0));
        if (value.isPresent()) {
            answers.value(value.get());
        } else {
            answers.line("not found");
        }
    }

    private void delete(List<byte[]> arguments) {
        client.delete(arguments.get(0));
        answers.line("OK");
    }

    private void status(List<byte[]> arguments) {
        StatusText.of(client.status()).lines().forEach(answers::line);
    }

    private void help(List<byte[]> arguments) {
        if (!arguments.isEmpty()) {
            explain(find(text(arguments.get(0))));
            return;
        }
        verbs.values().forEach(this::explain);
        answers.line(
                "Words stand between blanks; \"...\" and '...' keep blanks, and \"...\" knows \\n \\t \\\" \\\\ \\xHH.");
    }

    private void explain(Verb verb) {
        answers.line(String.format("  %-16s %s", verb.synopsis(), verb.description()));
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.UTF_8);
    }

    /** Where the answers go. */
    interface Answers {
        /** Shows a line of text. */
        void line(String text);

        /** Shows a value. */
        void value(byte[] value);
    }

    private interface Action {
        void run(List<byte[]> arguments);
    }

    private record Verb(
            String name, String synopsis, String description, int argumentsMin, int argumentsMax, Action action) {}
}
