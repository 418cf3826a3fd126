package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.BufferPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slots of all requests that have been admitted and are not at their end, found by the id that a worker sends back.
 *
 * <p>An id is the slot's index and how often the slot has been used, so that an answer that comes too late, or twice,
 * finds nothing instead of somebody else's request.
 */
final class RequestTable {
    private static final int INDEX_BITS = 20;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int GENERATION_MASK = (1 << (Integer.SIZE - INDEX_BITS)) - 1;

    /** How many requests there can be at a time. */
    static final int CAPACITY = 1 << INDEX_BITS;

    private final List<Request> slots = new ArrayList<>();
    private final List<Request> free = new ArrayList<>();
    private final BufferPool payloads = new BufferPool();
    private long bufferedBytes;

    static long id(int index, int generation) {
        return ((long) (generation & GENERATION_MASK) << INDEX_BITS) | index;
    }

    /** Returns a slot for a new request; there must be {@linkplain #isFull() room}. */
    Request take() {
        if (!free.isEmpty()) {
            return free.remove(free.size() - 1);
        }
        assert slots.size() < CAPACITY;
        Request request = new Request(this, slots.size());
        slots.add(request);
        return request;
    }

    /** No worker has this request under way any more. */
    void onWorkerDone(Request request) {
        request.worker = null;
        RequestList.remove(request.byWorker);
        releaseIfEnded(request);
    }

    /** Frees the slot of a request that has come to both its ends: its client's and its worker's. */
    void releaseIfEnded(Request request) {
        if (request.isEnded()) {
            RequestList.remove(request.byAge);
            RequestList.remove(request.byWorker);
            RequestList.remove(request.byVersion);
            request.reset();
            free.add(request);
        }
    }

    /** Returns the request that a worker means by this id, or null where it has ended. */
    @Nullable Request find(long id) {
        int index = (int) id & INDEX_MASK;
        if (index >= slots.size()) {
            return null;
        }
        Request request = slots.get(index);
        return request.id() == id && request.worker != null ? request : null;
    }

    /** Returns what larger payloads borrow their memory from. */
    BufferPool payloads() {
        return payloads;
    }

    boolean isFull() {
        return free.isEmpty() && slots.size() == CAPACITY;
    }

    int size() {
        return slots.size() - free.size();
    }

    long bufferedBytes() {
        return bufferedBytes;
    }

    void bufferedBytesChanged(int by) {
        bufferedBytes += by;
    }
}
