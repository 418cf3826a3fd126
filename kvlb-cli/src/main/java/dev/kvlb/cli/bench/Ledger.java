package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchResult.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Adds up the tallies of all threads of one part, piece of time by piece. For one thread, while others write the tallies. */
final class Ledger {
    private final Histogram gets = new Histogram(Tally.DIGITS);
    private final Histogram puts = new Histogram(Tally.DIGITS);
    private final List<Point> timeline = new ArrayList<>();
    private final List<Tally> tallies;
    private final long begin;
    private Piece recent;
    private long lastAdded;

    Ledger(List<Tally> tallies, long begin) {
        this.tallies = tallies;
        this.begin = begin;
        recent = new Piece(begin);
        lastAdded = begin;
    }

    /** Adds what has come since the last call. */
    void add(long now) {
        Piece piece = new Piece(lastAdded);
        lastAdded = now;
        for (Tally tally : tallies) {
            add(tally.takeGets(), gets, piece);
            add(tally.takePuts(), puts, piece);
        }
        timeline.add(piece.until(now));
    }

    private void add(Histogram taken, Histogram whole, Piece piece) {
        whole.add(taken);
        piece.latencies.add(taken);
        recent.latencies.add(taken);
    }

    /** Returns what has been added since the last call. */
    Point takeRecent(long now) {
        Point point = recent.until(now);
        recent = new Piece(now);
        return point;
    }

    long sinceBegin(long now) {
        return now - begin;
    }

    List<Point> timeline() {
        return List.copyOf(timeline);
    }

    /** Returns what all that was added comes to. */
    Outcome outcome(long unsent) {
        Map<String, Long> errors = new LinkedHashMap<>();
        long misses = 0;
        long wrongValues = 0;
        long last = begin;
        for (Tally tally : tallies) {
            misses += tally.misses();
            wrongValues += tally.wrongValues();
            last = Math.max(last, tally.lastAnswer());
            tally.errors().forEach((text, count) -> errors.merge(text, count, Long::sum));
        }
        return new Outcome(gets, puts, misses, wrongValues, errors, unsent, last - begin);
    }

    /** The latencies of a piece of time. */
    private final class Piece {
        private final Histogram latencies = new Histogram(Tally.DIGITS);
        private final long from;

        Piece(long from) {
            this.from = from;
        }

        Point until(long now) {
            return new Point(
                    from - begin,
                    now - begin,
                    latencies.getTotalCount(),
                    latencies.getValueAtPercentile(50),
                    latencies.getValueAtPercentile(99));
        }
    }
}
