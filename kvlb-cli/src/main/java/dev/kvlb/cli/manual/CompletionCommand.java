package dev.kvlb.cli.manual;

import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.ChoiceConverter;
import dev.kvlb.cli.option.KvlbVersion;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvlb completion SHELL}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Prints what makes a shell complete commands and options.",
        description = "zsh also shows what each of them is.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {ExitStatus.DONE_TEXT, ExitStatus.USAGE_TEXT, ExitStatus.FAILED_TEXT},
        footer = {
            "%nExamples:",
            "  source <(kvlb completion bash)",
            "  kvlb completion bash >~/.local/share/bash-completion/completions/kvlb",
            "  source <(kvlb completion zsh)",
            "  kvlb completion zsh >~/.zfunc/_kvlb    in a directory of $fpath"
        })
public final class CompletionCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(
            index = "0",
            paramLabel = "SHELL",
            converter = ShellConverter.class,
            completionCandidates = ShellConverter.class,
            description = "bash or zsh")
    private @Nullable Shell shell;

    @Spec
    private @Nullable CommandSpec command;

    public CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (command == null || shell == null) {
            throw new AssertionError("set by picocli");
        }
        CommandSpec root = command.root();
        String script = switch (shell) {
            case BASH -> AutoComplete.bash(root.name(), root.commandLine());
            case ZSH -> ZshCompletion.of(root);
        };
        invocation.printLine(script.stripTrailing());
        invocation.flush();
        return ExitStatus.DONE;
    }

    enum Shell {
        BASH,
        ZSH
    }

    /** Reads the name of a shell. */
    static final class ShellConverter extends ChoiceConverter<Shell> {
        ShellConverter() {
            super(Shell.class);
        }
    }
}
