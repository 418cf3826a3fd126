package dev.kvlb.cli.operator;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.Client;
import dev.kvlb.ClusterStatus;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.terminal.Tty;
import dev.kvlb.cli.text.HostPort;
import dev.kvlb.cli.text.StatusText;
import java.io.IOException;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An order that gives data up, which is given when somebody has said yes to that. */
final class OperatorOrder {
    private static final String YES = "yes";
    private static final int ANSWER_CHARS_MAX = 80;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Option(names = "--yes", description = "do not ask; needed where there is no terminal to ask in")
    private boolean yes;

    /** Gives the order, after saying what will be lost and asking for a yes where that was not given. */
    int run(String loss, Consumer<Client> order, Invocation invocation) {
        HostPort address = balancer.address(invocation);
        if (!yes && !Tty.isAttached()) {
            throw CommandFailedException.usage(
                    "this gives data up, and there is no terminal to ask in: say --yes if that is what you want");
        }
        try (Client client = BalancerOption.connect(address)) {
            if (!yes) {
                ask(client, loss, invocation);
            }
            order.accept(client);
        }
        return ExitStatus.DONE;
    }

    private static void ask(Client client, String loss, Invocation invocation) {
        ClusterStatus status = client.status();
        if (status.phase() == Phase.SERVING) {
            // Were it ordered all the same, it might be carried out when it is none any more, and nobody has said yes.
            throw new CommandFailedException(
                    ExitStatus.REFUSED, "the cluster serves: nothing was ordered, and nothing needs to be", null);
        }
        invocation.err().print(StatusText.of(status));
        invocation.err().println(loss);
        invocation.err().print("Type yes to go on: ");
        invocation.err().flush();
        if (!readAnswer(invocation).equals(YES)) {
            throw new CommandFailedException(ExitStatus.NO, "not confirmed: nothing was ordered", null);
        }
    }

    private static String readAnswer(Invocation invocation) {
        StringBuilder answer = new StringBuilder();
        try {
            int b = invocation.in().read();
            while (b >= 0 && b != '\n' && answer.length() < ANSWER_CHARS_MAX) {
                answer.append((char) b);
                b = invocation.in().read();
            }
        } catch (IOException e) {
            throw new CommandFailedException(ExitStatus.FAILED, "cannot read standard input: " + e.getMessage(), e);
        }
        return answer.toString().strip();
    }
}
