package dev.kvlb.cli;

import dev.kvlb.Client;
import dev.kvlb.Found;
import dev.kvlb.cli.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvlb mget KEY...}. */
@Command(
        name = "mget",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Prints the values of several keys.",
        description = {
            "In the order of the keys. An absent key prints nothing on standard output (with --json a null, with"
                    + " --default that value) and one line on standard error, unless --quiet.",
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
            "  kvlb mget city country",
            "  kvlb mget --default '' city country     a line for each key, whatever is there",
            "  kvlb mget --json a b | kvlb pipe --format json --balancer other:5059"
        })
final class MgetCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = {
                "lines (default): each value and a newline",
                "raw: exactly the bytes of the values, with nothing between them",
                "table: key and value for people, escaped and cut",
                "json: a line each, {\"key\":\"city\",\"value\":\"Wien\",\"version\":N,\"worker\":N}; what is not UTF-8 is"
                        + " base64 in value_base64"
            })
    private Format format = Format.LINES;

    @Option(names = "--json", description = "as --format json")
    private boolean json;

    @Option(names = "--default", paramLabel = "V", description = "the value to show for an absent key")
    private @Nullable String defaultValue;

    @Parameters(arity = "1..*", paramLabel = "KEY", description = "the keys, UTF-8")
    private List<String> keys = List.of();

    MgetCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        int status = ExitStatus.DONE;
        try (Client client = request.connect(invocation)) {
            for (String key : keys) {
                Optional<Found<byte[]>> found = request.ask(() -> client.find(utf8(key)));
                if (found.isEmpty() && defaultValue != null) {
                    found = Optional.of(new Found<>(utf8(defaultValue), 0, 0));
                }
                if (found.isEmpty()) {
                    status = ExitStatus.NO;
                }
                print(key, found);
            }
        } finally {
            invocation.flush();
        }
        return status;
    }

    private void print(String key, Optional<Found<byte[]>> found) {
        Format shown = json ? Format.JSON : format;
        if (found.isEmpty() && !request.isQuiet()) {
            invocation.err().println("kvlb: not found: " + ErrorLine.quote(key));
        }
        if (shown == Format.JSON) {
            invocation.printLine(json(key, found));
        } else if (found.isPresent()) {
            byte[] value = found.get().value();
            switch (shown) {
                case RAW -> invocation.write(value);
                case TABLE -> invocation.printLine(row(key, value));
                default -> {
                    invocation.write(value);
                    invocation.write(new byte[] {'\n'});
                }
            }
        }
    }

    private static String row(String key, byte[] value) {
        return ErrorLine.quote(key) + "  " + ErrorLine.quote(new String(value, StandardCharsets.UTF_8));
    }

    private static String json(String key, Optional<Found<byte[]>> found) {
        JsonWriter line = new JsonWriter().object().member("key", key);
        if (found.isEmpty()) {
            return line.none("value").end().toString();
        }
        line.bytes("value", found.get().value());
        if (found.get().version() != 0) {
            line.member("version", found.get().version())
                    .member("worker", found.get().workerId());
        }
        return line.end().toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
