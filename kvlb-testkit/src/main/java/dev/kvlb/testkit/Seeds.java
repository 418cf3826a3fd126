package dev.kvlb.testkit;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds the seed of a test. */
final class Seeds {
    static final String PARAMETER = "kvlb.seed";
    private static final long DRAWN_MAX = 1_000_000_000L;

    private Seeds() {}

    /** Returns the seed that the test asks for, or else one that was drawn. */
    static long of(ExtensionContext context) {
        Optional<Seed> annotated = Annotated.closest(context, Seed.class).map(Annotated.Found::annotation);
        if (annotated.isPresent()) {
            return annotated.get().value();
        }
        return context.getConfigurationParameter(PARAMETER).map(Seeds::parse).orElseGet(Seeds::drawn);
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
