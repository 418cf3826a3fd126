package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final Timers timers = new Timers();
    private final List<String> ran = new ArrayList<>();

    TimersTest() {
        timers.setNow(1_000);
    }

    @Test
    void whatIsDueRunsInTheOrderOfItsTimes() {
        timers.after(30, () -> ran.add("c"));
        timers.after(10, () -> ran.add("a"));
        timers.after(10, () -> ran.add("b"));
        timers.after(31, () -> ran.add("d"));
        runAt(1_030);

        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(timers.nextNanos()).isEqualTo(1_031);
    }

    @Test
    void eachRunsOnce() {
        timers.after(10, () -> ran.add("a"));
        runAt(1_010);
        runAt(1_020);

        assertThat(ran).containsExactly("a");
        assertThat(timers.nextNanos()).isEqualTo(Timers.NONE);
    }

    @Test
    void aCancelledOneDoesNotRunAndWakesNobody() {
        Timers.Timer cancelled = timers.after(10, () -> ran.add("a"));
        timers.after(20, () -> ran.add("b"));
        cancelled.cancel();

        assertThat(timers.nextNanos()).isEqualTo(1_020);
        runAt(1_020);
        assertThat(ran).containsExactly("b");
    }

    @Test
    void oneMayStartAnother() {
        timers.after(10, () -> timers.after(10, () -> ran.add("a")));
        runAt(1_010);
        assertThat(ran).isEmpty();
        runAt(1_020);

        assertThat(ran).containsExactly("a");
    }

    private void runAt(long nowNanos) {
        timers.setNow(nowNanos);
        timers.runDue();
    }
}
