package dev.kvlb.cli.server;

import dev.kvlb.Consistency;
import dev.kvlb.LoadBalancer;
import dev.kvlb.TotalLoss;
import dev.kvlb.cli.option.ChoiceConverter;
import dev.kvlb.cli.option.DurationConverter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a balancer promises, and what it does to keep that over a restart or a loss. */
final class PromiseOptions {
    @Option(
            names = "--consistency",
            paramLabel = "MODE",
            converter = ConsistencyConverter.class,
            completionCandidates = ConsistencyConverter.class,
            description = {
                "linearizable (default): a write is done when every worker has it, and a read shows every write done before",
                "eventual: a write is done when one worker has it, and a read may show an older value for a moment"
            })
    private Consistency consistency = Consistency.LINEARIZABLE;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description =
                    "where to record who holds all data, so that a restart knows for whom to wait (default: nowhere)")
    private @Nullable Path stateDirectory;

    @Option(
            names = "--opening-grace",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long to listen for workers of an earlier run, where there is no record"
                    + " (default: 1s, or 0s where --worker-port is 0)")
    private @Nullable Duration openingGrace;

    @Option(
            names = "--recovery-grace",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long to wait for all recorded workers before going on with fewer (default: 5s)")
    private @Nullable Duration recoveryGrace;

    @Option(
            names = "--on-total-loss",
            paramLabel = "WHAT",
            converter = TotalLossConverter.class,
            completionCandidates = TotalLossConverter.class,
            description = {
                "when the last worker that holds all data is lost: suspend (default), until it is back or an operator decides",
                "or reset, to begin empty with the next worker, which is for caches"
            })
    private TotalLoss onTotalLoss = TotalLoss.SUSPEND;

    /**
     * Tells the builder what was given.
     *
     * @throws IllegalArgumentException if something is outside its range; the message names it
     */
    void apply(LoadBalancer.Builder builder) {
        builder.consistency(consistency).onTotalLoss(onTotalLoss);
        if (stateDirectory != null) {
            builder.stateDirectory(stateDirectory);
        }
        if (openingGrace != null) {
            builder.openingGrace(openingGrace);
        }
        if (recoveryGrace != null) {
            builder.recoveryGrace(recoveryGrace);
        }
    }

    /** Reads the argument of {@code --consistency}. */
    static final class ConsistencyConverter extends ChoiceConverter<Consistency> {
        ConsistencyConverter() {
            super(Consistency.class);
        }
    }

    /** Reads the argument of {@code --on-total-loss}. */
    static final class TotalLossConverter extends ChoiceConverter<TotalLoss> {
        TotalLossConverter() {
            super(TotalLoss.class);
        }
    }
}
