package dev.kvlb.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What cluster a test wants.
 *
 * @param start starts it, with a seed
 * @param lifetime how long it lives, where a class wants it
 */
record Wanted(LongFunction<TestCluster> start, Lifetime lifetime) {
    static Wanted of(ClusterBuilder<?, ?> builder, Lifetime lifetime) {
        return new Wanted(builder::startWithSeed, lifetime);
    }

    /** Returns what the annotation of this element says, if it has one. */
    static Optional<Wanted> by(ExtensionContext context) {
        Optional<KvlbCluster> real = Annotated.directly(context, KvlbCluster.class);
        Optional<KvlbSimulation> simulated = Annotated.directly(context, KvlbSimulation.class);
        if (real.isPresent() && simulated.isPresent()) {
            throw new ExtensionConfigurationException(
                    context.getDisplayName() + " has @KvlbCluster and @KvlbSimulation: choose one");
        }
        return real.map(Wanted::of).or(() -> simulated.map(Wanted::of));
    }

    private static Wanted of(KvlbCluster annotation) {
        return of(
                LoopbackCluster.builder()
                        .workers(annotation.workers())
                        .consistency(annotation.consistency())
                        .workerTimeout(Duration.ofMillis(annotation.workerTimeoutMillis())),
                annotation.lifetime());
    }

    private static Wanted of(KvlbSimulation annotation) {
        return of(
                SimulatedCluster.builder()
                        .workers(annotation.workers())
                        .consistency(annotation.consistency())
                        .workerTimeout(Duration.ofMillis(annotation.workerTimeoutMillis())),
                Lifetime.TEST);
    }
}
