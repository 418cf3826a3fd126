package dev.kvlb.cli.operator;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.Client;
import dev.kvlb.ClusterStatus;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.text.StatusJson;
import dev.kvlb.cli.text.StatusText;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvlb status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Shows how the cluster is.",
        description = "Whether it serves, and if not, why and what to do; then its counts, and a line for each worker.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the cluster serves",
            "1:it does not",
            ExitStatus.USAGE_TEXT,
            ExitStatus.UNREACHABLE_TEXT,
            ExitStatus.BUSY_TEXT,
            "5:refused by the server, for example because it speaks only the base protocol",
            ExitStatus.NO_ANSWER_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb status",
            "  kvlb status --json",
            "  until kvlb status >/dev/null; do sleep 1; done"
        })
public final class StatusCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Option(names = "--json", description = "one JSON object on one line")
    private boolean json;

    public StatusCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        ClusterStatus status;
        try (Client client = BalancerOption.connect(balancer.address(invocation))) {
            status = client.status();
        }
        String text = json ? StatusJson.of(status) + "\n" : StatusText.of(status);
        invocation.write(text.getBytes(StandardCharsets.UTF_8));
        invocation.flush();
        return status.phase() == Phase.SERVING ? ExitStatus.DONE : ExitStatus.NO;
    }
}
