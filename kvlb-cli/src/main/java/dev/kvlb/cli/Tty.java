package dev.kvlb.cli;

import java.io.Console;

/** The terminal that the command was started from, if it was. */
final class Tty {
    private Tty() {}

    /** Returns whether standard input and standard output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // It is null up to JDK 21, and later the console itself is asked.
    static boolean isAttached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
