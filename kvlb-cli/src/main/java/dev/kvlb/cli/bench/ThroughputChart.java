package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchResult.Point;
import dev.kvlb.cli.bench.Chart.Line;
import dev.kvlb.cli.bench.Chart.Spot;
import dev.kvlb.cli.bench.Chart.Tick;
import java.util.ArrayList;
import java.util.List;

/** How many requests were answered in a second, over the time of the run. */
final class ThroughputChart {
    private static final int STEPS_MAX = 6;
    private static final double NANOS_PER_SECOND = 1e9;
    /** The last piece is as long as it happens to be; a short one says nothing of a second. */
    private static final int PIECE_SHARE_MIN = 2;

    private ThroughputChart() {}

    static Chart of(List<Point> timeline) {
        List<Point> points = withoutShortEnd(timeline);
        double seconds = 1e-3;
        double most = 1;
        for (Point point : points) {
            seconds = Math.max(seconds, point.endNanos() / NANOS_PER_SECOND);
            most = Math.max(most, point.perSecond());
        }
        double step = step(most);
        double top = Math.ceil(most / step) * step;
        List<Spot> spots = new ArrayList<>();
        for (Point point : points) {
            double middle = (point.beginNanos() + point.endNanos()) / 2.0 / NANOS_PER_SECOND;
            spots.add(new Spot(middle / seconds, point.perSecond() / top));
        }
        return new Chart(
                "Answers a second over time, in seconds",
                ticks(seconds, seconds, step(seconds)),
                ticks(top, top, step),
                List.of(new Line("all", "all", spots)));
    }

    private static List<Point> withoutShortEnd(List<Point> timeline) {
        int last = timeline.size() - 1;
        if (last < 1 || length(timeline.get(last)) * PIECE_SHARE_MIN >= length(timeline.get(0))) {
            return timeline;
        }
        return timeline.subList(0, last);
    }

    private static long length(Point point) {
        return point.endNanos() - point.beginNanos();
    }

    private static List<Tick> ticks(double to, double whole, double step) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= to * (1 + 1e-9); i++) {
            ticks.add(new Tick(i * step / whole, label(i * step)));
        }
        return ticks;
    }

    private static String label(double number) {
        return number >= 10 || number == Math.rint(number)
                ? PlanText.format("%,.0f", number)
                : PlanText.format("%.3g", number);
    }

    /** Returns the step of 1, 2 or 5 times a power of ten with which up to {@code range} there are six at most. */
    static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / STEPS_MAX)));
        for (double factor : new double[] {1, 2, 5}) {
            if (range / (factor * power) <= STEPS_MAX) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
