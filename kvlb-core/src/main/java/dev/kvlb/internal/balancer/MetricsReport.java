package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MessageType;

/** Tells what the balancer has counted and measured: METRICS_RESPONSE, and a METRICS_BUCKET for each latency. */
final class MetricsReport {
    private final long incarnation;
    private final RequestMeter meter;
    private final Replication replication;

    /**
     * Makes one.
     *
     * @param incarnation the identity of the run in which all is counted
     */
    MetricsReport(long incarnation, RequestMeter meter, Replication replication) {
        this.incarnation = incarnation;
        this.meter = meter;
        this.replication = replication;
    }

    void writeTo(FrameWriter answer) {
        Request oldest = replication.oldestInFlight();
        answer.begin(MessageType.METRICS_RESPONSE)
                .u64(incarnation)
                .u64(meter.puts())
                .u64(meter.gets())
                .u64(meter.deletes())
                .u64(meter.notFound())
                .u64(meter.busy())
                .u64(meter.unknown())
                .u64(meter.invalid())
                .u64(replication.settledVersion())
                .u64(replication.lag())
                .u64(oldest == null ? 0 : meter.microsSince(oldest.arrivedNanos))
                .u32(meter.latencies().size())
                .end();
        meter.latencies()
                .visit((micros, requests) -> answer.begin(MessageType.METRICS_BUCKET)
                        .u64(micros)
                        .u64(requests)
                        .end());
    }
}
