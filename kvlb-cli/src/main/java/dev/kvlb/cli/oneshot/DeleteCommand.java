package dev.kvlb.cli.oneshot;

import dev.kvlb.Client;
import dev.kvlb.Written;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.option.Verbosity;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvlb delete KEY...}. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Deletes what is stored under keys.",
        description = {
            "Prints nothing when it is done, also where nothing was stored. Where one fails those before it are deleted,"
                    + " and those behind it are not tried.",
            "With --verbose the version of each and the worker that took it are on standard error."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, the keys are gone",
            ExitStatus.USAGE_TEXT,
            "3:the balancer can't be reached; the key that is named and those behind it were not deleted",
            "4:the server is busy; the key that is named and those behind it were not deleted",
            ExitStatus.REFUSED_TEXT,
            ExitStatus.OUTCOME_UNKNOWN_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb delete city",
            "  kvlb delete --retry 10 city country",
            "  kvlb delete -- -5                options end at --"
        })
public final class DeleteCommand implements Callable<Integer> {
    private final Verbosity verbosity;
    private final Invocation invocation;

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(names = "--json", description = "a JSON object for each key that was deleted, with version and worker")
    private boolean json;

    @Parameters(index = "0..*", arity = "1", paramLabel = "KEY", description = "the keys, UTF-8")
    private List<String> keys = List.of();

    public DeleteCommand(Verbosity verbosity, Invocation invocation) {
        this.verbosity = verbosity;
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        try (Client client = request.connect(invocation)) {
            for (String key : keys) {
                Written written = request.ask(() -> client.delete(OneShot.utf8(key)));
                if (json) {
                    invocation.printLine(EntryJson.of(key, written));
                }
                if (verbosity.isVerbose()) {
                    OneShot.tellVersion(written.version(), written.workerId(), invocation);
                }
            }
        } finally {
            invocation.flush();
        }
        return ExitStatus.DONE;
    }
}
