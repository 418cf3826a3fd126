package dev.kvlb.cli.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How answers look. */
enum Format {
    /** Values as they are, each with a newline behind it; what has several columns has tabs between them. */
    RAW,

    /** For people: columns that are aligned, values that are escaped and cut. */
    TABLE,

    /** For programs: a JSON object on a line for each key. */
    JSON;

    /** Returns its name as it is typed. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the names of all. */
    static List<String> words() {
        return Arrays.stream(values()).map(Format::word).toList();
    }
}
