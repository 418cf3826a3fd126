package dev.kvlb.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long MILLI = 1_000_000;
    private static final long BEGIN = 5 * MILLI;
    private static final long END = 15 * MILLI;

    @Nested
    class Open {
        private final Schedule schedule = new OpenLoop(BEGIN, END, 1_000, Long.MAX_VALUE);

        @Test
        void requestsAreDueAtEvenDistancesWhateverTheTimeIs() {
            assertThat(schedule.nextDue(0)).isEqualTo(BEGIN);
            schedule.take();
            assertThat(schedule.nextDue(BEGIN)).isEqualTo(BEGIN + MILLI);
            assertThat(schedule.nextDue(BEGIN + 8 * MILLI)).isEqualTo(BEGIN + MILLI);
            schedule.take();
            assertThat(schedule.nextDue(BEGIN + 8 * MILLI)).isEqualTo(BEGIN + 2 * MILLI);
        }

        @Test
        void noneIsDueFromTheEndOn() {
            for (int i = 0; i < 10; i++) {
                assertThat(schedule.nextDue(0)).isEqualTo(BEGIN + i * MILLI);
                schedule.take();
            }
            assertThat(schedule.nextDue(0)).isEqualTo(Schedule.NEVER);
        }

        @Test
        void noneIsTakenAfterTheEnd() {
            assertThat(schedule.nextDue(END - 1)).isEqualTo(BEGIN);
            assertThat(schedule.nextDue(END)).isEqualTo(Schedule.NEVER);
        }

        @Test
        void thoseThatWereDueAndNotTakenAreOverdue() {
            assertThat(schedule.overdue(BEGIN)).isZero();
            assertThat(schedule.overdue(BEGIN + 1)).isEqualTo(1);
            schedule.take();
            assertThat(schedule.overdue(BEGIN + MILLI)).isZero();
            assertThat(schedule.overdue(BEGIN + 3 * MILLI + 1)).isEqualTo(3);
            assertThat(schedule.overdue(END + 100 * MILLI)).isEqualTo(9);
        }

        @Test
        void distancesOfAFractionDoNotAddUp() {
            Schedule third = new OpenLoop(0, Long.MAX_VALUE, 3, Long.MAX_VALUE);
            for (int i = 0; i < 3_000; i++) {
                third.take();
            }
            assertThat(third.nextDue(0)).isEqualTo(1_000_000_000_000L);
        }

        @Test
        void aCountEndsItToo() {
            Schedule one = new OpenLoop(BEGIN, END, 1_000, 1);
            one.take();

            assertThat(one.nextDue(BEGIN)).isEqualTo(Schedule.NEVER);
            assertThat(one.overdue(END)).isZero();
        }
    }

    @Nested
    class Closed {
        @Test
        void aRequestIsDueAtOnceUntilTheEnd() {
            Schedule schedule = new ClosedLoop(END, Long.MAX_VALUE);

            assertThat(schedule.nextDue(BEGIN)).isEqualTo(BEGIN);
            schedule.take();
            assertThat(schedule.nextDue(END - 1)).isEqualTo(END - 1);
            assertThat(schedule.nextDue(END)).isEqualTo(Schedule.NEVER);
            assertThat(schedule.overdue(END)).isZero();
        }

        @Test
        void aCountEndsIt() {
            Schedule schedule = new ClosedLoop(Long.MAX_VALUE, 2);
            schedule.take();
            assertThat(schedule.nextDue(BEGIN)).isEqualTo(BEGIN);
            schedule.take();
            assertThat(schedule.nextDue(BEGIN)).isEqualTo(Schedule.NEVER);
        }
    }
}
