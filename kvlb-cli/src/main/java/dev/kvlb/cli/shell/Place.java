package dev.kvlb.cli.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a call of a verb the next word stands.
 *
 * @param argument which argument it would be, from 0
 * @param option the option whose value it would be; null where there is none
 * @param atBegin whether nothing stands before it but the verb
 */
record Place(int argument, @Nullable Flag option, boolean atBegin) {
    /** Returns the place behind these words, whether they make sense or not. */
    static Place behind(Verb verb, List<Word> words) {
        int argument = 0;
        Flag option = null;
        for (Word word : words) {
            Flag flag = word.isOption() ? verb.flag(word.text()).orElse(null) : null;
            if (option != null) {
                option = null;
            } else if (flag == null) {
                argument++;
            } else if (flag.label() != null) {
                option = flag;
            }
        }
        return new Place(argument, option, words.isEmpty());
    }
}
