package dev.kvlb.cli.oneshot;

import dev.kvlb.Client;
import dev.kvlb.Written;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.option.Verbosity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvlb put KEY VALUE...}. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Stores values under keys.",
        description = {
            "Prints nothing when all are stored; with --verbose the version and the worker of each, on standard error.",
            "Several are no transaction: where one fails those before it are stored, and those behind it are not tried."
                    + " For many there is kvlb pipe."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_TEXT,
            ExitStatus.USAGE_TEXT,
            "3:the balancer can't be reached; the key that is named and those behind it were not stored",
            "4:the server is busy; the key that is named and those behind it were not stored",
            ExitStatus.REFUSED_TEXT,
            ExitStatus.OUTCOME_UNKNOWN_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb put city Wien",
            "  kvlb put city Wien country Österreich",
            "  kvlb put --file photo.jpg photo     exact bytes from a file",
            "  kvlb put photo - <photo.jpg         exact bytes from standard input",
            "  kvlb put -x photo <photo.jpg        the same",
            "  kvlb put temp -- -5                 options end at --",
            "  kvlb put dash -- -                  a literal dash"
        })
public final class PutCommand implements Callable<Integer> {
    /** More than any key and value can have together, so that a value that was cut is never stored. */
    private static final int INPUT_BYTES_MAX = 65_536;

    private static final String STANDARD_INPUT = "-";
    private static final String END_OF_OPTIONS = "--";

    private final Verbosity verbosity;
    private final Invocation invocation;

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(names = "-x", description = "the value of the last key is all of standard input, and is not given")
    private boolean fromInput;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "the value of the last key is what that file has in it, and is not given")
    private @Nullable Path file;

    @Option(names = "--json", description = "a JSON object for each key that was stored, with version and worker")
    private boolean json;

    @Parameters(
            index = "0..*",
            arity = "1",
            paramLabel = "KEY VALUE",
            description =
                    "keys and values in turn, UTF-8; the value - is all of standard input; what begins with a dash"
                            + " stands behind --")
    private List<String> words = List.of();

    public PutCommand(Verbosity verbosity, Invocation invocation) {
        this.verbosity = verbosity;
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        check();
        // What can't be read stops all before anything is stored.
        List<byte[]> values = new ArrayList<>();
        for (int i = 1; i <= words.size(); i += 2) {
            values.add(value(i));
        }
        try (Client client = request.connect(invocation)) {
            for (int i = 0; i < values.size(); i++) {
                String key = words.get(2 * i);
                byte[] value = values.get(i);
                tell(key, request.ask(() -> client.put(OneShot.utf8(key), value)));
            }
        } finally {
            invocation.flush();
        }
        return ExitStatus.DONE;
    }

    private void check() {
        if (fromInput && file != null) {
            throw CommandFailedException.usage("only one of -x and --file can be given");
        }
        boolean isLastElsewhere = fromInput || file != null;
        boolean isLastAKey = words.size() % 2 != 0;
        if (isLastAKey != isLastElsewhere) {
            String last = ErrorLine.quote(words.get(words.size() - 1));
            throw CommandFailedException.usage(
                    isLastAKey
                            ? "a VALUE is missing behind the key " + last
                            : "with " + (fromInput ? "-x" : "--file") + " the last word is a key: " + last
                                    + " is a value");
        }
        int inputs = fromInput ? 1 : 0;
        for (int i = 1; i < words.size(); i += 2) {
            inputs += isStandardInput(i) ? 1 : 0;
        }
        if (inputs > 1) {
            throw CommandFailedException.usage("standard input is the value of one key, not of " + inputs);
        }
    }

    private byte[] value(int index) {
        if (index == words.size()) {
            return file == null ? invocation.readInput(INPUT_BYTES_MAX) : read(file);
        }
        return isStandardInput(index) ? invocation.readInput(INPUT_BYTES_MAX) : OneShot.utf8(words.get(index));
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(INPUT_BYTES_MAX);
        } catch (IOException e) {
            throw new CommandFailedException(ExitStatus.FAILED, "cannot read the file of --file: " + e, e);
        }
    }

    private boolean isStandardInput(int index) {
        List<String> arguments = invocation.arguments();
        int end = arguments.indexOf(END_OF_OPTIONS);
        int literals = end < 0 ? 0 : arguments.size() - end - 1;
        return words.get(index).equals(STANDARD_INPUT) && index < words.size() - literals;
    }

    private void tell(String key, Written written) {
        if (json) {
            invocation.printLine(EntryJson.of(key, written));
        }
        if (verbosity.isVerbose()) {
            OneShot.tellVersion(written.version(), written.workerId(), invocation);
        }
    }
}
