package dev.kvlb.cli.oneshot;

import dev.kvlb.Client;
import dev.kvlb.Found;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.ChoiceConverter;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.option.Verbosity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvlb get KEY...}. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Prints the values of keys.",
        description = {
            "In the order of the keys. An absent key prints nothing on standard output (with --json a null, with"
                    + " --default that value) and one line on standard error, unless --quiet.",
            "With --verbose the version of each value and the worker that answered are on standard error."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every key was found, or there was a --default",
            "1:at least one key was not found",
            ExitStatus.USAGE_TEXT,
            ExitStatus.UNREACHABLE_TEXT,
            ExitStatus.BUSY_TEXT,
            ExitStatus.REFUSED_TEXT,
            ExitStatus.NO_ANSWER_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb get city",
            "  kvlb get --raw photo >photo.jpg",
            "  kvlb get --default none city country    a line for each key, whatever is there",
            "  kvlb get --json a b | kvlb pipe --format json --balancer other:5059",
            "  kvlb get --balancer [::1]:5059 city"
        })
public final class GetCommand implements Callable<Integer> {
    private final Verbosity verbosity;
    private final Invocation invocation;

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            completionCandidates = FormatConverter.class,
            description = {
                "lines (default): each value and a newline",
                "raw: exactly the bytes of the values, with nothing between them",
                "table: key and value for people, escaped and cut",
                "json: a line each, {\"key\":\"city\",\"value\":\"Wien\",\"version\":N,\"worker\":N}; what is not UTF-8 is"
                        + " base64 in value_base64"
            })
    private @Nullable Format format;

    @Option(names = "--raw", description = "as --format raw")
    private boolean raw;

    @Option(names = "--json", description = "as --format json")
    private boolean json;

    @Option(names = "--default", paramLabel = "V", description = "the value to show for an absent key")
    private @Nullable String defaultValue;

    @Parameters(index = "0..*", arity = "1", paramLabel = "KEY", description = "the keys, UTF-8")
    private List<String> keys = List.of();

    public GetCommand(Verbosity verbosity, Invocation invocation) {
        this.verbosity = verbosity;
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Format shown = format();
        int status = ExitStatus.DONE;
        try (Client client = request.connect(invocation)) {
            Lookup lookup = new Lookup(client, request, verbosity.isVerbose(), invocation);
            for (String key : keys) {
                if (!(shown == Format.JSON ? printJson(lookup, key) : printValue(lookup, key, shown))) {
                    status = ExitStatus.NO;
                }
            }
        } finally {
            invocation.flush();
        }
        return status;
    }

    private Format format() {
        if ((raw ? 1 : 0) + (json ? 1 : 0) + (format == null ? 0 : 1) > 1) {
            throw CommandFailedException.usage("only one of --format, --raw and --json can be given");
        }
        if (raw) {
            return Format.RAW;
        }
        if (json) {
            return Format.JSON;
        }
        return format == null ? Format.LINES : format;
    }

    /** Returns whether there was something to show. */
    private boolean printJson(Lookup lookup, String key) {
        Found<byte[]> found = lookup.find(key);
        if (found == null && defaultValue != null) {
            found = new Found<>(OneShot.utf8(defaultValue), 0, 0);
        }
        if (found == null) {
            tellAbsent(key);
        }
        invocation.printLine(EntryJson.of(key, found));
        return found != null;
    }

    private boolean printValue(Lookup lookup, String key, Format shown) {
        byte[] value = lookup.value(key);
        if (value == null && defaultValue != null) {
            value = OneShot.utf8(defaultValue);
        }
        if (value == null) {
            tellAbsent(key);
            return false;
        }
        if (shown == Format.TABLE) {
            invocation.printLine(
                    ErrorLine.quote(key) + "  " + ErrorLine.quote(new String(value, StandardCharsets.UTF_8)));
            return true;
        }
        GetOutput.value(value, shown == Format.RAW, invocation);
        return true;
    }

    private void tellAbsent(String key) {
        if (!request.isQuiet()) {
            GetOutput.absent(key, invocation);
        }
    }

    enum Format {
        LINES,
        RAW,
        TABLE,
        JSON
    }

    /** Reads the argument of {@code --format}. */
    static final class FormatConverter extends ChoiceConverter<Format> {
        FormatConverter() {
            super(Format.class);
        }
    }
}
