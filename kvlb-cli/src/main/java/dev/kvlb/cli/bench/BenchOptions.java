package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchPlan.Crowd;
import dev.kvlb.cli.bench.BenchPlan.Extent;
import dev.kvlb.cli.bench.BenchPlan.ValueSizes;
import dev.kvlb.cli.bench.BenchPlan.Workload;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.option.ChoiceConverter;
import dev.kvlb.cli.option.DurationConverter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What load a benchmark sends. */
public final class BenchOptions {
    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "connections that send at once (default: 50, at most 10000)")
    private int connections = 50;

    @Option(
            names = "--pipeline",
            paramLabel = "N",
            description = "requests that each connection may have under way (default: 1, at most 1000)")
    private int pipeline = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of this command that share the connections (default: 1, at most 64)")
    private int threads = 1;

    @Option(names = "--reads", paramLabel = "SHARE", description = "share of gets, 0..1 (default: 0.9)")
    private double reads = 0.9;

    @Option(
            names = "--keys",
            paramLabel = "N",
            description = "how many keys there are; they are named bench:0000000000 and so on (default: 100000)")
    private int keys = 100_000;

    @Option(
            names = "--distribution",
            paramLabel = "NAME",
            converter = DistributionConverter.class,
            completionCandidates = DistributionConverter.class,
            description = "how requests are spread over the keys: uniform (default) or zipfian, of exponent 0.99")
    private Distribution distribution = Distribution.UNIFORM;

    @Option(
            names = "--value-size",
            paramLabel = "SIZE",
            converter = ValueSizesConverter.class,
            description = "bytes of a value, or a range of them as 16..1KiB (default: 64, from 8 on)")
    private ValueSizes values = new ValueSizes(64, 64);

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "for how long, after the warm-up (default: 10s)")
    private @Nullable Duration duration;

    @Option(names = "--count", paramLabel = "N", description = "how many requests, in place of --duration")
    private @Nullable Long count;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "for how long requests are sent before any counts (default: 2s)")
    private Duration warmup = Duration.ofSeconds(2);

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "requests a second, at even distances whether answers come or not; the latency of each is"
                    + " measured from when it was due (default: as fast as answers come)")
    private @Nullable Integer rate;

    @Option(
            names = "--no-preload",
            description = "don't write each key once before; gets of absent keys are no failure then")
    private boolean noPreload;

    @Option(names = "--seed", paramLabel = "N", description = "of all that is random (default: 1)")
    private long seed = 1;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "after which a connection without an answer is closed and opened again (default: 5s)")
    private Duration timeout = Duration.ofSeconds(5);

    /** Returns the plan; what is outside its range is an error of the usage. */
    public BenchPlan plan(Target target) {
        if (duration != null && count != null) {
            throw CommandFailedException.usage("--duration and --count exclude each other: a run ends by one of them");
        }
        Duration whole = duration == null ? Duration.ofSeconds(10) : duration;
        try {
            return new BenchPlan(
                    target,
                    new Crowd(connections, pipeline, threads, timeout),
                    new Workload(reads, keys, distribution, values, seed),
                    new Extent(!noPreload, warmup, whole, count, rate));
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.usage("--" + e.getMessage());
        }
    }

    /** Reads the argument of {@code --distribution}. */
    static final class DistributionConverter extends ChoiceConverter<Distribution> {
        DistributionConverter() {
            super(Distribution.class);
        }
    }
}
