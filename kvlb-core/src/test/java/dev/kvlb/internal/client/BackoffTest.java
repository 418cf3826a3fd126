package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(10, 100);

    @Test
    void firstAttemptIsDueAtOnce() {
        assertThat(backoff.nanosToWait(12_345)).isZero();
        assertThat(backoff.nanosToWait(-12_345)).isZero();
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            backoff.onFailure(1_000, 0);
            pauses.add(backoff.nanosToWait(1_000));
        }
        assertThat(pauses).containsExactly(10L, 20L, 40L, 80L, 100L, 100L);
    }

    @Test
    void chanceTakesUpToHalfOfAPause() {
        backoff.onFailure(0, 1);
        assertThat(backoff.nanosToWait(0)).isEqualTo(5);
        backoff.onFailure(0, 0.5);
        assertThat(backoff.nanosToWait(0)).isEqualTo(15);
    }

    @Test
    void attemptIsDueWhenThePauseIsOver() {
        backoff.onFailure(1_000, 0);
        assertThat(backoff.nanosToWait(1_009)).isEqualTo(1);
        assertThat(backoff.nanosToWait(1_010)).isZero();
        assertThat(backoff.nanosToWait(2_000)).isNegative();
    }

    @Test
    void successMakesTheNextAttemptDueAtOnceAndPausesShortAgain() {
        backoff.onFailure(0, 0);
        backoff.onFailure(0, 0);
        backoff.onSuccess();
        assertThat(backoff.nanosToWait(0)).isZero();
        backoff.onFailure(0, 0);
        assertThat(backoff.nanosToWait(0)).isEqualTo(10);
    }

    @Test
    void clockMayOverflow() {
        backoff.onFailure(Long.MAX_VALUE - 3, 0);
        assertThat(backoff.nanosToWait(Long.MAX_VALUE)).isEqualTo(7);
    }

    @Test
    void longestPauseIsNeverBelowTheLeast() {
        Backoff narrow = new Backoff(10, 3);
        narrow.onFailure(0, 0);
        narrow.onFailure(0, 0);
        assertThat(narrow.nanosToWait(0)).isEqualTo(10);
    }
}
