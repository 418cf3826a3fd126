package dev.kvlb.testkit;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Finds the seed of a test. */
final class Seeds {
    static final String PARAMETER = "kvlb.seed";
    private static final long DRAWN_MAX = 1_000_000_000L;
    private static final Namespace NAMESPACE = Namespace.create(Seeds.class);
    private static final String CHOSEN = "chosen";

    private Seeds() {}

    /** From now on the test has this seed. */
    static void choose(ExtensionContext context, long seed) {
        context.getStore(NAMESPACE).put(CHOSEN, seed);
    }

    /** Returns the seed that was chosen for the test, or it asks for, or else one that was drawn. */
    static long of(ExtensionContext context) {
        Long chosen = context.getStore(NAMESPACE).get(CHOSEN, Long.class);
        if (chosen != null) {
            return chosen;
        }
        return Annotated.closest(context, Seed.class)
                .map(Seed::value)
                .or(() -> configured(context))
                .orElseGet(Seeds::drawn);
    }

    /** Returns the seed that the build asks for, if it does. */
    static Optional<Long> configured(ExtensionContext context) {
        return context.getConfigurationParameter(PARAMETER).map(Seeds::parse);
    }

    /** Returns a seed that is easy to type. */
    static long drawn() {
        return new SplittableRandom().nextLong(DRAWN_MAX);
    }

    private static long parse(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ExtensionConfigurationException(
                    PARAMETER + " must be a whole number such as 42: \"" + text + "\"", e);
        }
    }
}
