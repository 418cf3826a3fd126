package dev.kvlb.cli.pipe;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the entries that are under way on a connection, the oldest first. One thread adds and waits, another one
 * removes; neither takes a lock, since there are a million of them in a load.
 */
final class Window {
    private final long[] numbers;
    private final AtomicLong added = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();
    private volatile @Nullable Thread waiting;
    private volatile boolean closed;

    /** Makes an empty one with room for so many, a power of two. */
    Window(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
        }
        numbers = new long[capacity];
    }

    /** Returns whether there is room for one more. */
    boolean hasRoom() {
        return added.get() - removed.get() < numbers.length;
    }

    boolean isEmpty() {
        return added.get() == removed.get();
    }

    /** Adds one, for which there must be room. */
    void add(long number) {
        long at = added.get();
        numbers[(int) at & (numbers.length - 1)] = number;
        added.set(at + 1);
    }

    /**
     * Removes the oldest.
     *
     * @throws IllegalStateException if there is none
     */
    long remove() {
        long at = removed.get();
        if (at == added.get()) {
            throw new IllegalStateException("nothing is under way");
        }
        long number = numbers[(int) at & (numbers.length - 1)];
        removed.set(at + 1);
        return number;
    }

    /** Wakes who waits, if what he waits for has come: to be called after some were removed. */
    void wake() {
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Nothing is removed any more: nobody is to wait for it. */
    void close() {
        closed = true;
        wake();
    }

    boolean isClosed() {
        return closed;
    }

    /** Waits until half of it is free, so that who waits has something to do then; not once it is closed. */
    void awaitRoom() {
        await(numbers.length / 2);
    }

    /** Waits until nothing is under way any more; not once it is closed. */
    void awaitEmpty() {
        await(0);
    }

    private void await(int underWayMax) {
        waiting = Thread.currentThread();
        while (!closed && added.get() - removed.get() > underWayMax) {
            LockSupport.park(this);
        }
        waiting = null;
    }
}
