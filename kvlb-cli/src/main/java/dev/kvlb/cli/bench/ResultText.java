package dev.kvlb.cli.bench;

import static dev.kvlb.cli.bench.PlanText.format;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** A result for people to read, in lines. */
public final class ResultText {
    private static final String HEAD = "%-5s%14s%14s%10s%10s%10s%10s%10s%10s%n";
    private static final String ROW = "%-5s%,14d%,14.0f%10s%10s%10s%10s%10s%10s%n";
    private static final double NANOS_PER_SECOND = 1e9;

    private ResultText() {}

    /** Returns the lines. */
    public static String of(BenchResult result) {
        BenchPlan plan = result.plan();
        Outcome outcome = result.outcome();
        StringBuilder text = new StringBuilder(format("%s%n", plan.target()))
                .append(format("%s%n", PlanText.crowd(plan)))
                .append(format("%s%n", PlanText.workload(plan)))
                .append(format("%s%n%n", extent(result)))
                .append(format(HEAD, "", "answers", "answers/s", "mean", "p50", "p90", "p99", "p99.9", "max"));
        row(text, "get", outcome.gets(), outcome);
        row(text, "put", outcome.puts(), outcome);
        row(text, "all", outcome.all(), outcome);
        text.append(format(
                "%nerrors %,d   misses %,d   wrong values %,d%n",
                outcome.errorCount(), outcome.misses(), outcome.wrongValues()));
        if (outcome.misses() > 0 && plan.extent().preload()) {
            text.append("every key had been written: the server has dropped those that were missed\n");
        }
        for (Map.Entry<String, Long> error : outcome.errors().entrySet()) {
            text.append(format("%,12d  %s%n", error.getValue(), printable(error.getKey())));
        }
        if (outcome.unsent() > 0) {
            text.append(format("%,d requests were due and not sent: the rate was not reached%n", outcome.unsent()));
        }
        return text.toString();
    }

    private static String extent(BenchResult result) {
        String seconds = format("%.2f s", result.outcome().elapsedNanos() / NANOS_PER_SECOND);
        String part = "";
        if (result.part() != BenchResult.Part.LOAD) {
            part = result.part() == BenchResult.Part.PRELOAD ? " of writing each key once" : " of the warm-up";
        }
        return seconds + part + (result.stopped() ? ", ended early" : "");
    }

    private static void row(StringBuilder text, String name, Histogram latencies, Outcome outcome) {
        long count = latencies.getTotalCount();
        if (count > 0) {
            text.append(format(
                    ROW,
                    name,
                    count,
                    outcome.perSecond(count),
                    LatencyText.of(Math.round(latencies.getMean())),
                    percentile(latencies, 50),
                    percentile(latencies, 90),
                    percentile(latencies, 99),
                    percentile(latencies, 99.9),
                    LatencyText.of(latencies.getMaxValue())));
        }
    }

    private static String percentile(Histogram latencies, double percentile) {
        return LatencyText.of(latencies.getValueAtPercentile(percentile));
    }

    /** A server's words must not be able to move the cursor. */
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return shown.toString();
    }
}
