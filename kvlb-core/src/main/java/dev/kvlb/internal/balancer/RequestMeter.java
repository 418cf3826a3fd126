package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.ErrorCode;

/**
 * What came of the requests of clients, and how long those that were done took, counted as their replies are written.
 *
 * <p>The clock is that of the turns, so the measure costs no reading of a clock: a request has arrived when the turn
 * began that read it, and is answered when the turn began that wrote its reply. What the two turns themselves took is
 * exchanged for each other; a request that is answered in the turn that reads it takes no time.
 */
final class RequestMeter {
    private static final long NANOS_PER_MICRO = 1_000;

    private final LatencyHistogram latencies = new LatencyHistogram();
    private long nowNanos;
    private long puts;
    private long gets;
    private long deletes;
    private long notFound;
    private long busy;
    private long unknown;
    private long invalid;

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    /** The reply to a request that arrived then is being written. */
    void onReply(Request.Kind kind, ErrorCode result, long arrivedNanos) {
        if (result == ErrorCode.NONE || result == ErrorCode.KEY_NOT_FOUND) {
            onDone(kind, result == ErrorCode.KEY_NOT_FOUND);
            latencies.add(microsSince(arrivedNanos));
        } else if (result == ErrorCode.SERVER_BUSY) {
            busy++;
        } else if (result == ErrorCode.INVALID_KEY
                || result == ErrorCode.INVALID_VALUE
                || result == ErrorCode.PROTOCOL_ERROR) {
            invalid++;
        } else {
            unknown++;
        }
    }

    private void onDone(Request.Kind kind, boolean nothingFound) {
        switch (kind) {
            case PUT -> puts++;
            case GET -> gets++;
            case DELETE -> deletes++;
        }
        if (nothingFound) {
            notFound++;
        }
    }

    /** Returns how long that is ago. */
    long microsSince(long nanos) {
        return (nowNanos - nanos) / NANOS_PER_MICRO;
    }

    LatencyHistogram latencies() {
        return latencies;
    }

    long puts() {
        return puts;
    }

    long gets() {
        return gets;
    }

    long deletes() {
        return deletes;
    }

    long notFound() {
        return notFound;
    }

    long busy() {
        return busy;
    }

    long unknown() {
        return unknown;
    }

    long invalid() {
        return invalid;
    }
}
