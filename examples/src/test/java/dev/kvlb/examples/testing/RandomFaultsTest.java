package dev.kvlb.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.testkit.KvlbCluster;
import dev.kvlb.testkit.LoopbackCluster;
import dev.kvlb.testkit.TestWorker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Faults by chance: what was acknowledged is there when they are over. Where it fails it prints its seed, and {@code
 * -Dkvlb.seed=N} chooses the same keys and faults again.
 */
@KvlbCluster(workers = 3)
class RandomFaultsTest {
    private static final int ROUNDS = 6;
    private static final int WRITES_A_ROUND = 50;
    private static final int KEYS = 20;

    private final Map<String, String> acknowledged = new HashMap<>();

    /** Keys whose last write may have been done or not. */
    private final Set<String> unknown = new HashSet<>();

    @Test
    void whatWasAcknowledgedIsThereInTheEnd(LoopbackCluster cluster, Client client) {
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
    private static void harm(LoopbackCluster cluster, Random random) {
        List<TestWorker> workers = cluster.workers();
        TestWorker victim = workers.get(random.nextInt(workers.size()));
        switch (random.nextInt(5)) {
            case 0 -> victim.kill();
            case 1 -> victim.pause();
            case 2 -> cluster.network().isolate(victim);
            case 3 -> cluster.network().slow(victim, cluster.balancer(), Duration.ofMillis(random.nextInt(20)));
            default -> cluster.balancer().restart();
        }
    }

    private void write(Client client, String key, String value) {
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
