package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.spi.RequestQueue;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircularRequestQueueTest extends FifoRequestQueueContract {
    @Override
    protected RequestQueue queue(int capacity) {
        return RequestQueue.bounded(capacity);
    }

    @Test
    void itGrowsToItsCapacityAndNoFurther() {
        RequestQueue queue = queue(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.offer(TestRequest.numbered(i))).isTrue();
        }

        assertThat(queue.offer(TestRequest.numbered(1_000))).isFalse();
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.poll()).isEqualTo(TestRequest.numbered(i));
        }
    }

    @Test
    void itKeepsNothingAliveThatWasPolled() {
        RequestQueue queue = queue(4);
        queue.offer(TestRequest.numbered(1));
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
