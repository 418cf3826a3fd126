package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.spi.ReplyQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircularReplyQueueTest extends ReplyQueueContract {
    @Override
    protected ReplyQueue queue(int capacity) {
        return ReplyQueue.bounded(capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_048_577})
    void aCapacityOutsideItsRangeIsRefusedByName(int capacity) {
        assertThatThrownBy(() -> queue(capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be 1..1,048,576: " + capacity);
    }
}
