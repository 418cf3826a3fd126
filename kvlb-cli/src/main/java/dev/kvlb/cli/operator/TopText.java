package dev.kvlb.cli.operator;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.ClusterMetrics;
import dev.kvlb.ClusterStatus;
import dev.kvlb.Latencies;
import dev.kvlb.cli.bench.LatencyText;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.terminal.Colors;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What {@code kvlb top} shows: a line for programs and logs, or a screen. */
final class TopText {
    private static final int BAR_CHARS = 32;

    private TopText() {}

    /** Returns the sample on one line, as words of {@code name=value} behind the time. */
    static String line(TopSample sample, Instant time) {
        ClusterStatus status = sample.status();
        ClusterMetrics metrics = sample.metrics();
        Latencies latencies = metrics.latencies();
        String shares = sample.workers().stream()
                .map(share -> format("%d:%.0f%%", share.worker().workerId(), sample.percent(share)))
                .collect(Collectors.joining(","));
        return format(
                "%s phase=%s requests_per_second=%.0f in_flight=%d queued=%d dirty_keys=%d clients=%d workers=%s"
                        + " p50_us=%s p99_us=%s max_us=%s errors_per_second=%.0f lag=%d lag_us=%d",
                time,
                status.phase().name().toLowerCase(Locale.ROOT),
                sample.requestsPerSecond(),
                status.inFlight(),
                status.queued(),
                status.dirtyKeys(),
                status.clients(),
                shares,
                numberOrDash(latencies.percentileMicros(50)),
                numberOrDash(latencies.percentileMicros(99)),
                numberOrDash(latencies.percentileMicros(100)),
                sample.perSecond(metrics.errors()),
                metrics.lag(),
                metrics.lagMicros());
    }

    private static String numberOrDash(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
    }

    /** Returns the sample as a screen, with a row for each worker. */
    static String screen(TopSample sample, Colors colors) {
        ClusterStatus status = sample.status();
        String phase = status.phase().name().toLowerCase(Locale.ROOT);
        StringBuilder screen = new StringBuilder();
        screen.append(status.phase() == Phase.SERVING ? colors.green(phase) : colors.red(phase));
        if (!status.reason().isEmpty()) {
            screen.append(": ").append(ErrorLine.oneLine(status.reason()));
        }
        screen.append('\n')
                .append(colors.bold(format("%,.0f requests/s", sample.requestsPerSecond())))
                .append(format(
                        "   in flight %,d   queued %,d   dirty keys %,d   clients %,d%n",
                        status.inFlight(), status.queued(), status.dirtyKeys(), status.clients()));
        screen.append(latencies(sample.metrics().latencies()))
                .append("   ")
                .append(errors(sample, colors))
                .append("   ")
                .append(lag(sample.metrics()))
                .append("\n\n");
        screen.append(colors.faint(format("%12s  %12s  %9s  share%n", "worker", "requests/s", "in flight")));
        for (TopSample.Share share : sample.workers()) {
            double percent = sample.percent(share);
            screen.append(format(
                    "%12d  %,12.0f  %,9d  %3.0f %% %s%n",
                    share.worker().workerId(),
                    share.requestsPerSecond(),
                    share.worker().inFlight(),
                    percent,
                    "=".repeat((int) (percent * BAR_CHARS / 100))));
        }
        return screen.toString();
    }

    private static String latencies(Latencies latencies) {
        return "p50 " + timeOrDash(latencies.percentileMicros(50))
                + "   p99 " + timeOrDash(latencies.percentileMicros(99))
                + "   max " + timeOrDash(latencies.percentileMicros(100));
    }

    private static String timeOrDash(OptionalLong micros) {
        return micros.isPresent() ? time(micros.getAsLong()) : "-";
    }

    private static String time(long micros) {
        return LatencyText.of(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    private static String errors(TopSample sample, Colors colors) {
        ClusterMetrics metrics = sample.metrics();
        if (metrics.errors() == 0) {
            return "errors 0/s";
        }
        return colors.red(format(
                "errors %,.0f/s (busy %,.0f, unknown %,.0f, invalid %,.0f)",
                sample.perSecond(metrics.errors()),
                sample.perSecond(metrics.busy()),
                sample.perSecond(metrics.unknown()),
                sample.perSecond(metrics.invalid())));
    }

    private static String lag(ClusterMetrics metrics) {
        return metrics.lag() == 0 ? "lag 0" : format("lag %,d, %s", metrics.lag(), time(metrics.lagMicros()));
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
