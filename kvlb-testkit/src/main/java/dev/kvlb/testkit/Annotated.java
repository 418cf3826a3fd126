package dev.kvlb.testkit;

import java.lang.annotation.Annotation;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds annotations of a test, its class, and the classes around that. */
final class Annotated {
    private Annotated() {}

    /** An annotation, and the context of the element that has it. */
    record Found<A extends Annotation>(A annotation, ExtensionContext context) {}

    /** Returns the annotation of this element alone, its superclasses and annotations included. */
    static <A extends Annotation> Optional<A> directly(ExtensionContext context, Class<A> type) {
        return AnnotationSupport.findAnnotation(context.getElement(), type);
    }

    /** Returns the annotation of the closest element that has one. */
    static <A extends Annotation> Optional<Found<A>> closest(ExtensionContext context, Class<A> type) {
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            ExtensionContext here = at.get();
            Optional<A> found = directly(here, type);
            if (found.isPresent()) {
                return Optional.of(new Found<>(found.get(), here));
            }
        }
        return Optional.empty();
    }
}
