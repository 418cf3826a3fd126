package dev.kvlb.cli;

import dev.kvlb.Client;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvlb shell}. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Takes commands line by line: put, get, delete, status, help, exit.",
        description = {
            "In a terminal with a prompt, history and completion. From a pipe without; a line that fails is reported"
                    + " with its number on standard error, and the rest runs.",
            "put and delete answer OK, and get of an absent key: not found. \"...\" and '...' keep blanks; # begins a comment."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_TEXT,
            "1:a line from the pipe failed",
            ExitStatus.USAGE_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb shell",
            "  kvlb shell --embedded             nothing needs to run for that",
            "  printf 'put a 1\\nget a\\n' | kvlb shell"
        })
final class ShellCommand implements Callable<Integer> {
    private static final int EMBEDDED_WORKERS = 3;

    private final Invocation invocation;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Option(
            names = "--embedded",
            description = "start a balancer and three workers in this process, which end with the shell")
    private boolean embedded;

    ShellCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (!embedded) {
            return run(balancer.address(invocation), "help shows the commands, Ctrl-D ends.");
        }
        if (balancer.isGiven()) {
            throw CommandFailedException.usage("--embedded and --balancer exclude each other: choose one");
        }
        try (EmbeddedCluster cluster = EmbeddedCluster.start(EMBEDDED_WORKERS)) {
            return run(
                    cluster.clientAddress(),
                    "A balancer and three workers run in this process; what is stored ends with it.\n"
                            + "help shows the commands, Ctrl-D ends.");
        }
    }

    private int run(HostPort address, String greeting) {
        try (Client client = Client.builder()
                .balancer(address.host(), address.port())
                .build()
                .start()) {
            if (Tty.isAttached()) {
                return new TerminalShell(address, client).run("kvlb " + KvlbVersion.current() + ". " + greeting);
            }
            return new PipeShell(client, invocation).run();
        }
    }
}
