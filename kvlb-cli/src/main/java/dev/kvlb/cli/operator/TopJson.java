package dev.kvlb.cli.operator;

import dev.kvlb.ClusterMetrics;
import dev.kvlb.ClusterStatus;
import dev.kvlb.Latencies;
import dev.kvlb.cli.json.JsonWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

/** What {@code kvlb top --json} prints for each look: one JSON object on one line. */
final class TopJson {
    private TopJson() {}

    static String of(TopSample sample, Instant time) {
        ClusterStatus status = sample.status();
        ClusterMetrics metrics = sample.metrics();
        Latencies latencies = metrics.latencies();
        JsonWriter json = new JsonWriter()
                .object()
                .member("time", time.toString())
                .member("phase", status.phase().name().toLowerCase(Locale.ROOT))
                .member("requests_per_second", sample.requestsPerSecond())
                .member("puts_per_second", sample.perSecond(metrics.puts()))
                .member("gets_per_second", sample.perSecond(metrics.gets()))
                .member("deletes_per_second", sample.perSecond(metrics.deletes()))
                .member("not_found_per_second", sample.perSecond(metrics.notFound()))
                .member("busy_per_second", sample.perSecond(metrics.busy()))
                .member("unknown_per_second", sample.perSecond(metrics.unknown()))
                .member("invalid_per_second", sample.perSecond(metrics.invalid()));
        add(json, "p50_us", latencies.percentileMicros(50));
        add(json, "p99_us", latencies.percentileMicros(99));
        add(json, "max_us", latencies.percentileMicros(100));
        json.member("in_flight", status.inFlight())
                .member("queued", status.queued())
                .member("dirty_keys", status.dirtyKeys())
                .member("clients", status.clients())
                .member("settled_version", metrics.settledVersion())
                .member("lag", metrics.lag())
                .member("lag_us", metrics.lagMicros())
                .array("workers");
        for (TopSample.Share share : sample.workers()) {
            json.object()
                    .member("id", share.worker().workerId())
                    .member("requests_per_second", share.requestsPerSecond())
                    .member("in_flight", share.worker().inFlight())
                    .end();
        }
        return json.endArray().end().toString();
    }

    private static void add(JsonWriter json, String name, OptionalLong micros) {
        if (micros.isPresent()) {
            json.member(name, micros.getAsLong());
        } else {
            json.none(name);
        }
    }
}
