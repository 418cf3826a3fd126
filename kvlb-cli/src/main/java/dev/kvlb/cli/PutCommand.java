package dev.kvlb.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kvlb put KEY VALUE}. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Stores a value under a key.",
        description = "Prints nothing when it is done; with --verbose its version and worker, on standard error.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            ExitStatus.DONE_TEXT,
            ExitStatus.USAGE_TEXT,
            ExitStatus.UNREACHABLE_TEXT,
            ExitStatus.BUSY_TEXT,
            ExitStatus.REFUSED_TEXT,
            ExitStatus.OUTCOME_UNKNOWN_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb put city Wien",
            "  kvlb put photo - <photo.jpg      exact bytes from standard input",
            "  kvlb put temp -- -5              options end at --",
            "  kvlb put dash -- -               a literal dash"
        })
final class PutCommand implements Callable<Integer> {
    /** One more than any key and value can have together, so that a value that was cut is never stored. */
    private static final int INPUT_BYTES_MAX = 65_536;

    private static final String STANDARD_INPUT = "-";
    private static final String END_OF_OPTIONS = "--";

    private final KvlbCommand parent;
    private final Invocation invocation;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Parameters(index = "0", paramLabel = "KEY", description = "the key, UTF-8")
    private String key = "";

    @Parameters(
            index = "1",
            paramLabel = "VALUE",
            description = "the value, UTF-8; - is all of standard input; one that begins with a dash stands behind --")
    private String value = "";

    PutCommand(KvlbCommand parent, Invocation invocation) {
        this.parent = parent;
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        HostPort address = balancer.address(invocation);
        byte[] bytes =
                isStandardInput() ? invocation.readInput(INPUT_BYTES_MAX) : value.getBytes(StandardCharsets.UTF_8);
        return new OneShot(address, parent.isVerbose(), invocation).put(key, bytes);
    }

    private boolean isStandardInput() {
        List<String> arguments = invocation.arguments();
        int end = arguments.indexOf(END_OF_OPTIONS);
        boolean literal = end >= 0 && arguments.lastIndexOf(STANDARD_INPUT) > end;
        return value.equals(STANDARD_INPUT) && !literal;
    }
}
