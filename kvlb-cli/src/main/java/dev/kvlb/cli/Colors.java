package dev.kvlb.cli;

/** Colours for a terminal, or none. */
enum Colors {
    ON,
    OFF;

    private static final String RESET = "\u001b[0m";

    /** Returns what suits: colours in a terminal that knows them, unless somebody wants none (no-color.org). */
    static Colors of(Invocation invocation) {
        boolean wanted = invocation.variable("NO_COLOR") == null && !"dumb".equals(invocation.variable("TERM"));
        return wanted && Tty.isAttached() ? ON : OFF;
    }

    String bold(String text) {
        return paint("\u001b[1m", text);
    }

    String green(String text) {
        return paint("\u001b[32m", text);
    }

    String red(String text) {
        return paint("\u001b[31m", text);
    }

    String faint(String text) {
        return paint("\u001b[2m", text);
    }

    private String paint(String sequence, String text) {
        return this == ON ? sequence + text + RESET : text;
    }
}
