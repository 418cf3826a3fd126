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
            names = "--consistency",
            paramLabel = "MODE",
            converter = ConsistencyConverter.class,
            description = "eventual (default); linearizable is not available yet")
    private Consistency consistency = Consistency.EVENTUAL;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            converter = LogLevelConverter.class,
            description = "what to log on standard error: off, error, warn, info (default), debug or trace")
    private LogLevel logLevel = LogLevel.INFO;

    String bind() {
        return bind;
    }

    /** Sets up the log, and refuses what this version does not have. */
    void apply() {
        if (consistency == Consistency.LINEARIZABLE) {
            throw CommandFailedException.usage(
                    "--consistency linearizable is not available yet: this version replicates eventually,"
                            + " so leave the option out or say eventual");
        }
        logLevel.apply();
    }

    private enum Consistency {
        EVENTUAL,
        LINEARIZABLE
    }

    /** Reads the argument of {@code --consistency}. */
    static final class ConsistencyConverter extends ChoiceConverter<Consistency> {
        ConsistencyConverter() {
            super(Consistency.class);
        }
    }

    /** Reads the argument of {@code --log-level}. */
    static final class LogLevelConverter extends ChoiceConverter<LogLevel> {
        LogLevelConverter() {
            super(LogLevel.class);
        }
    }
}
