package dev.kvlb.cli.shell;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.option.ChoiceConverter;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.server.EmbeddedCluster;
import dev.kvlb.cli.terminal.Colors;
import dev.kvlb.cli.terminal.Tty;
import dev.kvlb.cli.text.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvlb shell}. */
@Command(
        name = "shell",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        sortOptions = false,
        header = "Takes commands line by line: put, get, delete, status and more; help shows them all.",
        description = {
            "In a terminal with a prompt, history and completion. From a pipe, with --eval and with --file without; a"
                    + " line that fails is reported with its number on standard error, and the rest runs.",
            "put and delete answer OK, and get of an absent key: not found. \"...\" and '...' keep blanks; # begins a comment."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_TEXT,
            "1:a line of the pipe, of --eval or of --file failed",
            ExitStatus.USAGE_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb shell",
            "  kvlb shell --embedded             nothing needs to run for that",
            "  kvlb shell -e 'put a 1' -e 'get a'",
            "  kvlb shell --bail -f setup.kvlb",
            "  printf 'put a 1\\nget a\\n' | kvlb shell --format json"
        })
public final class ShellCommand implements Callable<Integer> {
    private static final int EMBEDDED_WORKERS = 3;

    private final Invocation invocation;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Option(
            names = "--embedded",
            description = "start a balancer and three workers in this process, which end with the shell")
    private boolean embedded;

    @Mixin
    private ShellInput input = new ShellInput();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            completionCandidates = FormatConverter.class,
            description = "how answers look: raw (default), table (default in a terminal) or json, an object on a line")
    private @Nullable Format format;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            converter = ColorConverter.class,
            completionCandidates = ColorConverter.class,
            description =
                    "colours in a terminal: auto (default; none where NO_COLOR is set, or TERM is dumb), always or"
                            + " never")
    private Colors.When color = Colors.When.AUTO;

    public ShellCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (!embedded) {
            return run(balancer.address(invocation));
        }
        if (balancer.isGiven()) {
            throw CommandFailedException.usage("--embedded and --balancer exclude each other: choose one");
        }
        try (EmbeddedCluster cluster = EmbeddedCluster.start(EMBEDDED_WORKERS)) {
            return run(cluster.clientAddress());
        }
    }

    private int run(HostPort address) {
        return Tty.isAttached() && !input.isGiven() ? runInTerminal(address) : runFromInput(address);
    }

    private int runInTerminal(HostPort address) {
        List<String> greeting = new ArrayList<>(List.of("kvlb " + KvlbVersion.current()));
        if (embedded) {
            greeting.add("A balancer and three workers run in this process; what is stored ends with it.");
        }
        try (ShellTerminal terminal = ShellTerminal.open(color.colors(invocation), HistoryPath.of(invocation));
                Interpreter interpreter = new Interpreter(
                        address,
                        terminal,
                        format == null ? Format.TABLE : format,
                        input.endsAtFailure(),
                        new ShellBench(invocation))) {
            terminal.run(interpreter, greeting);
            return ExitStatus.DONE;
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException(ExitStatus.FAILED, "cannot use the terminal: " + e.getMessage(), e);
        }
    }

    private int runFromInput(HostPort address) {
        try (Interpreter interpreter = new Interpreter(
                address,
                new PipeConsole(invocation),
                format == null ? Format.RAW : format,
                input.endsAtFailure(),
                new ShellBench(invocation))) {
            input.run(interpreter, invocation);
            return interpreter.hasFailed() ? ExitStatus.NO : ExitStatus.DONE;
        }
    }

    /** Reads the argument of {@code --color}. */
    static final class ColorConverter extends ChoiceConverter<Colors.When> {
        ColorConverter() {
            super(Colors.When.class);
        }
    }

    /** Reads the argument of {@code --format}. */
    static final class FormatConverter extends ChoiceConverter<Format> {
        FormatConverter() {
            super(Format.class);
        }
    }
}
