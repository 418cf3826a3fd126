package dev.kvlb.cli.terminal;

import dev.kvlb.cli.call.Invocation;

/** Colours for a terminal, or none. */
public enum Colors {
    ON,
    OFF;

    private static final String RESET = "\u001b[0m";

    /** Returns what suits: colours in a terminal that knows them, unless somebody wants none (no-color.org). */
    public static Colors of(Invocation invocation) {
        boolean wanted = invocation.variable("NO_COLOR") == null && !"dumb".equals(invocation.variable("TERM"));
        return wanted && Tty.isAttached() ? ON : OFF;
    }

    public String bold(String text) {
        return paint("\u001b[1m", text);
    }

    public String green(String text) {
        return paint("\u001b[32m", text);
    }

    public String red(String text) {
        return paint("\u001b[31m", text);
    }

    public String faint(String text) {
        return paint("\u001b[2m", text);
    }

    private String paint(String sequence, String text) {
        return this == ON ? sequence + text + RESET : text;
    }

    /** When somebody wants colours. */
    public enum When {
        /** As {@link Colors#of(Invocation)} says. */
        AUTO,
        ALWAYS,
        NEVER;

        public Colors colors(Invocation invocation) {
            return switch (this) {
                case AUTO -> of(invocation);
                case ALWAYS -> ON;
                case NEVER -> OFF;
            };
        }
    }
}
