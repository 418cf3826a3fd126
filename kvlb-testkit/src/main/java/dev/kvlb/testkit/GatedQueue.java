package dev.kvlb.testkit;

import dev.kvlb.spi.RequestQueue;
import org.jspecify.annotations.Nullable;

/** A queue with a gate where it is asked for its size, as it is for each snapshot of its balancer. */
final class GatedQueue implements RequestQueue {
    private final RequestQueue queue;
    private final Gate gate;

    GatedQueue(RequestQueue queue, Gate gate) {
        this.queue = queue;
        this.gate = gate;
    }

    @Override
    public int size() {
        gate.pass();
        return queue.size();
    }

    @Override
    public boolean offer(Request request) {
        return queue.offer(request);
    }

    @Override
    public @Nullable Request peek() {
        return queue.peek();
    }

    @Override
    public @Nullable Request poll() {
        return queue.poll();
    }

    @Override
    public int capacity() {
        return queue.capacity();
    }
}
