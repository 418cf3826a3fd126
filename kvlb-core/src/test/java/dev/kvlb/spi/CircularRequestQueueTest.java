package dev.kvlb.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircularRequestQueueTest extends RequestQueueContract {
    @Override
    RequestQueue queue(int capacity) {
        return RequestQueue.bounded(capacity);
    }

    @Property
    void itIsFirstInFirstOut(
            @ForAll @IntRange(min = 1, max = 70) int capacity, @ForAll @Size(max = 300) List<Boolean> offers) {
        assertFirstInFirstOut(queue(capacity), offers);
    }

    @Test
    void itGrowsToItsCapacityAndNoFurther() {
        RequestQueue queue = queue(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.offer(new TestRequest(i))).isTrue();
        }

        assertThat(queue.offer(new TestRequest(1_000))).isFalse();
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.poll()).isEqualTo(new TestRequest(i));
        }
    }

    @Test
    void itKeepsNothingAliveThatWasPolled() {
        RequestQueue queue = queue(4);
        queue.offer(new TestRequest(1));
        WeakReference<RequestQueue.Request> polled = new WeakReference<>(queue.poll());

        for (int i = 0; i < 50 && polled.get() != null; i++) {
            System.gc();
        }

        assertThat(polled.get()).isNull();
        assertThat(queue.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_048_577})
    void aCapacityOutsideItsRangeIsRefusedByName(int capacity) {
        assertThatThrownBy(() -> queue(capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be 1..1,048,576: " + capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_048_576})
    void theEndsOfTheRangeAreCapacities(int capacity) {
        assertThat(queue(capacity).capacity()).isEqualTo(capacity);
    }
}
