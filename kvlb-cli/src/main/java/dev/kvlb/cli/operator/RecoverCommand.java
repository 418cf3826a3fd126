package dev.kvlb.cli.operator;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.KvlbVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvlb recover --from ID}. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Has a cluster that does not serve go on with what one worker has.",
        description = {
            "For a cluster that waits for workers which will not come back (see kvlb status, which lists those that are"
                    + " there). What only others have is lost.",
            "Shows the status and asks first; prints nothing when it is done."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_TEXT,
            ExitStatus.NOT_CONFIRMED_TEXT,
            ExitStatus.USAGE_TEXT,
            ExitStatus.UNREACHABLE_TEXT,
            "4:the worker is not there, or time passed before it was sent; nothing was done",
            "5:refused by the server, because the cluster serves, or the worker held no data",
            "6:sent, but no answer came: it may have been done, see kvlb status",
            ExitStatus.FAILED_TEXT
        },
        footer = {"%nExamples:", "  kvlb recover --from 1719253", "  kvlb recover --from 1719253 --yes"})
public final class RecoverCommand implements Callable<Integer> {
    private static final long ID_MAX = (1L << 32) - 1;

    private final Invocation invocation;

    @Option(
            names = "--from",
            paramLabel = "ID",
            required = true,
            description = "the worker whose data the cluster goes on with: one that is connected")
    private long from;

    @Mixin
    private OperatorOrder order = new OperatorOrder();

    public RecoverCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (from < 0 || from > ID_MAX) {
            throw CommandFailedException.usage("--from must be 0 to " + ID_MAX + ": " + from);
        }
        String loss = "The cluster will go on with what worker " + from + " holds or has set aside: writes that it does"
                + " not have, and all that only other workers hold, are lost for good, and what was deleted since may be"
                + " there again.";
        return order.run(loss, client -> client.recover(from), invocation);
    }
}
