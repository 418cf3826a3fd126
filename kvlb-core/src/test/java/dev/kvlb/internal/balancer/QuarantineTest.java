package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Core;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final long ONE = 7;
    private static final long OTHER = 8;

    private final Quarantine quarantine = new Quarantine(100);

    @Test
    void oneThatHadToGoWaitsForThePause() {
        quarantine.add(ONE, 1_000);

        assertThat(quarantine.holds(ONE, 1_099)).isTrue();
        assertThat(quarantine.holds(OTHER, 1_099)).isFalse();
        assertThat(quarantine.holds(ONE, 1_100)).isFalse();
    }

    @Test
    void itWaitsTwiceAsLongEachTimeUpToEightPauses() {
        long nowNanos = 0;
        for (long pause : new long[] {100, 200, 400, 800, 800}) {
            quarantine.add(ONE, nowNanos);
            assertThat(quarantine.holds(ONE, nowNanos + pause - 1)).isTrue();
            assertThat(quarantine.holds(ONE, nowNanos + pause)).isFalse();
            nowNanos += pause + 100;
        }
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        quarantine.add(ONE, 0);
        quarantine.add(ONE, 100 + 800);

        assertThat(quarantine.holds(ONE, 1_000)).isFalse();
    }

    @Test
    void theNextEndIsTheFirstThatIsStillToCome() {
        assertThat(quarantine.nextEndNanos(0)).isEqualTo(Core.NO_DEADLINE);
        quarantine.add(ONE, 0);
        quarantine.add(OTHER, 50);

        assertThat(quarantine.nextEndNanos(50)).isEqualTo(100);
        assertThat(quarantine.nextEndNanos(100)).isEqualTo(150);
        assertThat(quarantine.nextEndNanos(150)).isEqualTo(Core.NO_DEADLINE);
    }
}
