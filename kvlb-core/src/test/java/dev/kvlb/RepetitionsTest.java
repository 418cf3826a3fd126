package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepetitionsTest {
    private static final long BEGIN = Long.MAX_VALUE - Duration.ofMinutes(2).toNanos();

    private final Repetitions repetitions = new Repetitions();

    private boolean isDue(Duration sinceBegin) {
        return repetitions.isDue(BEGIN + sinceBegin.toNanos());
    }

    private boolean isDueAfterSeconds(int seconds) {
        return isDue(Duration.ofSeconds(seconds));
    }

    @Test
    void theFirstIsDueAndThenOneAfterTimesThatDouble() {
        assertThat(isDueAfterSeconds(0)).isTrue();
        assertThat(isDue(Duration.ofMillis(999))).isFalse();
        assertThat(isDueAfterSeconds(1)).isTrue();
        assertThat(isDueAfterSeconds(2)).isFalse();
        assertThat(isDueAfterSeconds(3)).isTrue();
        assertThat(isDueAfterSeconds(6)).isFalse();
        assertThat(isDueAfterSeconds(7)).isTrue();
    }

    @Test
    void theyAreNeverMoreThanAQuarterOfAnHourApart() {
        int lines = 0;
        for (int second = 0; second < 24 * 60 * 60; second++) {
            lines += isDueAfterSeconds(second) ? 1 : 0;
        }

        assertThat(lines).isBetween(24 * 4, 24 * 4 + 10);
    }

    @Test
    void theFirstIsDueAgainAfterTheEnd() {
        assertThat(isDueAfterSeconds(0)).isTrue();
        assertThat(isDueAfterSeconds(1)).isTrue();

        repetitions.end();

        assertThat(isDueAfterSeconds(1)).isTrue();
        assertThat(isDueAfterSeconds(2)).isTrue();
    }
}
