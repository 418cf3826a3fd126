package dev.kvlb.cli.pipe;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.option.ChoiceConverter;
import dev.kvlb.cli.option.DurationConverter;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.text.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvlb pipe}. */
@Command(
        name = "pipe",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Stores all entries that come on standard input.",
        description = {
            "Sends thousands before the first is answered, and stops reading while the balancer does not take more. Of"
                    + " entries with the same key the last one stays.",
            "Prints a summary when all are answered:",
            "  errors: 0, replies: N",
            "An entry is either a reply, when it is stored, or an error; the first errors are on standard error, with"
                    + " their line. A bad line does not keep the rest from being stored.",
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every entry was stored",
            "1:at least one was not, or may not have been",
            ExitStatus.USAGE_TEXT,
            "3:the balancer can't be reached; nothing was stored",
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb pipe <cities.tsv                      key TAB value, one entry a line",
            "  kvlb get --json a b | kvlb pipe --format json --balancer other:5059",
            "  printf '4:city,4:Wien,' | kvlb pipe --format netstring"
        },
        sortOptions = false)
public final class PipeCommand implements Callable<Integer> {
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(1);
    private static final Duration TIMEOUT_MAX = Duration.ofDays(1);
    private static final int CONNECTIONS_MAX = 64;

    private final Invocation invocation;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            completionCandidates = FormatConverter.class,
            description = {
                "tsv (default): a line each, key TAB value, exact bytes",
                "json: a line each, {\"key\":\"city\",\"value\":\"Wien\"}, or key_base64 and value_base64 for any bytes",
                "netstring: LENGTH:KEY,LENGTH:VALUE, for any bytes"
            })
    private EntryFormat format = EntryFormat.TSV;

    @Option(names = "--connections", paramLabel = "N", description = "how many connections, 1 to 64 (default: 16)")
    private int connections = 16;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long to wait for the next answer (default: 30s)")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(
            names = {"-q", "--quiet"},
            description = "no summary and no progress; errors are told all the same")
    private boolean quiet;

    public PipeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        HostPort address = balancer.address(invocation);
        if (connections < 1 || connections > CONNECTIONS_MAX) {
            throw CommandFailedException.usage("--connections must be 1 to " + CONNECTIONS_MAX + ": " + connections);
        }
        if (timeout.compareTo(TIMEOUT_MIN) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
            throw CommandFailedException.usage("--timeout: must be 1 ms..1 day: " + timeout.toMillis() + " ms");
        }
        PipeErrors errors = new PipeErrors(format == EntryFormat.NETSTRING ? "entry" : "line", invocation);
        BulkLoad load = new BulkLoad(address.host(), address.port(), connections, timeout, errors);
        try (load;
                PipeProgress progress = PipeProgress.start(load, quiet, invocation)) {
            format.read(load.flushedBefore(progress.counted(invocation.in())), load);
            load.close();
        } catch (IOException e) {
            throw new CommandFailedException(ExitStatus.FAILED, "cannot read standard input: " + e.getMessage(), e);
        }
        errors.tellRest(load.isUnreachable());
        if (!quiet) {
            invocation.printLine("errors: " + load.errors() + ", replies: " + load.replies());
            invocation.flush();
        }
        if (load.isUnreachable() && load.replies() == 0) {
            return ExitStatus.UNREACHABLE;
        }
        return load.errors() == 0 ? ExitStatus.DONE : ExitStatus.NO;
    }

    /** Reads the argument of {@code --format}. */
    static final class FormatConverter extends ChoiceConverter<EntryFormat> {
        FormatConverter() {
            super(EntryFormat.class);
        }
    }
}
