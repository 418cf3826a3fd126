package dev.kvlb.testkit;

import dev.kvlb.Client;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a cluster for tests, hands it to them, tells how it was when one fails, and ends it.
 *
 * <p>{@link KvlbCluster} registers it. Where an annotation can't say what is wanted, a test registers it itself; in a
 * static field the cluster is that of the whole class, otherwise each test has its own:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final KvlbExtension KVLB = KvlbExtension.of(
 *         LoopbackCluster.builder().workers(2).balancer(balancer -> balancer.onTotalLoss(TotalLoss.RESET)));
 * }</pre>
 */
public final class KvlbExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KvlbExtension.class);
    private static final String CLUSTER = "cluster";

    private final LoopbackCluster.@Nullable Builder registered;

    /** Made for {@link KvlbCluster}, by JUnit. */
    public KvlbExtension() {
        registered = null;
    }

    private KvlbExtension(LoopbackCluster.Builder builder) {
        registered = builder;
    }

    /** Returns an extension whose clusters are built so. Unless it is set there, the seed is as {@link Seed} says. */
    public static KvlbExtension of(LoopbackCluster.Builder builder) {
        return new KvlbExtension(builder);
    }

    // The life of a cluster.

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<KvlbCluster> annotated = Annotated.directly(context, KvlbCluster.class);
        if (registered != null) {
            start(registered, context);
        } else if (annotated.isPresent() && annotated.get().lifetime() == Lifetime.CLASS) {
            start(builder(annotated.get()), context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (registered != null) {
            if (cluster(context) == null) {
                start(registered, context);
            }
            return;
        }
        Annotated.closest(context, KvlbCluster.class).ifPresent(found -> {
            boolean ofTheTest = found.context() == context;
            if (ofTheTest || found.annotation().lifetime() == Lifetime.TEST) {
                start(builder(found.annotation()), context);
            }
        });
    }

    private static LoopbackCluster.Builder builder(KvlbCluster annotation) {
        return LoopbackCluster.builder()
                .workers(annotation.workers())
                .consistency(annotation.consistency())
                .workerTimeout(Duration.ofMillis(annotation.workerTimeoutMillis()));
    }

    private static void start(LoopbackCluster.Builder builder, ExtensionContext context) {
        store(context).put(CLUSTER, builder.startWithSeed(Seeds.of(context)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LoopbackCluster cluster = cluster(context);
        if (cluster != null && context.getExecutionException().isPresent()) {
            System.err.println(context.getDisplayName() + " failed\n" + cluster.report());
        }
        if (!end(context) && cluster != null) {
            cluster.restore();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    /** Ends the cluster of exactly this context; returns whether there was one. */
    private static boolean end(ExtensionContext context) {
        LoopbackCluster own = store(context).remove(CLUSTER, LoopbackCluster.class);
        if (own != null) {
            own.close();
        }
        return own != null;
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** Returns the cluster of this context, or of the closest around it. */
    private static @Nullable LoopbackCluster cluster(ExtensionContext context) {
        return store(context).get(CLUSTER, LoopbackCluster.class);
    }

    // Parameters.

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == LoopbackCluster.class || type == TestCluster.class || type == Client.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        LoopbackCluster cluster = cluster(context);
        if (cluster == null) {
            throw new ParameterResolutionException("there is no cluster yet for " + parameter.getParameter()
                    + ": each test has its own; have it live as"
                    + " long as the class, by @KvlbCluster(lifetime = Lifetime.CLASS)");
        }
        return parameter.getParameter().getType() == Client.class ? cluster.client() : cluster;
    }
}
