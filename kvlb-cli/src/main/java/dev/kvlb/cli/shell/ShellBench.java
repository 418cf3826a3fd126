package dev.kvlb.cli.shell;

import dev.kvlb.cli.bench.Bench;
import dev.kvlb.cli.bench.BenchOptions;
import dev.kvlb.cli.bench.BenchPlan;
import dev.kvlb.cli.bench.BenchProgress;
import dev.kvlb.cli.bench.BenchResult;
import dev.kvlb.cli.bench.Protocol;
import dev.kvlb.cli.bench.ResultJson;
import dev.kvlb.cli.bench.ResultText;
import dev.kvlb.cli.bench.Target;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.HelpText;
import dev.kvlb.cli.text.HostPort;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code bench} in the shell: the options of {@code kvlb bench} that say what load it is. */
record ShellBench(Invocation invocation) implements Benchmark {
    @Override
    public List<Flag> flags() {
        return new CommandLine(new BenchOptions())
                .getCommandSpec().options().stream().map(ShellBench::flag).toList();
    }

    private static Flag flag(OptionSpec option) {
        String label = option.arity().max() == 0 ? null : option.paramLabel();
        return new Flag(option.longestName(), label, HelpText.description(option, " "));
    }

    @Override
    public Outcome run(HostPort balancer, List<String> words) throws IOException {
        BenchPlan plan = plan(balancer, words);
        BenchProgress progress = BenchProgress.of(false, invocation);
        try (Bench bench = Bench.connect(plan, progress)) {
            BenchResult result = result(bench);
            progress.end();
            return new Outcome(ResultText.of(result), ResultJson.of(result), result.isClean());
        }
    }

    private static BenchPlan plan(HostPort balancer, List<String> words) {
        BenchOptions options = new BenchOptions();
        try {
            new CommandLine(options).parseArgs(words.toArray(new String[0]));
            return options.plan(new Target(Protocol.KVLB, balancer.host(), balancer.port()));
        } catch (ParameterException | CommandFailedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Runs it in a thread of its own, so that an interrupt of this one ends it early and not without a result. */
    private static BenchResult result(Bench bench) {
        FutureTask<BenchResult> run = new FutureTask<>(bench::run);
        Thread thread = new Thread(run, "kvlb-shell-bench");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return run.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    bench.stop();
                } catch (ExecutionException e) {
                    throw new AssertionError(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
