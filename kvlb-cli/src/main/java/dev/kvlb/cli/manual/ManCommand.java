package dev.kvlb.cli.manual;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.KvlbVersion;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvlb man [COMMAND]}. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Prints the manual page of a command, as roff.",
        description = "It says what the command's --help says, as man shows it.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {ExitStatus.DONE_TEXT, ExitStatus.USAGE_TEXT, ExitStatus.FAILED_TEXT},
        footer = {
            "%nExamples:",
            "  kvlb man get | man -l -",
            "  kvlb man get >~/.local/share/man/man1/kvlb-get.1",
            "  kvlb man >~/.local/share/man/man1/kvlb.1"
        })
public final class ManCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "COMMAND",
            description = "which one (default: kvlb itself, with a list of all)")
    private @Nullable String name;

    @Spec
    private @Nullable CommandSpec command;

    public ManCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (command == null) {
            throw new AssertionError("set by picocli");
        }
        CommandSpec root = command.root();
        CommandLine wanted =
                name == null ? root.commandLine() : root.subcommands().get(name);
        if (wanted == null) {
            throw CommandFailedException.usage("unknown command: " + name);
        }
        invocation.printLine(ManPage.of(wanted.getCommandSpec(), "kvlb " + KvlbVersion.current())
                .stripTrailing());
        invocation.flush();
        return ExitStatus.DONE;
    }
}
