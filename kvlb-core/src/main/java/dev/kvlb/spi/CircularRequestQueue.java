package dev.kvlb.spi;

import org.jspecify.annotations.Nullable;

/** A first-in, first-out queue of requests on a circular buffer. */
final class CircularRequestQueue implements RequestQueue {
    private final CircularBuffer<Request> buffer;

    CircularRequestQueue(int capacity) {
        buffer = new CircularBuffer<>(capacity);
    }

    @Override
    public boolean offer(Request request) {
        return buffer.offer(request);
    }

    @Override
    public @Nullable Request peek() {
        return buffer.peek();
    }

    @Override
    public @Nullable Request poll() {
        return buffer.poll();
    }

    @Override
    public int size() {
        return buffer.size();
    }

    @Override
    public int capacity() {
        return buffer.capacity();
    }
}
