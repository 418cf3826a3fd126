package dev.kvlb.testkit;

import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds annotations of a test, its class, and the classes around that. */
final class Annotated {
    private Annotated() {}

    /** Returns the annotation of this element alone, its superclasses and annotations included. */
    static <A extends Annotation> Optional<A> directly(ExtensionContext context, Class<A> type) {
        return AnnotationSupport.findAnnotation(context.getElement(), type);
    }

    /** Returns the annotation of the closest element that has one. */
    static <A extends Annotation> Optional<A> closest(ExtensionContext context, Class<A> type) {
        return closest(context, here -> directly(here, type));
    }

    /** Returns what is found at the closest element where anything is. */
    static <T> Optional<T> closest(ExtensionContext context, Function<ExtensionContext, Optional<T>> search) {
        Optional<ExtensionContext> at = Optional.of(context);
        while (at.isPresent()) {
            Optional<T> found = search.apply(at.get());
            if (found.isPresent()) {
                return found;
            }
            at = at.get().getParent();
        }
        return Optional.empty();
    }
}
