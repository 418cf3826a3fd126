package dev.kvlb.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How long an attempt waits for the next. */
class BackoffTest {
    private static Backoff backoff(long seed) {
        return new Backoff(100, 1_000, new SplittableRandom(seed));
    }

    private static List<Long> waits(Backoff backoff, int count) {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waits.add(backoff.nextNanos());
        }
        return waits;
    }

    @Test
    void theFirstDoesNotWait() {
        assertThat(backoff(1).nextNanos()).isZero();
    }

    @Test
    void eachWaitIsDrawnFromTheUpperHalfOfABoundThatDoublesUpToTheLongest() {
        long[] bounds = {0, 100, 200, 400, 800, 1_000, 1_000, 1_000};
        for (long seed = 0; seed < 200; seed++) {
            List<Long> waits = waits(backoff(seed), bounds.length);
            for (int i = 0; i < bounds.length; i++) {
                assertThat(waits.get(i)).isBetween(bounds[i] / 2, bounds[i]);
            }
        }
    }

    @Test
    void theWaitsDifferBySeed() {
        Set<Long> thirdWaits = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            thirdWaits.add(waits(backoff(seed), 3).get(2));
        }

        assertThat(thirdWaits).hasSizeGreaterThan(50);
    }

    @Test
    void theWaitsAreTheSameForTheSameSeed() {
        assertThat(waits(backoff(7), 20)).isEqualTo(waits(backoff(7), 20));
    }

    @Test
    void afterASuccessTheNextDoesNotWaitAgain() {
        Backoff backoff = backoff(1);
        waits(backoff, 6);

        backoff.reset();

        assertThat(backoff.nextNanos()).isZero();
        assertThat(backoff.nextNanos()).isBetween(50L, 100L);
    }

    @Test
    void theShortestBoundsAreNoTrouble() {
        Backoff backoff = new Backoff(1, 1, new SplittableRandom(1));

        assertThat(waits(backoff, 100)).allMatch(wait -> wait >= 0 && wait <= 1);
    }
}
