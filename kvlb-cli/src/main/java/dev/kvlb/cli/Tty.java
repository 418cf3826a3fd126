package dev.kvlb.cli;

import java.io.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

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

    /** Returns whether standard error is a terminal, which the JDK does not tell; false where there is no shell to ask. */
    static boolean isError() {
        try {
            return new ProcessBuilder("sh", "-c", "test -t 2")
                            .redirectError(Redirect.INHERIT)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
