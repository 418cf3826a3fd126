package dev.kvlb.cli.bench;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A result as one object of JSON. */
public final class ResultJson {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private ResultJson() {}

    /** Returns the object, on one line. */
    public static String of(BenchResult result) {
        Outcome outcome = result.outcome();
        JsonObject errors = new JsonObject();
        outcome.errors().forEach(errors::add);
        JsonObject json = new JsonObject()
                .add("part", word(result.part()))
                .add("clean", result.isClean())
                .add("endedEarly", result.stopped())
                .add("seconds", outcome.elapsedNanos() / NANOS_PER_SECOND)
                .add("answers", outcome.answers())
                .add("answersPerSecond", outcome.perSecond(outcome.answers()))
                .add("get", latencies(outcome.gets(), outcome))
                .add("put", latencies(outcome.puts(), outcome))
                .add("all", latencies(outcome.all(), outcome))
                .add("misses", outcome.misses())
                .add("wrongValues", outcome.wrongValues())
                .add("errors", outcome.errorCount())
                .add("errorTexts", errors)
                .add("unsent", outcome.unsent());
        return json.add("plan", plan(result.plan()))
                .add(
                        "timeline",
                        result.timeline().stream().map(ResultJson::point).toList())
                .toString();
    }

    private static JsonObject latencies(Histogram latencies, Outcome outcome) {
        long count = latencies.getTotalCount();
        return new JsonObject()
                .add("answers", count)
                .add("answersPerSecond", outcome.perSecond(count))
                .add("meanMicros", latencies.getMean() / NANOS_PER_MICRO)
                .add("p50Micros", percentile(latencies, 50))
                .add("p90Micros", percentile(latencies, 90))
                .add("p99Micros", percentile(latencies, 99))
                .add("p99.9Micros", percentile(latencies, 99.9))
                .add("p99.99Micros", percentile(latencies, 99.99))
                .add("maxMicros", latencies.getMaxValue() / NANOS_PER_MICRO);
    }

    private static double percentile(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    private static JsonObject plan(BenchPlan plan) {
        BenchPlan.Crowd crowd = plan.crowd();
        BenchPlan.Workload workload = plan.workload();
        BenchPlan.Extent extent = plan.extent();
        return new JsonObject()
                .add("target", plan.target().toString())
                .add("connections", crowd.connections())
                .add("pipeline", crowd.pipeline())
                .add("threads", crowd.threads())
                .add("reads", workload.reads())
                .add("keys", workload.keys())
                .add("distribution", word(workload.distribution()))
                .add("valueBytesMin", workload.values().min())
                .add("valueBytesMax", workload.values().max())
                .add("seed", workload.seed())
                .add("preload", extent.preload())
                .add("warmupSeconds", extent.warmup().toMillis() / 1e3)
                .add(
                        "durationSeconds",
                        extent.count() == null ? extent.duration().toMillis() / 1e3 : null)
                .add("count", extent.count())
                .add("rate", extent.rate());
    }

    private static JsonObject point(BenchResult.Point point) {
        return new JsonObject()
                .add("fromSecond", point.beginNanos() / NANOS_PER_SECOND)
                .add("toSecond", point.endNanos() / NANOS_PER_SECOND)
                .add("answers", point.answers())
                .add("p50Micros", point.p50Nanos() / NANOS_PER_MICRO)
                .add("p99Micros", point.p99Nanos() / NANOS_PER_MICRO);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
