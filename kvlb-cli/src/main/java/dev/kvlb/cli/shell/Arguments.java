package dev.kvlb.cli.shell;

import dev.kvlb.cli.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the options among the words behind a verb from its arguments. */
final class Arguments {
    private static final String END_OF_OPTIONS = "--";

    private Arguments() {}

    /**
     * Returns what a verb is called with.
     *
     * @throws BadLineException if it has no such option, or takes more or fewer arguments
     */
    static Call of(Verb verb, List<Word> words) {
        List<Word> arguments = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        boolean ended = verb.flags().isEmpty();
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            if (ended || !word.isOption()) {
                arguments.add(word);
            } else if (word.text().equals(END_OF_OPTIONS)) {
                ended = true;
            } else if (flag(verb, word).label() == null) {
                options.put(word.text(), "");
            } else if (++i < words.size()) {
                options.put(word.text(), words.get(i).text());
            } else {
                throw new BadLineException(
                        "a value is missing: " + flag(verb, word).synopsis());
            }
        }
        if (!verb.takes(arguments.size())) {
            throw new BadLineException("usage: " + verb.synopsis()
                    + (arguments.size() > verb.required() ? " (quotes keep blanks: put city \"Bad Ischl\")" : ""));
        }
        return new Call(arguments, options);
    }

    private static Flag flag(Verb verb, Word word) {
        String name = word.text();
        return verb.flag(name).orElseThrow(() -> {
            String meant =
                    Nearest.to(name, verb.flags().stream().map(Flag::name).toList());
            return new BadLineException("unknown option of " + verb.name() + ": " + name
                    + (meant == null ? "" : " (did you mean " + meant + "?)")
                    + "; what is no option stands in quotes, or behind --");
        });
    }
}
