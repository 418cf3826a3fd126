package dev.kvlb.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run once for each of some seeds, in the place of {@link org.junit.jupiter.api.Test}: each time its
 * cluster has the next one. With the configuration parameter {@code kvlb.seed}, such as {@code -Dkvlb.seed=42} gives,
 * it is run once, with that.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(SeededTestExtension.class)
public @interface SeededTest {
    /** {@return how many seeds, 1 or more} */
    int seeds();

    /** {@return the first seed; any number} */
    long from() default 0;
}
