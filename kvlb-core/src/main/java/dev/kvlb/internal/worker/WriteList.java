package dev.kvlb.internal.worker;

import org.jspecify.annotations.Nullable;

/**
 * A list of writes in the order in which they were added, from which any one can be removed in O(1) without a look-up
 * or an allocation: the list runs through the writes themselves, each of which is in one list at most.
 */
final class WriteList {
    private @Nullable Write first;
    private @Nullable Write last;
    private int size;

    /** Adds a write that is in no list. */
    void add(Write write) {
        Write before = last;
        write.listed = true;
        write.previous = before;
        if (before == null) {
            first = write;
        } else {
            before.next = write;
        }
        last = write;
        size++;
    }

    /** Removes a write; returns false, and does nothing, where it is not in the list. */
    boolean remove(Write write) {
        if (!write.listed) {
            return false;
        }
        Write before = write.previous;
        Write after = write.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        write.listed = false;
        write.previous = null;
        write.next = null;
        size--;
        return true;
    }

    void clear() {
        for (Write each = first; each != null; each = first) {
            remove(each);
        }
    }

    /** Returns the write that was added first, or null where the list is empty; {@link Write#next} leads on. */
    @Nullable Write first() {
        return first;
    }

    int size() {
        return size;
    }
}
