package dev.kvlb.cli.shell;

import org.jspecify.annotations.Nullable;

/**
 * An option of a verb.
 *
 * @param name how it is typed, with its dashes
 * @param label what its value is called; null where it takes none
 * @param help what it does, in a line
 */
record Flag(String name, @Nullable String label, String help) {
    /** Returns how it is typed, with its value. */
    String synopsis() {
        return label == null ? name : name + " " + label;
    }
}
