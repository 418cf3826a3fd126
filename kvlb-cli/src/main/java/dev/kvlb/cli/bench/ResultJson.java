package dev.kvlb.cli.bench;

import dev.kvlb.cli.json.JsonWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A result as one object of JSON. */
public final class ResultJson {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final JsonWriter json = new JsonWriter();

    private ResultJson() {}

    /** Returns the object, on one line. */
    public static String of(BenchResult result) {
        ResultJson json = new ResultJson();
        json.write(result);
        return json.json.toString();
    }

    private void write(BenchResult result) {
        Outcome outcome = result.outcome();
        json.object()
                .member("part", word(result.part()))
                .member("clean", result.isClean())
                .member("endedEarly", result.stopped())
                .member("seconds", outcome.elapsedNanos() / NANOS_PER_SECOND)
                .member("answers", outcome.answers())
                .member("answersPerSecond", outcome.perSecond(outcome.answers()));
        latencies("get", outcome.gets(), outcome);
        latencies("put", outcome.puts(), outcome);
        latencies("all", outcome.all(), outcome);
        json.member("misses", outcome.misses())
                .member("wrongValues", outcome.wrongValues())
                .member("errors", outcome.errorCount())
                .object("errorTexts");
        outcome.errors().forEach(json::member);
        json.end().member("unsent", outcome.unsent());
        plan(result.plan());
        json.array("timeline");
        result.timeline().forEach(this::point);
        json.endArray().end();
    }

    private void latencies(String name, Histogram latencies, Outcome outcome) {
        long count = latencies.getTotalCount();
        json.object(name)
                .member("answers", count)
                .member("answersPerSecond", outcome.perSecond(count))
                .member("meanMicros", latencies.getMean() / NANOS_PER_MICRO)
                .member("p50Micros", percentile(latencies, 50))
                .member("p90Micros", percentile(latencies, 90))
                .member("p99Micros", percentile(latencies, 99))
                .member("p99.9Micros", percentile(latencies, 99.9))
                .member("p99.99Micros", percentile(latencies, 99.99))
                .member("maxMicros", latencies.getMaxValue() / NANOS_PER_MICRO)
                .end();
    }

    private static double percentile(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    private void plan(BenchPlan plan) {
        BenchPlan.Crowd crowd = plan.crowd();
        BenchPlan.Workload workload = plan.workload();
        BenchPlan.Extent extent = plan.extent();
        json.object("plan")
                .member("target", plan.target().toString())
                .member("connections", crowd.connections())
                .member("pipeline", crowd.pipeline())
                .member("threads", crowd.threads())
                .member("reads", workload.reads())
                .member("keys", workload.keys())
                .member("distribution", word(workload.distribution()))
                .member("valueBytesMin", workload.values().min())
                .member("valueBytesMax", workload.values().max())
                .member("seed", workload.seed())
                .member("preload", extent.preload())
                .member("warmupSeconds", extent.warmup().toMillis() / 1e3);
        if (extent.count() == null) {
            json.member("durationSeconds", extent.duration().toMillis() / 1e3);
        } else {
            json.none("durationSeconds");
        }
        count("count", extent.count());
        count("rate", extent.rate());
        json.end();
    }

    private void count(String name, @Nullable Number value) {
        if (value == null) {
            json.none(name);
        } else {
            json.member(name, value.longValue());
        }
    }

    private void point(BenchResult.Point point) {
        json.object()
                .member("fromSecond", point.beginNanos() / NANOS_PER_SECOND)
                .member("toSecond", point.endNanos() / NANOS_PER_SECOND)
                .member("answers", point.answers())
                .member("p50Micros", point.p50Nanos() / NANOS_PER_MICRO)
                .member("p99Micros", point.p99Nanos() / NANOS_PER_MICRO)
                .end();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
