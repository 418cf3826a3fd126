package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.option.Verbosity;
import dev.kvlb.cli.terminal.Signals;
import dev.kvlb.cli.text.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvlb bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        sortOptions = false,
        header = "Puts a load on a balancer, and tells how fast the answers come.",
        description = {
            "Writes each key once, warms up, then sends gets and puts and checks every value that it reads. The keys"
                    + " bench:0000000000 and so on are overwritten, and stay.",
            "--target puts the same load on another server, to compare. Ctrl-C ends a run early, with its result so far."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every request was answered, and every value was right",
            "1:there were errors, wrong values, or keys that were written before and not found",
            ExitStatus.USAGE_TEXT,
            "3:the server can't be reached; nothing was done",
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb bench --reads 0.5 --distribution zipfian",
            "  kvlb bench --rate 20000 --duration 1m --report latency.html",
            "  kvlb bench --target redis://127.0.0.1:6379 --json"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int INTERRUPTED_STATUS = 130;
    private static final String HTML = ".html";
    private static final String SVG = ".svg";

    private final Verbosity verbosity;
    private final Invocation invocation;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Option(
            names = "--target",
            paramLabel = "ADDRESS",
            converter = TargetConverter.class,
            description = "the server in place of --balancer: kvlb://HOST:PORT, redis://HOST:PORT or"
                    + " memcached://HOST:PORT")
    private @Nullable Target target;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--json", description = "print the result as one object of JSON")
    private boolean json;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "write charts of latency and throughput to this file: a page if it ends in .html, a picture"
                    + " if it ends in .svg")
    private @Nullable Path report;

    public BenchCommand(Verbosity verbosity, Invocation invocation) {
        this.verbosity = verbosity;
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws InterruptedException {
        BenchPlan plan = options.plan(target());
        checkReport();
        BenchResult result = run(plan);
        invocation.write((json ? ResultJson.of(result) + "\n" : ResultText.of(result)).getBytes(UTF_8));
        invocation.flush();
        writeReport(result);
        return result.isClean() ? ExitStatus.DONE : ExitStatus.NO;
    }

    private Target target() {
        if (target == null) {
            HostPort address = balancer.address(invocation);
            return new Target(Protocol.KVLB, address.host(), address.port());
        }
        if (balancer.isGiven()) {
            throw CommandFailedException.usage("--target and --balancer exclude each other: there is one server");
        }
        return target;
    }

    /** Before the run rather than after it. */
    private void checkReport() {
        if (report == null) {
            return;
        }
        if (!isReport(HTML) && !isReport(SVG)) {
            throw CommandFailedException.usage("--report must end in " + HTML + " or " + SVG + ": \"" + report + "\"");
        }
        Path directory = report.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw CommandFailedException.usage("--report is in no directory that exists: \"" + report + "\"");
        }
    }

    private BenchResult run(BenchPlan plan) throws InterruptedException {
        BenchProgress progress = BenchProgress.of(verbosity.isVerbose(), invocation);
        try (Bench bench = Bench.connect(plan, progress)) {
            AtomicBoolean interrupted = new AtomicBoolean();
            Signals.handle("INT", () -> {
                if (interrupted.getAndSet(true)) {
                    Runtime.getRuntime().halt(INTERRUPTED_STATUS);
                }
                bench.stop();
            });
            return bench.run();
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitStatus.UNREACHABLE,
                    "can't open " + plan.crowd().connections() + " connections to " + plan.target() + ": "
                            + e.getMessage(),
                    e);
        } finally {
            progress.end();
        }
    }

    private void writeReport(BenchResult result) {
        if (report == null) {
            return;
        }
        try {
            Files.writeString(report, isReport(HTML) ? BenchReport.html(result) : BenchReport.svg(result));
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitStatus.FAILED, "cannot write \"" + report + "\": " + e.getMessage(), e);
        }
    }

    private boolean isReport(String ending) {
        return report != null && report.toString().endsWith(ending);
    }
}
