package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.RequestQueue.Request;
import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What every {@link RequestQueue} does that promises to hand requests out in the order in which they came. */
public abstract class FifoRequestQueueContract extends RequestQueueContract {
    /** For subclasses. */
    protected FifoRequestQueueContract() {}

    @Property
    void itIsFirstInFirstOut(
            @ForAll @IntRange(min = 1, max = 70) int capacity, @ForAll @Size(max = 300) List<Boolean> offers) {
        RequestQueue queue = queue(capacity);
        ArrayDeque<Request> model = new ArrayDeque<>();
        int number = 0;
        for (boolean offer : offers) {
            if (offer) {
                Request request = TestRequest.numbered(number++);
                if (queue.offer(request)) {
                    model.add(request);
                }
            } else {
                assertThat(queue.peek()).isSameAs(model.peek());
                assertThat(queue.poll()).isSameAs(model.poll());
            }
        }
        assertThat(drain(queue)).containsExactlyElementsOf(model);
    }
}
