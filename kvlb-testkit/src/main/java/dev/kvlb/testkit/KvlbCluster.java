package dev.kvlb.testkit;

import dev.kvlb.Consistency;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a running {@link LoopbackCluster}: on a class all its tests and those of nested classes, on a method that
 * one, in the place of what its class would give it.
 *
 * <p>Test methods, and those that run before and after each, may have parameters of these types:
 *
 * <ul>
 *   <li>{@link LoopbackCluster} or {@link TestCluster}: the cluster;
 *   <li>{@link dev.kvlb.Client}: its {@link LoopbackCluster#client()}.
 * </ul>
 *
 * <p>With {@link Lifetime#CLASS} also constructors, and methods that run before and after all. When a test fails, the
 * {@linkplain TestCluster#report() report} of its cluster goes to standard error. For settings that an annotation can't
 * hold register a {@link KvlbExtension}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(KvlbExtension.class)
public @interface KvlbCluster {
    /** {@return how many workers there are at the start, 0..64} */
    int workers() default 3;

    /** {@return how long the cluster lives} One of a method lives as long as the test. */
    Lifetime lifetime() default Lifetime.TEST;

    /** {@return what the store promises} */
    Consistency consistency() default Consistency.LINEARIZABLE;

    /** {@return for how many milliseconds a node may be silent before the others take it for lost, 20..3,600,000} */
    int workerTimeoutMillis() default 500;
}
