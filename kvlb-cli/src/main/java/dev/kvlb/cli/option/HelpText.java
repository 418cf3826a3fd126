package dev.kvlb.cli.option;

import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The texts of picocli's models as people read them: picocli's own are formats, cut into pieces. */
public final class HelpText {
    private HelpText() {}

    /** Returns what a format says, with {@code \n} between its lines. */
    public static String of(String format) {
        return String.format(Locale.ROOT, format).replace(System.lineSeparator(), "\n");
    }

    /** Returns what an argument is described by, its pieces joined by this. */
    public static String description(ArgSpec argument, String separator) {
        return of(String.join(separator, argument.description()));
    }

    /** Returns in one line what a command does. */
    public static String header(CommandSpec command) {
        return of(String.join(" ", command.usageMessage().header()));
    }
}
