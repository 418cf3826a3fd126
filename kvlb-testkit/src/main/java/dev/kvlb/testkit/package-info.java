/**
 * Clusters of kvlb for tests, and the faults that happen to them.
 *
 * <p>A test class is annotated, and its tests get a running cluster and a client as parameters:
 *
 * <pre>{@code
 * import static org.junit.jupiter.api.Assertions.assertEquals;
 *
 * import dev.kvlb.Client;
 * import dev.kvlb.testkit.KvlbCluster;
 * import dev.kvlb.testkit.LoopbackCluster;
 * import java.util.Optional;
 * import org.junit.jupiter.api.Test;
 *
 * @KvlbCluster(workers = 3)
 * class CitiesTest {
 *     @Test
 *     void aCitySurvivesTheLossOfAWorker(LoopbackCluster cluster, Client client) {
 *         client.put("AT", "Wien");
 *         cluster.worker(1).kill();
 *         cluster.awaitReady();
 *         assertEquals(Optional.of("Wien"), client.get("AT"));
 *     }
 * }
 * }</pre>
 *
 * <p><img src="doc-files/cluster.svg" alt="In the JVM of the test a client, the load balancer and three workers. A relay stands
 * on each connection between two of them: it holds up, delays or cuts what goes through, when the test says so.">
 *
 * <p>The balancer, the workers and the client are those of the product, in the JVM of the test, on free ports of the
 * loopback address. Between each two of them stands a relay, which a test can have hold up, delay or cut what goes
 * through: see {@link dev.kvlb.testkit.TestNetwork}. Workers and balancer can be killed, paused and started again: see
 * {@link dev.kvlb.testkit.TestProcess}.
 *
 * <p>{@link dev.kvlb.testkit.KvlbSimulation} in the place of {@link dev.kvlb.testkit.KvlbCluster} gives a {@link
 * dev.kvlb.testkit.SimulatedCluster}, to which the same can be done: on a simulated network and in simulated time, so that a
 * seed decides all that happens.
 *
 * <p>A test that fails prints how the cluster was, what was done to it, and the seed of what was left to chance.
 */
@NullMarked
package dev.kvlb.testkit;

import org.jspecify.annotations.NullMarked;
