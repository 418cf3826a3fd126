package dev.kvlb.cli.soak;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.soak.MemoryFootprint.Kind;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kvlb soak --steps}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Looks for what stays behind in memory.",
        description = {
            "--steps starts a balancer in this process, lets two workers and three busy clients come and go, stops all,"
                    + " and measures each step after a garbage collection: memory, threads, open files, and the live"
                    + " objects of each kind. Sessions, replies and buffers must be back to step 3 in step 5, and all"
                    + " kinds to step 1 in step 6."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:nothing stayed behind", "1:something did", ExitStatus.USAGE_TEXT, ExitStatus.FAILED_TEXT},
        footer = {"%nExamples:", "  kvlb soak --steps"})
public final class SoakCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1 << 20;
    private static final int KIBIBYTE = 1 << 10;

    private final Invocation invocation;

    @Option(names = "--steps", description = "walk through the six steps, some seconds")
    private boolean steps;

    public SoakCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (!steps) {
            throw CommandFailedException.usage("what to look at is missing: say --steps");
        }
        print(String.format(
                "%-24s %9s %9s %8s %6s %9s %8s %9s %8s %8s",
                "step", "heap", "direct", "threads", "files", "sessions", "workers", "requests", "replies", "buffers"));
        List<String> complaints = new MemoryWalk(this::print).run();
        for (String complaint : complaints) {
            invocation.tell(complaint.toLowerCase(Locale.ROOT));
        }
        return complaints.isEmpty() ? ExitStatus.DONE : ExitStatus.NO;
    }

    private void print(MemoryWalk.Step step) {
        MemoryFootprint now = step.footprint();
        print(String.format(
                Locale.ROOT,
                "%d %-22s %5.1f MiB %5d KiB %8d %6d %9d %8d %9d %8d %8d",
                step.number(),
                step.name(),
                now.heapBytes() / MEBIBYTE,
                now.directBytes() / KIBIBYTE,
                now.threads(),
                now.descriptors(),
                now.count(Kind.SESSIONS),
                now.count(Kind.WORKERS),
                now.count(Kind.REQUESTS),
                now.count(Kind.REPLIES),
                now.count(Kind.BUFFERS)));
    }

    private void print(String line) {
        invocation.printLine(line);
        invocation.flush();
    }
}
