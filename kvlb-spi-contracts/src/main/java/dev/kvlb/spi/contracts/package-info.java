/**
 * What every implementation of kvlb's SPI does, as test classes: a test of an implementation extends the one of its
 * interface, and says how an implementation is made.
 *
 * <p><img src="doc-files/contract.svg" alt="WorkerRingContract states as tests what the interface WorkerRing says. The test of
 * your ring extends it and makes a ring, so that all of its tests are run against that.">
 *
 * <ul>
 *   <li>{@link dev.kvlb.spi.contracts.WorkerRingContract} for a {@link dev.kvlb.spi.WorkerRing}
 *   <li>{@link dev.kvlb.spi.contracts.RequestQueueContract} for a {@link dev.kvlb.spi.RequestQueue}, and
 *       {@link dev.kvlb.spi.contracts.FifoRequestQueueContract} for one that keeps the order
 *   <li>{@link dev.kvlb.spi.contracts.ReplyQueueContract} for a {@link dev.kvlb.spi.ReplyQueue}
 *   <li>{@link dev.kvlb.spi.contracts.KeyValueStoreContract} for a {@link dev.kvlb.spi.KeyValueStore}
 * </ul>
 *
 * <p>Depend on {@code dev.kvlb:kvlb-spi-contracts} with scope {@code test}; it brings JUnit Jupiter, jqwik and AssertJ
 * along. Then this is a whole test, here of a ring that comes with the library:
 *
 * <pre>{@code
 * import dev.kvlb.spi.WorkerRing;
 * import dev.kvlb.spi.contracts.WorkerRingContract;
 *
 * class LeastInFlightRingTest extends WorkerRingContract {
 *     @Override
 *     protected WorkerRing ring() {
 *         return WorkerRing.leastInFlight();
 *     }
 * }
 * }</pre>
 *
 * <p>Facts are tests of JUnit Jupiter, grouped by situation; what holds for any steps is a property of jqwik, which tries
 * a thousand lists of steps and shrinks the first that fails. Both are engines of the JUnit Platform: {@code mvn test},
 * Gradle with {@code useJUnitPlatform()} and IDEs run both. A subclass adds what only its implementation promises, in
 * {@code @Test} methods as well as in {@code @Property} methods.
 *
 * <p>Contracts get stricter in a new version where an interface says more than they test.
 */
@NullMarked
package dev.kvlb.spi.contracts;

import org.jspecify.annotations.NullMarked;
