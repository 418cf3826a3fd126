package dev.kvlb.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets the seed of what is left to chance in a test: of one method, or of all of a class.
 *
 * <p>Without it the seed is that of the configuration parameter {@code kvlb.seed}, such as {@code -Dkvlb.seed=42} gives,
 * or another one each time. What a test did is repeated by its seed where it draws from {@link TestCluster#random()} only.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface Seed {
    /** {@return any number} */
    long value();
}
