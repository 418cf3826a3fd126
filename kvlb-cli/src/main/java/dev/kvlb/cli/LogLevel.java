package dev.kvlb.cli;

import java.util.Locale;

/** How much of the library's log is shown, on standard error, in short lines. */
enum LogLevel {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    private static final String PREFIX = "org.slf4j.simpleLogger.";

    /** Tells slf4j-simple, which reads this when the first logger is made: so before any class of a server is used. */
    void apply() {
        set("logFile", "System.err");
        set("defaultLogLevel", name().toLowerCase(Locale.ROOT));
        set("showDateTime", "true");
        set("dateTimeFormat", "HH:mm:ss.SSS");
        set("showThreadName", "false");
        set("showLogName", "false");
    }

    /** What was given to the JVM with -D counts. */
    private static void set(String name, String value) {
        if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
        }
    }
}
