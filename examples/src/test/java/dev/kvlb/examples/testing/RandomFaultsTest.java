package dev.kvlb.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.KvlbException;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.testkit.KvlbSimulation;
import dev.kvlb.testkit.SeededTest;
import dev.kvlb.testkit.SimulatedClient;
import dev.kvlb.testkit.SimulatedCluster;
import dev.kvlb.testkit.TestWorker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Faults by chance, in a simulation: what was acknowledged is there when they are over. Where it fails it prints its seed,
 * and with {@code -Dkvlb.seed=N} it fails again, in the same way.
 */
@KvlbSimulation(workers = 3)
class RandomFaultsTest {
    private static final int ROUNDS = 8;
    private static final int WRITES_A_ROUND = 30;
    private static final int KEYS = 20;

    private final Map<String, String> acknowledged = new HashMap<>();

    /** Keys whose last write may have been done or not. */
    private final Set<String> unknown = new HashSet<>();

    @SeededTest(seeds = 100)
    void whatWasAcknowledgedIsThereInTheEnd(SimulatedCluster cluster, SimulatedClient client) {
        Random random = cluster.random();
        for (int round = 0; round < ROUNDS; round++) {
            harm(cluster, random);
            for (int i = 0; i < WRITES_A_ROUND; i++) {
                write(client, "key " + random.nextInt(KEYS), round + "." + i);
            }
            cluster.restore();
        }

        assertThat(acknowledged).isNotEmpty();
        acknowledged.forEach((key, value) -> {
            if (!unknown.contains(key)) {
                assertThat(client.get(key)).as(key).contains(value);
            }
        });
    }

    /** Does something of which the cluster promises to survive it: one worker at least is spared. */
    private static void harm(SimulatedCluster cluster, Random random) {
        TestWorker victim = cluster.worker(1 + random.nextInt(cluster.workers().size()));
        switch (random.nextInt(6)) {
            case 0 -> victim.kill();
            case 1 -> victim.pause();
            case 2 -> cluster.network().isolate(victim);
            case 3 -> cluster.network().slow(victim, cluster.balancer(), Duration.ofMillis(random.nextInt(400)));
            case 4 -> cluster.network().silence(cluster.balancer(), cluster.clients());
            default -> cluster.balancer().restart();
        }
    }

    private void write(SimulatedClient client, String key, String value) {
        try {
            client.put(key, value);
            acknowledged.put(key, value);
            unknown.remove(key);
        } catch (OutcomeUnknownException e) {
            unknown.add(key);
        } catch (KvlbException e) {
            // It was not done.
        }
    }
}
