package dev.kvlb.cli.manual;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.ChoiceConverter;
import dev.kvlb.cli.option.KvlbVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvlb man [COMMAND]}. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Prints the manual page of a command, as roff or Markdown.",
        description = "It says what the command's --help says, as man shows it.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {ExitStatus.DONE_TEXT, ExitStatus.USAGE_TEXT, ExitStatus.FAILED_TEXT},
        footer = {
            "%nExamples:",
            "  kvlb man get | man -l -",
            "  kvlb man get >~/.local/share/man/man1/kvlb-get.1",
            "  kvlb man --all ~/.local/share/man/man1    a page for each command",
            "  kvlb man --format markdown get"
        })
public final class ManCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "COMMAND",
            description = "which one (default: kvlb itself, with a list of all)")
    private @Nullable String name;

    @Option(
            names = "--all",
            paramLabel = "DIR",
            description = "write the pages of all commands into that directory, which is made, and print none")
    private @Nullable Path directory;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            completionCandidates = FormatConverter.class,
            description = "roff (default) or markdown")
    private Format format = Format.ROFF;

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
        if (directory != null) {
            if (name != null) {
                throw CommandFailedException.usage("with --all no COMMAND is given: " + name);
            }
            writeAll(root, directory);
            return ExitStatus.DONE;
        }
        CommandLine wanted =
                name == null ? root.commandLine() : root.subcommands().get(name);
        if (wanted == null) {
            throw CommandFailedException.usage("unknown command: " + name);
        }
        invocation.printLine(page(wanted.getCommandSpec()).text().stripTrailing());
        invocation.flush();
        return ExitStatus.DONE;
    }

    private void writeAll(CommandSpec root, Path directory) {
        try {
            Files.createDirectories(directory);
            write(root, directory);
            for (CommandLine subcommand : root.subcommands().values()) {
                write(subcommand.getCommandSpec(), directory);
            }
        } catch (IOException e) {
            throw new CommandFailedException(ExitStatus.FAILED, "cannot write the pages of --all: " + e, e);
        }
    }

    private void write(CommandSpec command, Path directory) throws IOException {
        Markup page = page(command);
        Files.writeString(directory.resolve(page.fileName(command.qualifiedName("-"))), page.text());
    }

    private Markup page(CommandSpec command) {
        Markup markup = format == Format.ROFF ? new Roff("kvlb " + KvlbVersion.current()) : new Markdown();
        ManualPage.write(command, markup);
        return markup;
    }

    enum Format {
        ROFF,
        MARKDOWN
    }

    /** Reads the argument of {@code --format}. */
    static final class FormatConverter extends ChoiceConverter<Format> {
        FormatConverter() {
            super(Format.class);
        }
    }
}
