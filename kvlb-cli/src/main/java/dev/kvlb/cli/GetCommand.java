package dev.kvlb.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvlb get KEY}. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Prints the value of a key.",
        description = {
            "An absent key prints nothing on standard output and one line on standard error.",
            "With --verbose the version of the value and the worker that answered are on standard error."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_TEXT,
            ExitStatus.NOT_FOUND_TEXT,
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
            "  kvlb get --balancer [::1]:5059 city"
        })
final class GetCommand implements Callable<Integer> {
    private final KvlbCommand parent;
    private final Invocation invocation;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Option(names = "--raw", description = "exactly the bytes of the value, without a newline behind them")
    private boolean raw;

    @Parameters(index = "0", paramLabel = "KEY", description = "the key, UTF-8")
    private String key = "";

    GetCommand(KvlbCommand parent, Invocation invocation) {
        this.parent = parent;
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        return new OneShot(balancer.address(invocation), parent.isVerbose(), invocation).get(key, raw);
    }
}
