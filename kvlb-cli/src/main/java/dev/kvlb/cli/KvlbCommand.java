package dev.kvlb.cli;

import dev.kvlb.cli.bench.BenchCommand;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.demo.DemoCommand;
import dev.kvlb.cli.manual.CompletionCommand;
import dev.kvlb.cli.manual.ManCommand;
import dev.kvlb.cli.oneshot.DeleteCommand;
import dev.kvlb.cli.oneshot.ExistsCommand;
import dev.kvlb.cli.oneshot.GetCommand;
import dev.kvlb.cli.oneshot.PutCommand;
import dev.kvlb.cli.operator.RecoverCommand;
import dev.kvlb.cli.operator.ResetCommand;
import dev.kvlb.cli.operator.StatusCommand;
import dev.kvlb.cli.operator.TopCommand;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.option.Verbosity;
import dev.kvlb.cli.pipe.PipeCommand;
import dev.kvlb.cli.server.BalancerCommand;
import dev.kvlb.cli.server.Settings;
import dev.kvlb.cli.server.WorkerCommand;
import dev.kvlb.cli.shell.ShellCommand;
import dev.kvlb.cli.soak.SoakCommand;
import dev.kvlb.cli.text.Nearest;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The kvlb command. It makes the subcommand that is called and no other, so that a put loads no class of a server;
 * where help or an error wants to know them all, it makes them all.
 */
@Command(
        name = "kvlb",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "A replicated in-memory key-value store.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_TEXT,
            "1:the answer is no: key not found, the cluster does not serve, a line of the shell failed",
            ExitStatus.USAGE_TEXT,
            "3:the balancer can't be reached, or what to serve at can't be used; nothing was done",
            ExitStatus.BUSY_TEXT,
            ExitStatus.REFUSED_TEXT,
            ExitStatus.OUTCOME_UNKNOWN_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nEnvironment:",
            "  KVLB_BALANCER         where clients find the balancer: its client port",
            "  KVLB_WORKER_BALANCER  where worker finds the balancer's worker port",
            "  NO_COLOR              no colours",
            "%nTo see it run: kvlb demo"
        })
final class KvlbCommand implements Runnable, Verbosity {
    private static final List<String> COMMANDS = List.of(
            "balancer",
            "worker",
            "put",
            "get",
            "delete",
            "exists",
            "pipe",
            "status",
            "top",
            "reset",
            "recover",
            "shell",
            "demo",
            "soak",
            "completion",
            "man",
            "bench",
            "help");
    private static final Set<String> SERVERS = Set.of("balancer", "worker");
    private static final String HELP = "help";
    private static final String COMPLETION = "completion";
    private static final String MAN = "man";

    /** Those that tell of all others. */
    private static final Set<String> OVERVIEWS = Set.of(HELP, COMPLETION, MAN);

    /** What Java makes of bytes in an argument that are no text in the encoding of the locale. */
    private static final char UNREADABLE = '\uFFFD';

    private final Invocation invocation;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description =
                    "show the stack trace of what went wrong, the version of what put, get and delete did, and the"
                            + " progress of bench")
    private boolean verbose;

    private KvlbCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /** Runs what the arguments say, and returns the exit status. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    static int run(Invocation invocation) {
        KvlbCommand command = new KvlbCommand(invocation);
        CommandLine commandLine = command.commandLine();
        try {
            command.checkArguments();
            int status = commandLine.execute(invocation.arguments().toArray(new String[0]));
            if (status == ExitStatus.DONE) {
                // The texts of --help and --version are still in there.
                commandLine.getOut().flush();
                invocation.flush();
            }
            return status;
        } catch (RuntimeException | Error e) {
            return command.onFailure(e, called(commandLine));
        }
    }

    /** Returns the subcommand where only one was made, so that no usage shows it as all there is. */
    private static CommandLine called(CommandLine commandLine) {
        Collection<CommandLine> made = commandLine.getSubcommands().values();
        return made.size() == 1 ? made.iterator().next() : commandLine;
    }

    @Override
    public boolean isVerbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw CommandFailedException.usage("a command is missing");
    }

    private CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(this);
        String first =
                invocation.arguments().isEmpty() ? HELP : invocation.arguments().get(0);
        boolean isKnown = COMMANDS.contains(first) && !OVERVIEWS.contains(first);
        for (String name : isKnown ? List.of(first) : COMMANDS) {
            CommandLine made = new CommandLine(subcommand(name));
            if (name.equals(HELP)) {
                made.getCommandSpec()
                        .usageMessage()
                        .header("Shows what there is, or all about a command.")
                        .footer("%nExamples:", "  kvlb help", "  kvlb help pipe");
            }
            if (SERVERS.contains(name)) {
                made.setDefaultValueProvider(new Settings(name, invocation));
            }
            commandLine.addSubcommand(name, made);
        }
        commandLine.setOut(new PrintWriter(new OutputStreamWriter(invocation.out(), StandardCharsets.UTF_8)));
        commandLine.setErr(new PrintWriter(invocation.err(), true, StandardCharsets.UTF_8));
        commandLine.setParameterExceptionHandler((e, arguments) -> onBadArguments(e));
        commandLine.setExecutionExceptionHandler((e, failed, parsed) -> onFailure(e, failed));
        // A value that begins with @ names no file of arguments.
        return commandLine.setExpandAtFiles(false);
    }

    private Object subcommand(String name) {
        return switch (name) {
            case "balancer" -> new BalancerCommand(invocation);
            case "worker" -> new WorkerCommand(invocation);
            case "put" -> new PutCommand(this, invocation);
            case "get" -> new GetCommand(this, invocation);
            case "delete" -> new DeleteCommand(this, invocation);
            case "exists" -> new ExistsCommand(invocation);
            case "pipe" -> new PipeCommand(invocation);
            case "status" -> new StatusCommand(invocation);
            case "top" -> new TopCommand(invocation);
            case "reset" -> new ResetCommand(invocation);
            case "recover" -> new RecoverCommand(invocation);
            case "shell" -> new ShellCommand(invocation);
            case "demo" -> new DemoCommand(invocation);
            case "soak" -> new SoakCommand(invocation);
            case MAN -> new ManCommand(invocation);
            case COMPLETION -> new CompletionCommand(invocation);
            case "bench" -> new BenchCommand(this, invocation);
            case HELP -> new HelpCommand();
            default -> throw new AssertionError(name);
        };
    }

    /** A key that is not what was typed would be stored and never found. */
    private void checkArguments() {
        for (String argument : invocation.arguments()) {
            if (argument.indexOf(UNREADABLE) >= 0) {
                throw CommandFailedException.usage("an argument is not UTF-8: " + ErrorLine.quote(argument)
                        + " (set LC_ALL=C.UTF-8; a value of any bytes comes by standard input: kvlb put KEY -)");
            }
        }
    }

    private int onBadArguments(ParameterException e) {
        return refuse(e.getCommandLine(), whatIsWrong(e));
    }

    /** Says what is wrong, then how it is used: of a subcommand only the form, so that the error stays in sight. */
    private int refuse(CommandLine failed, String error) {
        String name = failed.getCommandSpec().qualifiedName();
        PrintStream err = invocation.err();
        err.println(name + ": " + ErrorLine.oneLine(error));
        // Never in colour: only standard output is known to be a terminal.
        if (failed.getCommand() == this) {
            failed.usage(err, Ansi.OFF);
        } else {
            CommandLine.Help help = new CommandLine.Help(failed.getCommandSpec(), Ansi.OFF);
            err.print("Usage: " + help.synopsis("Usage: ".length()));
            err.println("More: " + name + " --help");
        }
        return ExitStatus.USAGE;
    }

    private String whatIsWrong(ParameterException e) {
        List<String> unmatched = e.getCommandLine().getUnmatchedArguments();
        if (unmatched.isEmpty()) {
            // kvlb help X; the command itself takes no values.
            boolean isOfHelp = e.getCommandLine().getCommand() == this && e.getValue() != null;
            return isOfHelp ? unknownCommand(e.getValue()) : e.getMessage() + origin(e);
        }
        String first = unmatched.get(0);
        if (first.startsWith("-")) {
            return "unknown option: " + first + " ("
                    + optionMeant(first, e.getCommandLine().getCommandSpec())
                    + "what begins with a dash and is no option stands behind --)";
        }
        if (e.getCommandLine().getCommand() == this) {
            return unknownCommand(first);
        }
        return "unexpected argument: " + first + " (what has blanks in it stands in quotes)";
    }

    /** A short one is so near to all others that none is meant by it. */
    private static String optionMeant(String typed, CommandSpec command) {
        String name = typed.split("=", 2)[0];
        String meant =
                name.startsWith("--") ? Nearest.to(name, command.optionsMap().keySet()) : null;
        return meant == null ? "" : "did you mean " + meant + "? ";
    }

    /** Somebody who did not give the option himself has to know where to look. */
    private static String origin(ParameterException e) {
        ArgSpec argument = e.getArgSpec();
        if (argument == null
                || argument.command() == null
                || !(argument.command().defaultValueProvider() instanceof Settings settings)) {
            return "";
        }
        String origin = settings.origin(argument);
        return origin.isEmpty() ? "" : " (" + origin + ")";
    }

    private static String unknownCommand(String name) {
        String meant = Nearest.to(name, COMMANDS);
        return "unknown command: " + name + (meant == null ? "" : " (did you mean " + meant + "?)");
    }

    private int onFailure(Throwable e, CommandLine failed) {
        int status = ExitStatus.of(e) == ExitStatus.USAGE
                ? refuse(failed, String.valueOf(e.getMessage()))
                : ErrorLine.tell(e, invocation);
        if (verbose) {
            e.printStackTrace(invocation.err());
        }
        return status;
    }
}
