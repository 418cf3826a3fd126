package dev.kvlb.cli.log;

import dev.kvlb.cli.log.LogFormat.Event;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The log of this process. Thread-safe. */
public final class Log {
    private static final PrintStream ERR =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    private static volatile LogFormat format = LogFormat.TEXT;
    private static volatile LogLevel level = LogLevel.WARN;

    private Log() {}

    /** Sets what is logged from now on, and how; before that, warnings and errors are, as text. */
    public static void configure(LogLevel newLevel, LogFormat newFormat) {
        level = newLevel;
        format = newFormat;
    }

    /**
     * Tells the operator what a server does because he wanted it, whatever the level: in a log of text this is a line that
     * begins with the name of the server.
     */
    public static void notice(String server, String text) {
        ERR.println(format == LogFormat.TEXT ? server + ": " + text : line(LogLevel.INFO, server, text, null));
    }

    static boolean isEnabled(LogLevel asked) {
        return asked.compareTo(level) <= 0;
    }

    static void write(LogLevel level, String logger, String message, @Nullable Throwable failure) {
        ERR.println(line(level, logger, message, failure));
    }

    private static String line(LogLevel level, String logger, String message, @Nullable Throwable failure) {
        String thread = Thread.currentThread().getName();
        return format.line(new Event(Instant.now(), level, logger, thread, message, failure));
    }
}
