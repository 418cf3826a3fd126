package dev.kvlb.spi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in, first-out buffer on an array that is used in a circle: what {@link CircularRequestQueue} and
 * {@link CircularReplyQueue} share.
 *
 * <p>The array doubles with need up to the capacity and never shrinks; a slot is cleared when its element is polled, so
 * that the buffer keeps nothing alive that it no longer holds.
 */
final class CircularBuffer<T> {
    private static final int CAPACITY_MAX = 1_048_576;
    private static final int SLOTS_MIN = 16;

    private final int capacity;
    private @Nullable Object[] slots;
    private int head;
    private int size;

    CircularBuffer(int capacity) {
        if (capacity < 1 || capacity > CAPACITY_MAX) {
            throw new IllegalArgumentException("capacity must be 1..1,048,576: " + capacity);
        }
        this.capacity = capacity;
        this.slots = new @Nullable Object[Math.min(SLOTS_MIN, capacity)];
    }

    boolean offer(T element) {
        if (size == capacity) {
            return false;
        }
        if (size == slots.length) {
            grow();
        }
        slots[slot(size)] = element;
        size++;
        return true;
    }

    @Nullable T peek() {
        return size == 0 ? null : first();
    }

    @Nullable T poll() {
        if (size == 0) {
            return null;
        }
        T element = first();
        slots[head] = null;
        head = slot(1);
        size--;
        return element;
    }

    int size() {
        return size;
    }

    int capacity() {
        return capacity;
    }

    /** A slot that is in use holds what {@link #offer} put there. */
    @SuppressWarnings("unchecked")
    private T first() {
        return (T) slots[head];
    }

    /** Returns the slot of the element that comes {@code index} after the first. */
    private int slot(int index) {
        int slot = head + index;
        return slot < slots.length ? slot : slot - slots.length;
    }

    private void grow() {
        @Nullable Object[] larger = Arrays.copyOfRange(slots, head, head + Math.min(size * 2, capacity));
        System.arraycopy(slots, 0, larger, size - head, head);
        slots = larger;
        head = 0;
    }
}
