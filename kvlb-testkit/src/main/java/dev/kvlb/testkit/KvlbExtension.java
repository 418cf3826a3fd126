package dev.kvlb.testkit;

import dev.kvlb.Client;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a cluster for tests, hands it to them, tells how it was when one fails, and ends it.
 *
 * <p>{@link KvlbCluster} and {@link KvlbSimulation} register it. Where an annotation can't say what is wanted, a test
 * registers it itself; in a static field the cluster is that of the whole class, otherwise each test has its own:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final KvlbExtension KVLB = KvlbExtension.of(
 *         LoopbackCluster.builder().workers(2).balancer(balancer -> balancer.onTotalLoss(TotalLoss.RESET)));
 * }</pre>
 */
public final class KvlbExtension implements BeforeAllCallback, AfterAllCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KvlbExtension.class);
    private static final Set<Class<?>> TYPES = Set.of(
            TestCluster.class, LoopbackCluster.class, Client.class, SimulatedCluster.class, SimulatedClient.class);

    private final @Nullable Wanted registered;

    /** Made for the annotations, by JUnit. */
    public KvlbExtension() {
        registered = null;
    }

    private KvlbExtension(Wanted wanted) {
        registered = wanted;
    }

    /**
     * {@return an extension whose clusters are built so} Unless it is set there, the seed is as {@link Seed} says.
     *
     * @param builder makes the clusters, one after the other
     */
    public static KvlbExtension of(ClusterBuilder<?, ?> builder) {
        return new KvlbExtension(Wanted.of(builder, Lifetime.CLASS));
    }

    // The life of a cluster.

    /** Called for a class that is annotated, or has a static field; not for a field of each instance. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Optional.ofNullable(registered)
                .or(() -> Wanted.by(context))
                .filter(wanted -> wanted.lifetime() == Lifetime.CLASS)
                .ifPresent(wanted -> start(wanted, context));
    }

    private static TestCluster start(Wanted wanted, ExtensionContext context) {
        TestCluster cluster = wanted.start().apply(Seeds.of(context));
        store(context).put(context.getUniqueId(), cluster);
        return cluster;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Optional<TestCluster> cluster = Annotated.closest(context, KvlbExtension::running);
        if (context.getExecutionException().isPresent()) {
            cluster.ifPresent(failed -> System.err.printf(
                    "%s failed; -D%s=%d chooses the same again%n%s",
                    context.getDisplayName(), Seeds.PARAMETER, failed.seed(), failed.report()));
        }
        if (running(context).isPresent()) {
            end(context);
        } else {
            cluster.ifPresent(TestCluster::restore);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    private static void end(ExtensionContext context) {
        TestCluster own = store(context).remove(context.getUniqueId(), TestCluster.class);
        if (own != null) {
            own.close();
        }
    }

    /** Returns the cluster of exactly this context, if it runs. */
    private static Optional<TestCluster> running(ExtensionContext context) {
        return Optional.ofNullable(store(context).get(context.getUniqueId(), TestCluster.class));
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    // Parameters.

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        TestCluster cluster = clusterFor(parameter, context);
        if (type.isInstance(cluster)) {
            return cluster;
        }
        if (type == Client.class && cluster instanceof LoopbackCluster real) {
            return real.client();
        }
        if (type == SimulatedClient.class && cluster instanceof SimulatedCluster simulated) {
            return simulated.client();
        }
        throw new ParameterResolutionException("no " + type.getSimpleName() + " goes with a "
                + cluster.getClass().getSimpleName()
                + ": @KvlbCluster has LoopbackCluster and Client, @KvlbSimulation SimulatedCluster and"
                + " SimulatedClient");
    }

    /**
     * Returns the cluster of the closest element that has one. That of a test is started when it is first asked for, when
     * the seed of the test is known.
     */
    private TestCluster clusterFor(ParameterContext parameter, ExtensionContext context) {
        boolean ofTest = context.getTestMethod().isPresent();
        return Annotated.closest(context, here -> running(here).or(() -> ofTest ? startAsAt(here, context) : none()))
                .or(() -> Optional.ofNullable(ofTest ? registered : null).map(wanted -> start(wanted, context)))
                .orElseThrow(() -> new ParameterResolutionException("there is no cluster yet for "
                        + parameter.getParameter() + ": each test has its own; have it live"
                        + " as long as the class, by @KvlbCluster(lifetime = Lifetime.CLASS)"));
    }

    /** Starts for this context what the annotation of another one says, if it has one. */
    private Optional<TestCluster> startAsAt(ExtensionContext annotated, ExtensionContext context) {
        return registered == null ? Wanted.by(annotated).map(wanted -> start(wanted, context)) : none();
    }

    private static Optional<TestCluster> none() {
        return Optional.empty();
    }
}
