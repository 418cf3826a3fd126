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
 * Gives each test a running {@link SimulatedCluster} of its own: on a class all its tests and those of nested classes, on
 * a method that one, in the place of what its class would give it.
 *
 * <p>Test methods, and those that run before and after each, may have parameters of these types:
 *
 * <ul>
 *   <li>{@link SimulatedCluster} or {@link TestCluster}: the cluster;
 *   <li>{@link SimulatedClient}: its {@link SimulatedCluster#client()}.
 * </ul>
 *
 * <p>When a test fails, the {@linkplain TestCluster#report() report} of its cluster goes to standard error, with the seed
 * with which it fails again. {@link SeededTest} runs a test with many seeds.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(KvlbExtension.class)
public @interface KvlbSimulation {
    /** {@return how many workers there are at the start, 0..64} */
    int workers() default 3;

    /** {@return what the store promises} */
    Consistency consistency() default Consistency.LINEARIZABLE;

    /**
     * {@return for how many simulated milliseconds a node may be silent before the others take it for lost,
     * 20..3,600,000}
     */
    int workerTimeoutMillis() default 500;
}
