package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.ReplyQueue.Reply;
import java.util.ArrayDeque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link ReplyQueue} does: a test class of a queue extends this one and says how an empty queue is made. */
public abstract class ReplyQueueContract {
    /** For subclasses. */
    protected ReplyQueueContract() {}

    /**
     * {@return a new queue that is empty}
     *
     * @param capacity how many replies it can hold, 1..70
     */
    protected abstract ReplyQueue queue(int capacity);

    @Nested
    class WhenItIsEmpty {
        private final ReplyQueue queue = queue(3);

        @Test
        void itHasNoSize() {
            assertThat(queue.size()).isZero();
            assertThat(queue.capacity()).isEqualTo(3);
        }

        @Test
        void nothingIsDue() {
            assertThat(queue.peek()).isNull();
            assertThat(queue.poll()).isNull();
        }
    }

    @Nested
    class WhenALaterReplyIsKnownFirst {
        private final ReplyQueue queue = queue(3);
        private final TestReply first = new TestReply();
        private final TestReply second = new TestReply();

        WhenALaterReplyIsKnownFirst() {
            queue.offer(first);
            queue.offer(second);
            second.complete = true;
        }

        @Test
        void theFirstIsStillDueFirst() {
            assertThat(queue.peek()).isSameAs(first);
        }

        @Test
        void itFollowsTheFirst() {
            assertThat(queue.poll()).isSameAs(first);
            assertThat(queue.peek()).isSameAs(second);
        }
    }

    @Nested
    class WhenItIsFull {
        private final ReplyQueue queue = queue(1);
        private final TestReply only = new TestReply();

        WhenItIsFull() {
            queue.offer(only);
        }

        @Test
        void itRefusesAnOfferAndNothingChanges() {
            assertThat(queue.offer(new TestReply())).isFalse();

            assertThat(queue.size()).isEqualTo(1);
            assertThat(queue.peek()).isSameAs(only);
        }

        @Test
        void itTakesAReplyOnceTheFirstIsGone() {
            TestReply next = new TestReply();
            queue.poll();

            assertThat(queue.offer(next)).isTrue();
            assertThat(queue.peek()).isSameAs(next);
        }
    }

    @Property
    void repliesAreDueInTheOrderInWhichTheyWereOffered(
            @ForAll @IntRange(min = 1, max = 70) int capacity, @ForAll @Size(max = 300) List<Boolean> offers) {
        ReplyQueue queue = queue(capacity);
        ArrayDeque<Reply> model = new ArrayDeque<>();
        for (boolean offer : offers) {
            if (offer) {
                TestReply reply = new TestReply();
                assertThat(queue.offer(reply)).isEqualTo(model.size() < capacity);
                if (model.size() < capacity) {
                    model.add(reply);
                }
            } else {
                assertThat(queue.peek()).isSameAs(model.peek());
                assertThat(queue.poll()).isSameAs(model.poll());
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
    }

    /** A reply that becomes complete when a test says so. */
    private static final class TestReply implements Reply {
        boolean complete;

        @Override
        public boolean isComplete() {
            return complete;
        }
    }
}
