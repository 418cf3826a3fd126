package dev.kvlb.internal.client;

import dev.kvlb.ClusterMetrics;
import dev.kvlb.Latencies;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayList;
import java.util.List;

/** The answer to the question what the balancer has counted while it comes: METRICS_RESPONSE, and a METRICS_BUCKET for each latency. */
final class MetricsReply implements ReplyInFrames<ClusterMetrics> {
    /** More than any balancer has: a reply must not grow without end. */
    private static final int BUCKETS_MAX = 65_536;

    private final long incarnation;
    private final long puts;
    private final long gets;
    private final long deletes;
    private final long notFound;
    private final long busy;
    private final long unknown;
    private final long invalid;
    private final long settledVersion;
    private final long lag;
    private final long lagMicros;
    private final long bucketsExpected;
    private final List<Latencies.Bucket> buckets = new ArrayList<>();

    /** Begins with a METRICS_RESPONSE. */
    MetricsReply(Frame frame) throws MalformedFrameException {
        incarnation = frame.number(FieldName.INCARNATION);
        puts = frame.number(FieldName.PUTS);
        gets = frame.number(FieldName.GETS);
        deletes = frame.number(FieldName.DELETES);
        notFound = frame.number(FieldName.NOT_FOUND);
        busy = frame.number(FieldName.BUSY);
        unknown = frame.number(FieldName.UNKNOWN);
        invalid = frame.number(FieldName.INVALID);
        settledVersion = frame.number(FieldName.SETTLED);
        lag = frame.number(FieldName.LAG);
        lagMicros = frame.number(FieldName.LAG_MICROS);
        bucketsExpected = frame.number(FieldName.BUCKETS);
        if (bucketsExpected > BUCKETS_MAX) {
            throw ReplyInFrames.malformed(frame, FieldName.BUCKETS, "at most " + BUCKETS_MAX);
        }
    }

    @Override
    public MessageType typeOfRest() {
        return MessageType.METRICS_BUCKET;
    }

    @Override
    public void add(Frame frame) throws MalformedFrameException {
        long micros = frame.number(FieldName.MICROS);
        long before = buckets.isEmpty() ? -1 : buckets.get(buckets.size() - 1).micros();
        if (micros <= before) {
            throw ReplyInFrames.malformed(frame, FieldName.MICROS, "more than " + before);
        }
        long requests = frame.number(FieldName.REQUESTS);
        if (requests < 1) {
            throw ReplyInFrames.malformed(frame, FieldName.REQUESTS, "1 or more");
        }
        buckets.add(new Latencies.Bucket(micros, requests));
    }

    @Override
    public boolean isComplete() {
        return buckets.size() == bucketsExpected;
    }

    @Override
    public ClusterMetrics whole() {
        return new ClusterMetrics(
                incarnation,
                puts,
                gets,
                deletes,
                notFound,
                busy,
                unknown,
                invalid,
                settledVersion,
                lag,
                lagMicros,
                new Latencies(buckets));
    }
}
