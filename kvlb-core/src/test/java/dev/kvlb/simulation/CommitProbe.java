package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks the linearizable mode at each reply that the balancer gives: what a client is told is committed, by the very
 * fact that it is told.
 *
 * <ul>
 *   <li>I2: every ready worker that lives holds it, or a later version of its key; and so does each that becomes ready.
 *   <li>I4: what a read shows is no older than what was committed when the read arrived; as it is checked at each reply,
 *       I5 follows.
 * </ul>
 *
 * <p>The replies of a connection come in the order of its requests, so the balancer's replies are told apart by place.
 */
final class CommitProbe {
    private final ReadyMembers ready;
    private final Versions versions;
    private final Map<SimLink, ArrayDeque<Request>> requests = new HashMap<>();
    private final Map<String, Long> committed = new TreeMap<>();
    private long held;

    /** A request that the balancer has read, and what was committed of its key then. */
    private record Request(String key, int value, long committedBefore) {}

    CommitProbe(ReadyMembers ready, Versions versions) {
        this.ready = ready;
        this.versions = versions;
    }

    /** The balancer reads a request. */
    void onRequest(SimLink to, Frame request, boolean write) {
        String key = request.key().toUtf8();
        int value = write ? Values.number(request.value()) : Operation.NOTHING;
        requests.computeIfAbsent(to, link -> new ArrayDeque<>())
                .add(new Request(key, value, committed.getOrDefault(key, 0L)));
    }

    /** The balancer answers a request, with a result that is not an ERROR. */
    void onResponse(SimLink from, Frame response, boolean write) {
        Request request = requests.get(from).remove();
        if (write) {
            if (response.number(FieldName.RESULT) == ErrorCode.NONE.code()) {
                commit(request.key, versions.of(request.value));
            }
            return;
        }
        boolean found = response.number(FieldName.RESULT) == ErrorCode.NONE.code();
        long version = found ? versions.of(Values.number(response.value())) : 0;
        if (version < request.committedBefore) {
            throw new Violation("I4: a read of " + request.key + " shows version " + Trace.version(version) + ", and "
                    + Trace.version(request.committedBefore) + " was committed before it");
        }
        if (found) {
            commit(request.key, version);
        }
    }

    /** The balancer answers a request with an ERROR. */
    void onError(SimLink from) {
        ArrayDeque<Request> waiting = requests.get(from);
        if (waiting != null) {
            waiting.poll();
        }
    }

    private void commit(String key, long version) {
        if (version > committed.getOrDefault(key, 0L)) {
            committed.put(key, version);
            check(ready.live(), key, version);
        }
    }

    /** These workers have become ready: they hold all that is committed. */
    void onReady(List<SimWorker> workers) {
        committed.forEach((key, version) -> check(workers, key, version));
    }

    private void check(List<SimWorker> workers, String key, long version) {
        for (SimWorker worker : workers) {
            held = 0;
            worker.store().find(ByteSlice.of(Values.key(key)), (v, k, value) -> held = v);
            if (held < version) {
                throw new Violation("I2: version " + Trace.version(version) + " of " + key + " is committed, and "
                        + worker + ", which is ready, holds " + Trace.version(held) + "; " + ready);
            }
        }
    }
}
