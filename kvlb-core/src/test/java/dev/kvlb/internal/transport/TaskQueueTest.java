package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskQueueTest {
    private final AtomicInteger wakeups = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();
    private final TaskQueue tasks = new TaskQueue(wakeups::incrementAndGet);

    @Test
    void aLoopThatIsAwakeIsNotWoken() {
        tasks.add(ran::incrementAndGet);
        tasks.run();
        tasks.add(ran::incrementAndGet);

        assertThat(wakeups).hasValue(0);
        assertThat(ran).hasValue(1);
    }

    @Test
    void aLoopThatIsParkedIsWokenOnce() {
        assertThat(tasks.park()).isTrue();
        tasks.add(ran::incrementAndGet);
        tasks.add(ran::incrementAndGet);
        assertThat(wakeups).hasValue(1);
        tasks.run();

        assertThat(ran).hasValue(2);
    }

    @Test
    void aLoopWithATaskMayNotPark() {
        tasks.add(ran::incrementAndGet);
        assertThat(tasks.park()).isFalse();
        tasks.add(ran::incrementAndGet);

        assertThat(wakeups).hasValue(0);
    }

    @Test
    void afterTheCloseNothingIsTakenOrRun() {
        tasks.add(ran::incrementAndGet);
        tasks.close();

        assertThat(tasks.add(ran::incrementAndGet)).isFalse();
        tasks.run();
        assertThat(ran).hasValue(0);
    }
}
