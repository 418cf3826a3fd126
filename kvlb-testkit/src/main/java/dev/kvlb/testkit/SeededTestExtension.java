package dev.kvlb.testkit;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a {@link SeededTest} with its seeds. */
public final class SeededTestExtension implements TestTemplateInvocationContextProvider {
    /** Made for {@link SeededTest}, by JUnit. */
    public SeededTestExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return Annotated.directly(context, SeededTest.class).isPresent();
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        SeededTest test = Annotated.directly(context, SeededTest.class).orElseThrow();
        if (test.seeds() < 1) {
            throw new ExtensionConfigurationException("seeds must be 1 or more: " + test.seeds());
        }
        return Seeds.configured(context)
                .map(LongStream::of)
                .orElseGet(() -> LongStream.range(test.from(), test.from() + test.seeds()))
                .mapToObj(Run::new);
    }

    /** One run, with one seed. */
    private record Run(long seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocation) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            BeforeEachCallback choose = context -> Seeds.choose(context, seed);
            return List.of(choose);
        }
    }
}
