package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchPlan.ValueSizes;
import java.math.BigDecimal;
import java.util.Locale;

/** A plan in words, for the text and the report. */
final class PlanText {
    private PlanText() {}

    /** Returns who sends, and how. */
    static String crowd(BenchPlan plan) {
        BenchPlan.Crowd crowd = plan.crowd();
        Integer rate = plan.extent().rate();
        return format("connections %,d   pipeline %,d   ", crowd.connections(), crowd.pipeline())
                + (crowd.threads() == 1 ? "" : format("threads %,d   ", crowd.threads()))
                + (rate == null
                        ? "closed loop"
                        : format("open loop at %,d requests/s, latency from when each was due", rate));
    }

    /** Returns what is sent. */
    static String workload(BenchPlan plan) {
        BenchPlan.Workload workload = plan.workload();
        ValueSizes sizes = workload.values();
        return format(
                "gets %s %%   keys %,d %s   values of %s bytes   seed %d",
                percent(workload.reads()),
                workload.keys(),
                workload.distribution().name().toLowerCase(Locale.ROOT),
                sizes.min() == sizes.max() ? sizes.min() : sizes.min() + ".." + sizes.max(),
                workload.seed());
    }

    private static String percent(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
    }

    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
