package dev.kvlb.cli.operator;

import dev.kvlb.Client;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.KvlbVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kvlb reset}. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Has a cluster that does not serve begin empty.",
        description = {
            "For a cluster that waits for workers which will not come back (see kvlb status). All its data is lost.",
            "Shows the status and asks first; prints nothing when it is done."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_TEXT,
            ExitStatus.NOT_CONFIRMED_TEXT,
            ExitStatus.USAGE_TEXT,
            ExitStatus.UNREACHABLE_TEXT,
            ExitStatus.BUSY_TEXT,
            "5:refused by the server, because the cluster serves",
            "6:sent, but no answer came: it may have been done, see kvlb status",
            ExitStatus.FAILED_TEXT
        },
        footer = {"%nExamples:", "  kvlb reset", "  kvlb reset --yes"})
public final class ResetCommand implements Callable<Integer> {
    private static final String LOSS = "The cluster will start empty: all that its workers hold or have set aside,"
            + " and all that workers hold which are not there now, is lost for good.";

    private final Invocation invocation;

    @Mixin
    private OperatorOrder order = new OperatorOrder();

    public ResetCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        return order.run(LOSS, Client::reset, invocation);
    }
}
