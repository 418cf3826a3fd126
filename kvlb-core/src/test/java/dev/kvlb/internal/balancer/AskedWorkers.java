package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.util.ArrayList;
import java.util.List;

/** A restarted balancer that has asked its two workers what they hold that was in flight, and waits for their answers. */
final class AskedWorkers {
    /** The last version before those of the earlier run. */
    static final long BASE = Versions.first(3);

    static final EarlierRun RUN = EarlierRun.of(3, 7).ready(1, 2);

    final BalancerFixture balancer =
            BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3, 1, 2));
    final FakeWorker first = balancer.returningWorker(1, RUN);
    final FakeWorker second = balancer.returningWorker(2, RUN);

    /** Says that a worker holds a write with this version, counted from the last that is settled. */
    static Message holds(long version, String key, String value) {
        return new Message.UnsettledEntry(BASE + version, Key.of(key), Value.of(value));
    }

    /** Says that a worker holds a delete with this version. */
    static Message holdsDelete(long version, String key) {
        return new Message.UnsettledTombstone(BASE + version, Key.of(key));
    }

    /** Returns what the workers have been handed, in the order of versions, and without the ids of the requests. */
    List<Message> driven() {
        List<Message> driven = new ArrayList<>();
        for (FakeWorker worker : List.of(first, second)) {
            worker.requests().forEach(request -> driven.add(withoutId(request)));
        }
        driven.sort((one, other) -> Long.compare(version(one), version(other)));
        return driven;
    }

    /** Returns a request of the balancer as {@link #store} and {@link #delete} make them. */
    static Message withoutId(Message request) {
        return request instanceof Message.VersionedStore store
                ? new Message.VersionedStore(0, store.version(), store.key(), store.value())
                : new Message.VersionedDelete(0, version(request), FakeWorker.keyOf(request));
    }

    private static long version(Message request) {
        return request instanceof Message.VersionedStore store
                ? store.version()
                : ((Message.VersionedDelete) request).version();
    }

    /** Returns the request that drives a write again. */
    static Message store(long version, String key, String value) {
        return new Message.VersionedStore(0, BASE + version, Key.of(key), Value.of(value));
    }

    /** Returns the request that drives a delete again. */
    static Message delete(long version, String key) {
        return new Message.VersionedDelete(0, BASE + version, Key.of(key));
    }
}
