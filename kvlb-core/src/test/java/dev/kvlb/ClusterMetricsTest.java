package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterMetricsTest {
    private static Latencies latencies(long requests) {
        return new Latencies(List.of(new Latencies.Bucket(30, requests)));
    }

    private static ClusterMetrics metrics(long incarnation, long factor) {
        return new ClusterMetrics(
                incarnation,
                factor,
                2 * factor,
                3 * factor,
                4 * factor,
                5 * factor,
                6 * factor,
                7 * factor,
                8 * factor,
                9 * factor,
                10 * factor,
                latencies(6 * factor));
    }

    @Test
    void whatCameInBetweenIsTheDifferenceBesideTheLagOfTheLaterLook() {
        assertThat(metrics(1, 100).since(metrics(1, 99)))
                .isEqualTo(new ClusterMetrics(1, 1, 2, 3, 4, 5, 6, 7, 800, 900, 1_000, latencies(6)));
    }

    @Test
    void anotherRunOfTheBalancerCountsFrom0() {
        assertThat(metrics(2, 3).since(metrics(1, 100))).isEqualTo(metrics(2, 3));
    }

    @Test
    void errorsAreTheRequestsThatWereNotDone() {
        assertThat(metrics(1, 1).errors()).isEqualTo(5 + 6 + 7);
    }
}
