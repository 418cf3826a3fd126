package dev.kvlb.cli.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Says what the parts of a line that is being typed are, so that they can be coloured. */
final class Highlights {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

    private final Verbs verbs;

    Highlights(Verbs verbs) {
        this.verbs = verbs;
    }

    /** Returns the parts that are something, in their order. */
    List<Part> of(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Words.Typed typed = Words.asTyped(bytes);
        List<Word> words = typed.words();
        List<Part> parts = new ArrayList<>();
        int last = words.size() - 1;
        for (int i = 0; i <= last; i++) {
            Word word = words.get(i);
            boolean isBeingTyped = word.end() == bytes.length;
            boolean isWrong = i == last && typed.flaw() != null && !(typed.flaw() instanceof UnclosedQuoteException);
            Kind kind = i == 0 ? command(word, isBeingTyped) : argument(words.get(0), word, isBeingTyped);
            parts.add(new Part(chars(bytes, word.begin()), chars(bytes, word.end()), isWrong ? Kind.WRONG : kind));
        }
        return parts;
    }

    private static int chars(byte[] line, int end) {
        return new String(line, 0, end, StandardCharsets.UTF_8).length();
    }

    private Kind command(Word word, boolean isBeingTyped) {
        String name = word.text();
        if (verbs.find(name).isPresent()) {
            return Kind.COMMAND;
        }
        boolean mayBecomeOne = isBeingTyped && verbs.names().stream().anyMatch(each -> each.startsWith(name));
        return mayBecomeOne ? Kind.PLAIN : Kind.WRONG;
    }

    private Kind argument(Word command, Word word, boolean isBeingTyped) {
        List<Flag> flags = verbs.find(command.text()).map(Verb::flags).orElse(List.of());
        if (word.isOption() && !flags.isEmpty()) {
            String name = word.text();
            boolean isKnown = flags.stream()
                    .anyMatch(flag -> isBeingTyped
                            ? flag.name().startsWith(name)
                            : flag.name().equals(name));
            return isKnown || name.equals("--") ? Kind.OPTION : Kind.WRONG;
        }
        if (word.isQuoted()) {
            return Kind.STRING;
        }
        return NUMBER.matcher(word.text()).matches() ? Kind.NUMBER : Kind.PLAIN;
    }

    /** A part of a line, from one char to another. */
    record Part(int begin, int end, Kind kind) {}

    /** What a part of a line is. */
    enum Kind {
        PLAIN,
        COMMAND,
        OPTION,
        STRING,
        NUMBER,
        WRONG
    }
}
