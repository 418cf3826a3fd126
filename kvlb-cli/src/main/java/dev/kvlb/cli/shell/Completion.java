package dev.kvlb.cli.shell;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What can stand where a word is being typed. */
final class Completion {
    private final Verbs verbs;
    private final RecentKeys keys;
    private final Supplier<Collection<String>> addresses;

    Completion(Verbs verbs, RecentKeys keys, Supplier<Collection<String>> addresses) {
        this.verbs = verbs;
        this.keys = keys;
        this.addresses = addresses;
    }

    /**
     * Returns all that can stand behind some words, whether or not it begins with what was typed of it.
     *
     * @param typed what was typed of the word, without quotes
     * @param isOption whether that is the beginning of an option
     */
    List<Suggestion> behind(List<Word> words, String typed, boolean isOption) {
        if (words.isEmpty()) {
            return commands();
        }
        return verbs.find(words.get(0).text())
                .map(verb -> behind(verb, words.subList(1, words.size()), typed, isOption))
                .orElse(List.of());
    }

    private List<Suggestion> behind(Verb verb, List<Word> words, String typed, boolean isOption) {
        Place place = Place.behind(verb, words);
        if (place.option() != null) {
            return List.of();
        }
        if (isOption && !verb.flags().isEmpty()) {
            return verb.flags().stream()
                    .map(flag -> new Suggestion(flag.name(), flag.help(), true))
                    .toList();
        }
        return verb.argument(place.argument())
                .map(argument -> suggestions(argument, typed))
                .orElse(List.of());
    }

    private List<Suggestion> suggestions(Argument argument, String typed) {
        return switch (argument.kind()) {
            case KEY -> plain(keys.all());
            case COMMAND -> commands();
            case FILE -> files(typed);
            case ADDRESS -> plain(addresses.get());
            case OTHER -> plain(argument.choices());
        };
    }

    private List<Suggestion> commands() {
        return verbs.all().stream()
                .map(verb -> new Suggestion(verb.name(), verb.summary(), true))
                .toList();
    }

    private static List<Suggestion> plain(Collection<String> values) {
        return values.stream().map(value -> new Suggestion(value, "", true)).toList();
    }

    private static List<Suggestion> files(String typed) {
        String directory = typed.substring(0, typed.lastIndexOf('/') + 1);
        File[] files = new File(directory.isEmpty() ? "." : directory).listFiles();
        List<Suggestion> suggestions = new ArrayList<>();
        for (File file : sorted(files)) {
            boolean isDirectory = file.isDirectory();
            suggestions.add(new Suggestion(directory + file.getName() + (isDirectory ? "/" : ""), "", !isDirectory));
        }
        return suggestions;
    }

    private static List<File> sorted(File @Nullable [] files) {
        return files == null ? List.of() : Arrays.stream(files).sorted().toList();
    }

    /**
     * One of the things that can stand there.
     *
     * @param value the word, without quotes
     * @param help what it is, in a line; empty where there is nothing to say
     * @param isWhole whether the word ends with it
     */
    record Suggestion(String value, String help, boolean isWhole) {}
}
