package dev.kvlb.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The terminal that the command was started from, if it was. */
public final class Tty {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Tty() {}

    /** Returns whether standard error is a terminal; where this system does not say, whether the others are. */
    public static boolean isErrorAttached() {
        try {
            String file = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException e) {
            return isAttached();
        }
    }

    /** Returns whether standard input and standard output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // It is null up to JDK 21, and later the console itself is asked.
    public static boolean isAttached() {
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
