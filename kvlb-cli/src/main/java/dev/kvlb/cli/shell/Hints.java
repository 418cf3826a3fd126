package dev.kvlb.cli.shell;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is shown behind a line that is being typed: what is still to come. */
final class Hints {
    private final Verbs verbs;

    Hints(Verbs verbs) {
        this.verbs = verbs;
    }

    /** Returns what may follow the line, with a blank before it where one is needed; empty where nothing may. */
    String of(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Words.Typed typed = Words.asTyped(bytes);
        List<Word> words = typed.words();
        if (words.isEmpty() || typed.flaw() != null) {
            return "";
        }
        boolean inWord = words.get(words.size() - 1).end() == bytes.length;
        String hint = verbs.find(words.get(0).text())
                .map(verb -> behind(verb, words.subList(1, words.size())))
                .orElse("");
        return inWord ? hint : hint.stripLeading();
    }

    private static String behind(Verb verb, List<Word> words) {
        Place place = Place.behind(verb, words);
        if (place.atBegin()) {
            return verb.synopsis().substring(verb.name().length());
        }
        return place.option() == null
                ? verb.tail(place.argument())
                : " " + place.option().label();
    }
}
