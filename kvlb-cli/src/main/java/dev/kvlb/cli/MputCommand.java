package dev.kvlb.cli;

import dev.kvlb.Client;
import dev.kvlb.Written;
import dev.kvlb.cli.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvlb mput KEY VALUE...}. */
@Command(
        name = "mput",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Stores several values, one after the other.",
        description = {
            "Prints nothing when all are stored. They are no transaction: where one fails those before it are stored,"
                    + " and those behind it are not tried. For many there is kvlb pipe."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_TEXT,
            ExitStatus.USAGE_TEXT,
            "3:the balancer can't be reached; the pair that is named and those behind it were not stored",
            "4:the server is busy; the pair that is named and those behind it were not stored",
            ExitStatus.REFUSED_TEXT,
            ExitStatus.OUTCOME_UNKNOWN_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {"%nExamples:", "  kvlb mput city Wien country Österreich", "  kvlb mput --retry 10 temp -5 -- dash -"
        })
final class MputCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(names = "--json", description = "a JSON object for each key that was stored, with version and worker")
    private boolean json;

    @Parameters(arity = "2..*", paramLabel = "KEY VALUE", description = "keys and values in turn, UTF-8")
    private List<String> pairs = List.of();

    MputCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (pairs.size() % 2 != 0) {
            throw CommandFailedException.usage(
                    "a value is missing behind the key " + ErrorLine.quote(pairs.get(pairs.size() - 1)));
        }
        try (Client client = request.connect(invocation)) {
            for (int i = 0; i < pairs.size(); i += 2) {
                String key = pairs.get(i);
                String value = pairs.get(i + 1);
                Written written = request.ask(() -> client.put(utf8(key), utf8(value)));
                if (json) {
                    invocation.printLine(line(key, written));
                }
            }
        } finally {
            invocation.flush();
        }
        return ExitStatus.DONE;
    }

    private static String line(String key, Written written) {
        JsonWriter line = new JsonWriter().object().member("key", key);
        if (written.version() != 0) {
            line.member("version", written.version()).member("worker", written.workerId());
        }
        return line.end().toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
