package dev.kvlb.examples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Client;
import dev.kvlb.testkit.KvlbCluster;
import dev.kvlb.testkit.LoopbackCluster;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cache that outlives its servers. */
@KvlbCluster(workers = 3, workerTimeoutMillis = 5_000) // Long for a busy machine.
class RateCacheTest {
    private static final List<String> CURRENCIES = List.of("CHF", "DKK", "JPY", "SGD");

    private final AtomicInteger asked = new AtomicInteger();
    private RateCache cache;

    @BeforeEach
    void fill(Client client) {
        cache = new RateCache(client, currency -> currency + " " + asked.incrementAndGet());
        CURRENCIES.forEach(cache::rate);
    }

    @Test
    void whatIsCachedSurvivesTheDeathOfAllWorkersButOne(LoopbackCluster cluster) {
        cluster.worker(1).kill();
        cluster.worker(2).kill();
        cluster.awaitReady();

        assertThat(CURRENCIES.stream().map(cache::rate)).containsExactly("CHF 1", "DKK 2", "JPY 3", "SGD 4");
        assertThat(asked).hasValue(CURRENCIES.size());
    }

    @Test
    void aWorkerThatComesBackServesWhatTheOthersHold(LoopbackCluster cluster) {
        cluster.worker(1).restart();
        cluster.awaitReady();
        cluster.worker(2).kill();
        cluster.worker(3).kill();
        cluster.awaitReady();

        assertThat(cache.rate("CHF")).isEqualTo("CHF 1");
    }

    @Test
    void withoutTheStoreTheSourceIsAsked(LoopbackCluster cluster) {
        cluster.balancer().kill();

        assertThat(cache.rate("CHF")).isEqualTo("CHF 5");
    }
}
