package dev.kvlb.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A command of the shell: how it is called, what it does, and all that is told of it.
 *
 * @param arguments what it takes, in their order
 * @param required how many of them there must be
 * @param repeats whether they may be followed by more of the same
 * @param summary what it does, in a line
 * @param details what else there is to know, in lines
 */
record Verb(
        String name,
        List<String> aliases,
        Group group,
        List<Argument> arguments,
        int required,
        boolean repeats,
        List<Flag> flags,
        String summary,
        List<String> details,
        List<String> examples,
        Action action) {
    /** Begins a verb that takes nothing. */
    static Builder named(String name, Group group) {
        return new Builder(name, group);
    }

    /** Returns what the argument at this place is, if one can stand there. */
    Optional<Argument> argument(int index) {
        if (index < arguments.size()) {
            return Optional.of(arguments.get(index));
        }
        return repeats ? Optional.of(arguments.get(index % arguments.size())) : Optional.empty();
    }

    /** Returns the option of this name, if it has it. */
    Optional<Flag> flag(String name) {
        return flags.stream().filter(flag -> flag.name().equals(name)).findFirst();
    }

    /** Returns whether it can be called with so many arguments. */
    boolean takes(int count) {
        return repeats
                ? count >= required && count % arguments.size() == 0
                : count >= required && count <= arguments.size();
    }

    /** Returns how it is called: its name, options and arguments. */
    String synopsis() {
        String options = flags.size() > 1
                ? " [OPTION...]"
                : flags.stream().map(flag -> " [" + flag.synopsis() + "]").collect(Collectors.joining());
        return name + options + tail(0);
    }

    /** Returns the arguments from this place on, each with a blank before it. */
    String tail(int from) {
        int count = arguments.size();
        if (repeats && from >= count && from % count == 0) {
            return " [" + arguments.stream().map(Argument::label).collect(Collectors.joining(" ")) + "]...";
        }
        StringBuilder tail = new StringBuilder();
        for (int i = repeats ? from % count : from; i < count; i++) {
            String label = arguments.get(i).label();
            tail.append(i < required ? " " + label : " [" + label + "]");
        }
        return tail.append(repeats ? "..." : "").toString();
    }

    /** What a verb does. */
    interface Action {
        /**
         * Does it.
         *
         * @throws BadLineException if an argument makes no sense
         * @throws dev.kvlb.KvlbException if the store did not do it
         */
        void run(Call call);
    }

    /** What a verb is about. */
    enum Group {
        DATA("Data"),
        CLUSTER("Cluster"),
        SHELL("Shell");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** Puts a verb together. For one thread. */
    static final class Builder {
        private final String name;
        private final Group group;
        private final List<Argument> arguments = new ArrayList<>();
        private final List<Flag> flags = new ArrayList<>();
        private final List<String> details = new ArrayList<>();
        private final List<String> examples = new ArrayList<>();
        private List<String> aliases = List.of();
        private int required;
        private boolean repeats;
        private String summary = "";

        private Builder(String name, Group group) {
            this.name = name;
            this.group = group;
        }

        Builder aliases(String... names) {
            aliases = List.of(names);
            return this;
        }

        /** Takes these arguments. */
        Builder takes(Argument... wanted) {
            arguments.addAll(List.of(wanted));
            required = arguments.size();
            return this;
        }

        /** Takes this argument, or does without it. */
        Builder mayTake(Argument wanted) {
            arguments.add(wanted);
            return this;
        }

        /** Takes these arguments once or more often. */
        Builder takesMany(Argument... wanted) {
            repeats = true;
            return takes(wanted);
        }

        Builder flag(String flag, @Nullable String label, String help) {
            flags.add(new Flag(flag, label, help));
            return this;
        }

        Builder summary(String line) {
            summary = line;
            return this;
        }

        Builder details(String... lines) {
            details.addAll(List.of(lines));
            return this;
        }

        Builder examples(String... lines) {
            examples.addAll(List.of(lines));
            return this;
        }

        Verb does(Action action) {
            return new Verb(
                    name, aliases, group, arguments, required, repeats, flags, summary, details, examples, action);
        }
    }
}
