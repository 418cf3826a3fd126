package dev.kvlb.cli.oneshot;

import dev.kvlb.Client;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.KvlbVersion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvlb exists KEY...}. */
@Command(
        name = "exists",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Tells whether there is a value under each key.",
        description =
                "Prints true or false for each key, a line each in the order of the keys; --quiet prints nothing.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:there is a value under every key",
            "1:there is none under at least one",
            ExitStatus.USAGE_TEXT,
            ExitStatus.UNREACHABLE_TEXT,
            ExitStatus.BUSY_TEXT,
            ExitStatus.REFUSED_TEXT,
            ExitStatus.NO_ANSWER_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb exists city",
            "  if kvlb exists -q lock; then echo taken; fi",
            "  kvlb exists --json a b                {\"key\":\"a\",\"exists\":true} and so on"
        })
public final class ExistsCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(names = "--json", description = "a JSON object for each key, on a line of its own")
    private boolean json;

    @Parameters(index = "0..*", arity = "1", paramLabel = "KEY", description = "the keys, UTF-8")
    private List<String> keys = List.of();

    public ExistsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        int status = ExitStatus.DONE;
        try (Client client = request.connect(invocation)) {
            for (String key : keys) {
                boolean exists =
                        request.ask(() -> client.get(OneShot.utf8(key))).isPresent();
                if (!request.isQuiet()) {
                    invocation.printLine(json ? EntryJson.of(key, exists) : Boolean.toString(exists));
                }
                status = exists ? status : ExitStatus.NO;
            }
        } finally {
            invocation.flush();
        }
        return status;
    }
}
