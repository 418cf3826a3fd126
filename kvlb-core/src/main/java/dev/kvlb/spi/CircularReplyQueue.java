package dev.kvlb.spi;

import org.jspecify.annotations.Nullable;

/** A first-in, first-out queue of replies on a circular buffer. */
final class CircularReplyQueue implements ReplyQueue {
    private final CircularBuffer<Reply> buffer;

    CircularReplyQueue(int capacity) {
        buffer = new CircularBuffer<>(capacity);
    }

    @Override
    public boolean offer(Reply reply) {
        return buffer.offer(reply);
    }

    @Override
    public @Nullable Reply peek() {
        return buffer.peek();
    }

    @Override
    public @Nullable Reply poll() {
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
