package dev.kvlb.cli.shell;

import java.util.List;
import java.util.Map;

/**
 * What a verb was called with.
 *
 * @param arguments the words that are no options
 * @param options the options that were given, with their values; those that take none have an empty one
 */
record Call(List<Word> arguments, Map<String, String> options) {
    byte[] bytes(int index) {
        return arguments.get(index).bytes();
    }

    String text(int index) {
        return arguments.get(index).text();
    }

    int size() {
        return arguments.size();
    }

    boolean has(String option) {
        return options.containsKey(option);
    }
}
