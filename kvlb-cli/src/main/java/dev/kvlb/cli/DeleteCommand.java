package dev.kvlb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kvlb delete KEY}. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Deletes what is stored under a key.",
        description = {
            "Prints nothing when it is done, also where nothing was stored.",
            "With --verbose its version and the worker that took it are on standard error."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, the key is gone",
            ExitStatus.USAGE_TEXT,
            ExitStatus.UNREACHABLE_TEXT,
            ExitStatus.BUSY_TEXT,
            ExitStatus.REFUSED_TEXT,
            ExitStatus.OUTCOME_UNKNOWN_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {"%nExamples:", "  kvlb delete city", "  kvlb delete -- -5                options end at --"})
final class DeleteCommand implements Callable<Integer> {
    private final KvlbCommand parent;
    private final Invocation invocation;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Parameters(index = "0", paramLabel = "KEY", description = "the key, UTF-8")
    private String key = "";

    DeleteCommand(KvlbCommand parent, Invocation invocation) {
        this.parent = parent;
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        return new OneShot(balancer.address(invocation), parent.isVerbose(), invocation).delete(key);
    }
}
