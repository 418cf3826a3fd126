package dev.kvlb.cli.text;

import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.ClusterStatus;
import dev.kvlb.cli.json.JsonWriter;
import java.util.Locale;

/** The state of a cluster for programs: one JSON object on one line. */
public final class StatusJson {
    private StatusJson() {}

    /** Returns the object. */
    public static String of(ClusterStatus state) {
        JsonWriter json = new JsonWriter()
                .object()
                .member("phase", word(state.phase()))
                .member("reason", state.reason())
                .member("consistency", word(state.consistency()))
                // Text: 64 bits are more than a number of JavaScript's holds.
                .member("cluster", String.format(Locale.ROOT, "%016x", state.cluster()))
                .member("epoch", state.epoch())
                .member("view", state.view())
                .member("settled_version", state.settledVersion())
                .member("in_flight", state.inFlight())
                .member("dirty_keys", state.dirtyKeys())
                .member("queued", state.queued())
                .member("clients", state.clients())
                .array("workers");
        for (WorkerState worker : state.workers()) {
            json.object()
                    .member("id", worker.workerId())
                    .member("role", word(worker.role()))
                    .member("in_ring", worker.inRing())
                    .member("connected", worker.connected())
                    .member("peer", new HostPort(worker.host(), worker.peerPort()).toString())
                    .member("in_flight", worker.inFlight())
                    .member("requests", worker.requests())
                    .member("data_bytes", worker.dataBytes())
                    .member("data_bytes_max", worker.dataBytesMax())
                    .end();
        }
        return json.endArray().end().toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
