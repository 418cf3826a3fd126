package dev.kvlb.cli.demo;

import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.terminal.Colors;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code kvlb demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Shows it at work: a whole cluster in one process, in some seconds.",
        description = {
            "Starts a balancer and three workers on free ports, stores the countries and time zones that the JDK ships,"
                    + " reads them through every worker, lets a fourth join, stops two, and reads all again."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all was as it should be",
            "1:something was not",
            ExitStatus.USAGE_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {"%nExamples:", "  kvlb demo"})
public final class DemoCommand implements Callable<Integer> {
    private final Invocation invocation;

    public DemoCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        boolean allTrue = new Demo(new DemoReport(invocation, Colors.of(invocation))).run();
        return allTrue ? ExitStatus.DONE : ExitStatus.NO;
    }
}
