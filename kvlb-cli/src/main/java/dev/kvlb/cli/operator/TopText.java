package dev.kvlb.cli.operator;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.ClusterStatus;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.terminal.Colors;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code kvlb top} shows: a line for programs and logs, or a screen. */
final class TopText {
    private static final int BAR_CHARS = 32;

    private TopText() {}

    /** Returns the sample on one line, as words of {@code name=value} behind the time. */
    static String line(TopSample sample, Instant time) {
        ClusterStatus status = sample.status();
        String shares = sample.workers().stream()
                .map(share -> format("%d:%.0f%%", share.worker().workerId(), sample.percent(share)))
                .collect(Collectors.joining(","));
        return format(
                "%s phase=%s requests_per_second=%.0f in_flight=%d queued=%d dirty_keys=%d clients=%d workers=%s",
                time.truncatedTo(ChronoUnit.SECONDS),
                status.phase().name().toLowerCase(Locale.ROOT),
                sample.requestsPerSecond(),
                status.inFlight(),
                status.queued(),
                status.dirtyKeys(),
                status.clients(),
                shares);
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
                        "   in flight %,d   queued %,d   dirty keys %,d   clients %,d%n%n",
                        status.inFlight(), status.queued(), status.dirtyKeys(), status.clients()));
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

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
