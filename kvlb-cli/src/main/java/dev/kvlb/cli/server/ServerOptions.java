package dev.kvlb.cli.server;

import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.log.Log;
import dev.kvlb.cli.log.LogFormat;
import dev.kvlb.cli.log.LogLevel;
import dev.kvlb.cli.option.ChoiceConverter;
import dev.kvlb.cli.option.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
            completionCandidates = LogLevelConverter.class,
            description = "what to log on standard error: off, error, warn, info (default), debug or trace")
    private LogLevel logLevel = LogLevel.INFO;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            converter = LogFormatConverter.class,
            completionCandidates = LogFormatConverter.class,
            description = "how to log: text (default), or json, an object a line")
    private LogFormat logFormat = LogFormat.TEXT;

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "how long an orderly end waits for what is under way (default: 3s of a balancer, 1s of a worker)")
    private @Nullable Duration drainTimeout;

    @Option(
            names = Settings.CONFIG,
            paramLabel = "FILE",
            description = "properties: the long options without dashes, as client-port=5059; the command line and the"
                    + " environment count before it")
    @SuppressWarnings("unused") // Settings looks for it among the arguments, before they are parsed.
    private @Nullable Path config;

    @Option(names = "--print-config", description = "print each setting and where it comes from, and end")
    private boolean printConfig;

    @Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description = "write the number of the process there, and delete the file at the end (default: nowhere)")
    private @Nullable Path pidFile;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Prints the settings where that is wanted, and returns whether it is. */
    boolean isToPrint(Invocation invocation) {
        CommandSpec spec = Objects.requireNonNull(command);
        Settings settings = (Settings) spec.defaultValueProvider();
        settings.check(spec);
        if (printConfig) {
            Settings.settable(spec).forEach(option -> invocation.printLine(line(option, spec, settings)));
            invocation.flush();
        }
        return printConfig;
    }

    private static String line(OptionSpec option, CommandSpec spec, Settings settings) {
        boolean isGiven = spec.commandLine().getParseResult().hasMatchedOption(option);
        String origin = isGiven ? "command line" : settings.origin(option);
        String value = option.originalStringValues().isEmpty()
                ? settings.defaultValue(option)
                : option.originalStringValues().get(0);
        // A default is a comment, so that what is printed can serve as a file.
        return origin.isEmpty()
                ? "# default: " + StatedDefault.of(option, " ").value() + "\n#" + Settings.key(option) + "="
                : "# " + origin + "\n" + Settings.key(option) + "=" + (value == null ? "" : value);
    }

    /** Returns the file for the number of the process, or null. */
    @Nullable Path pidFile() {
        return pidFile;
    }

    String bind() {
        return bind;
    }

    /** Sets up the log. */
    void apply() {
        Log.configure(logLevel, logFormat);
    }

    /** Returns how long the end may take, or null. */
    @Nullable Duration drainTimeout() {
        return drainTimeout;
    }

    /** Reads the argument of {@code --log-level}. */
    static final class LogLevelConverter extends ChoiceConverter<LogLevel> {
        LogLevelConverter() {
            super(LogLevel.class);
        }
    }

    /** Reads the argument of {@code --log-format}. */
    static final class LogFormatConverter extends ChoiceConverter<LogFormat> {
        LogFormatConverter() {
            super(LogFormat.class);
        }
    }
}
