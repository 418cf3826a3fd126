package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.RequestQueue.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RequestQueue} does, in whatever order it hands requests out: a test class of a queue extends this one
 * and says how an empty queue is made. One that is first-in, first-out extends {@link FifoRequestQueueContract}.
 *
 * <pre>{@code
 * class ReadsFirstQueueTest extends RequestQueueContract {
 *     @Override
 *     protected RequestQueue queue(int capacity) {
 *         return new ReadsFirstQueue(capacity);
 *     }
 * }
 * }</pre>
 *
 * <p>The requests that it is tried with are {@link TestRequest}s, reads and writes in turn.
 */
public abstract class RequestQueueContract {
    private static final int ENOUGH = 100;

    /** For subclasses. */
    protected RequestQueueContract() {}

    /**
     * {@return a new queue that is empty}
     *
     * @param capacity how many requests it can hold, 1..100
     */
    protected abstract RequestQueue queue(int capacity);

    @Nested
    class WhenItIsEmpty {
        private final RequestQueue queue = queue(3);

        @Test
        void itHasNoSize() {
            assertThat(queue.size()).isZero();
            assertThat(queue.capacity()).isEqualTo(3);
        }

        @Test
        void itHandsNothingOut() {
            assertThat(queue.peek()).isNull();
            assertThat(queue.poll()).isNull();
        }

        @Test
        void itTakesARequest() {
            Request request = TestRequest.numbered(0);

            assertThat(queue.offer(request)).isTrue();

            assertThat(queue.size()).isEqualTo(1);
            assertThat(queue.peek()).isSameAs(request);
        }
    }

    @Nested
    class WhenItIsFull {
        private final RequestQueue queue = queue(2);
        private final Request first = TestRequest.numbered(1);
        private final Request second = TestRequest.numbered(2);

        WhenItIsFull() {
            queue.offer(first);
            queue.offer(second);
        }

        @Test
        void itRefusesAnOfferAndNothingChanges() {
            assertThat(queue.offer(TestRequest.numbered(3))).isFalse();

            assertThat(queue.size()).isEqualTo(2);
            assertThat(drain(queue)).containsExactlyInAnyOrder(first, second);
        }

        @Test
        void itTakesARequestOnceOneIsGone() {
            Request third = TestRequest.numbered(3);
            Request gone = queue.poll();

            assertThat(queue.offer(third)).isTrue();

            assertThat(drain(queue)).containsExactlyInAnyOrder(gone == first ? second : first, third);
        }
    }

    @Nested
    class WhenOneObjectIsOfferedTwice {
        @Test
        void itIsHandedOutTwice() {
            RequestQueue queue = queue(2);
            Request request = TestRequest.numbered(1);
            queue.offer(request);
            queue.offer(request);

            assertThat(drain(queue)).containsExactly(request, request);
        }
    }

    @Property
    void itHandsOutEachRequestThatItTookExactlyOnce(
            @ForAll @IntRange(min = 1, max = ENOUGH) int capacity,
            @ForAll @Size(max = 4 * ENOUGH) List<Boolean> offers) {
        RequestQueue queue = queue(capacity);
        Set<Request> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
        int number = 0;
        for (boolean offer : offers) {
            if (offer) {
                Request request = TestRequest.numbered(number++);
                assertThat(queue.offer(request)).isEqualTo(waiting.size() < capacity);
                if (waiting.size() < capacity) {
                    waiting.add(request);
                }
            } else {
                Request due = queue.peek();
                assertThat(queue.poll()).isSameAs(due);
                assertThat(due == null ? waiting.isEmpty() : waiting.remove(due))
                        .isTrue();
            }
            assertThat(queue.size()).isEqualTo(waiting.size());
        }
        assertThat(drain(queue)).containsExactlyInAnyOrderElementsOf(waiting);
    }

    static List<Request> drain(RequestQueue queue) {
        List<Request> drained = new ArrayList<>();
        for (Request request = queue.poll(); request != null; request = queue.poll()) {
            drained.add(request);
        }
        return drained;
    }
}
