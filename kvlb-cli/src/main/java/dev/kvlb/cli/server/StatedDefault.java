package dev.kvlb.cli.server;

import dev.kvlb.cli.option.HelpText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a setting's description says it is by default, and the description without that. Either it ends in {@code (default:
 * 5059)}, or it lists what there is to choose and marks one as {@code text (default)}.
 *
 * @param value empty where the description says nothing
 */
record StatedDefault(String value, String description) {
    private static final Pattern STATED = Pattern.compile(" ?\\(default([^:()]*): ([^()]*)\\)");
    private static final Pattern CHOSEN = Pattern.compile("(\\S+) \\(default\\)");

    /** Reads the description of an option, its lines joined by what is given. */
    static StatedDefault of(OptionSpec option, String lineBreak) {
        String says = HelpText.description(option, lineBreak);
        Matcher stated = STATED.matcher(says);
        if (stated.find()) {
            return new StatedDefault(
                    stated.group(2) + stated.group(1).replace(" and", ", the"), stated.replaceFirst(""));
        }
        Matcher chosen = CHOSEN.matcher(says);
        return new StatedDefault(chosen.find() ? chosen.group(1).replace(":", "") : "", says);
    }
}
