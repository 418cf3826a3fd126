package dev.kvlb.cli.shell;

import java.util.ArrayList;
import java.util.List;

/** What is told of the verbs, in lines. */
final class Help {
    private static final String ROW = "  %-25s %s";

    private Help() {}

    /** Returns a line for each verb, in groups, and how words are written. */
    static List<String> of(Verbs verbs) {
        List<String> lines = new ArrayList<>();
        for (Verb.Group group : Verb.Group.values()) {
            lines.add(group.title());
            for (Verb verb : verbs.all()) {
                if (verb.group() == group) {
                    String aliases = verb.aliases().isEmpty() ? "" : " (" + String.join(", ", verb.aliases()) + ")";
                    lines.add(String.format(ROW, verb.synopsis(), verb.summary() + aliases));
                }
            }
        }
        lines.add("Words stand between blanks. \"...\" and '...' keep blanks, and \"...\" knows the");
        lines.add("escapes \\n \\t \\r \\\" \\\\ \\xHH. # begins a comment. help COMMAND shows examples.");
        return lines;
    }

    /** Returns all that there is to know of one verb. */
    static List<String> of(Verb verb) {
        List<String> lines = new ArrayList<>();
        lines.add(verb.synopsis());
        lines.add("  " + verb.summary());
        verb.details().forEach(line -> lines.add("  " + line));
        if (!verb.aliases().isEmpty()) {
            lines.add("Also: " + String.join(", ", verb.aliases()));
        }
        if (!verb.flags().isEmpty()) {
            lines.add("Options:");
            verb.flags().forEach(flag -> lines.add(String.format(ROW, flag.synopsis(), flag.help())));
        }
        if (!verb.examples().isEmpty()) {
            lines.add("Examples:");
            verb.examples().forEach(example -> lines.add("  " + example));
        }
        return lines;
    }
}
