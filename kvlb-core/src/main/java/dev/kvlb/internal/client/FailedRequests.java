package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests whose failure has been decided under a lock and is told after it: what hangs on a future may call the client
 * again.
 */
public final class FailedRequests {
    private final List<Request> requests = new ArrayList<>();
    private final List<KvlbException> failures = new ArrayList<>();

    /** Makes an empty list. */
    public FailedRequests() {}

    void add(Request request, KvlbException failure) {
        requests.add(request);
        failures.add(failure);
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }

    /** Tells everybody who waits for one of them. */
    public void report() {
        for (int i = 0; i < requests.size(); i++) {
            requests.get(i).fail(failures.get(i));
        }
    }
}
