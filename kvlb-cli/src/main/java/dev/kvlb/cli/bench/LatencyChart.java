package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.Chart.Line;
import dev.kvlb.cli.bench.Chart.Spot;
import dev.kvlb.cli.bench.Chart.Tick;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The latency of each percentile. Both scales are logarithmic: to the right each step leaves a tenth of the requests, so that
 * p99.9 has as much room as p90.
 */
final class LatencyChart {
    private static final String[] PERCENTILES = {"0", "90", "99", "99.9", "99.99", "99.999", "99.9999"};
    private static final int STEPS_A_HALVING = 5;
    private static final double PERCENT = 100;

    private final int tens;
    private final int lowest;
    private final int highest;

    private LatencyChart(Histogram all) {
        // A percentile that no request lies beyond says nothing.
        tens = Math.max(1, Math.min(PERCENTILES.length - 1, power(all.getTotalCount()) + 1));
        lowest = power(all.getValueAtPercentile(0));
        highest = power(all.getMaxValue()) + 1;
    }

    /** Returns the greatest power of ten that is not above a number, and 0 for 0. */
    private static int power(long number) {
        return (int) Math.floor(Math.log10((double) Math.max(1, number)));
    }

    static Chart of(Outcome outcome) {
        LatencyChart scale = new LatencyChart(outcome.all());
        List<Tick> columns = new ArrayList<>();
        for (int i = 0; i <= scale.tens; i++) {
            columns.add(new Tick((double) i / scale.tens, "p" + PERCENTILES[i]));
        }
        List<Tick> rows = new ArrayList<>();
        for (int power = scale.lowest; power <= scale.highest; power++) {
            rows.add(new Tick(
                    (double) (power - scale.lowest) / (scale.highest - scale.lowest), LatencyText.ofPower(power)));
        }
        List<Line> lines = new ArrayList<>();
        scale.add("get", outcome.gets(), lines);
        scale.add("put", outcome.puts(), lines);
        return new Chart("Latency by percentile", columns, rows, lines);
    }

    private void add(String name, Histogram latencies, List<Line> lines) {
        if (latencies.getTotalCount() == 0) {
            return;
        }
        List<Spot> spots = new ArrayList<>();
        for (HistogramIterationValue value : latencies.percentiles(STEPS_A_HALVING)) {
            double left = 1 - value.getPercentileLevelIteratedTo() / PERCENT;
            double x = left <= 0 ? tens : Math.min(tens, -Math.log10(left));
            spots.add(new Spot(x / tens, y(value.getValueIteratedTo())));
        }
        lines.add(new Line(name, name, spots));
    }

    private double y(long nanos) {
        double at = (Math.log10((double) Math.max(1, nanos)) - lowest) / (highest - lowest);
        return Math.max(0, Math.min(1, at));
    }
}
