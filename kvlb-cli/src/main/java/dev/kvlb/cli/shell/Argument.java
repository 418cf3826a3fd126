package dev.kvlb.cli.shell;

import java.util.List;

/**
 * What a word behind a verb is.
 *
 * @param label what it is called in synopses and hints
 * @param choices what it can be, where it is a choice; else empty
 */
record Argument(String label, Kind kind, List<String> choices) {
    static final Argument KEY = new Argument("KEY", Kind.KEY, List.of());
    static final Argument VALUE = new Argument("VALUE", Kind.OTHER, List.of());

    static Argument of(String label, Kind kind) {
        return new Argument(label, kind, List.of());
    }

    static Argument choice(List<String> choices) {
        return new Argument(String.join("|", choices), Kind.OTHER, choices);
    }

    /** What completes it. */
    enum Kind {
        /** The keys that were used lately. */
        KEY,
        /** The names of the verbs. */
        COMMAND,
        /** The files that there are. */
        FILE,
        /** The balancers that it was connected to. */
        ADDRESS,
        /** Its choices, if it has any. */
        OTHER
    }
}
