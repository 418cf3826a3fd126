package dev.kvlb.cli;

import picocli.CommandLine.Option;

/** What balancer and worker are told alike. */
final class ServerOptions {
    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            description = "local address to serve at (default: 127.0.0.1, so that no other machine can connect)")
    private String bind = "127.0.0.1";

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            converter = LogLevelConverter.class,
            description = "what to log on standard error: off, error, warn, info (default), debug or trace")
    private LogLevel logLevel = LogLevel.INFO;

    String bind() {
        return bind;
    }

    /** Sets up the log. */
    void apply() {
        logLevel.apply();
    }

    /** Reads the argument of {@code --log-level}. */
    static final class LogLevelConverter extends ChoiceConverter<LogLevel> {
        LogLevelConverter() {
            super(LogLevel.class);
        }
    }
}
