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
    private long pieceBegin;

    Ledger(List<Tally> tallies, long begin) {
        this.tallies = tallies;
        this.begin = begin;
        pieceBegin = begin;
    }

    /** Adds what has come since the last call, and returns it. */
    Point add(long now) {
        Histogram piece = new Histogram(Tally.DIGITS);
        for (Tally tally : tallies) {
            add(tally.takeGets(), gets, piece);
            add(tally.takePuts(), puts, piece);
        }
        Point point = new Point(
                pieceBegin - begin,
                now - begin,
                piece.getTotalCount(),
                piece.getValueAtPercentile(50),
                piece.getValueAtPercentile(99));
        pieceBegin = now;
        timeline.add(point);
        return point;
    }

    private static void add(Histogram taken, Histogram whole, Histogram piece) {
        whole.add(taken);
        piece.add(taken);
    }

    List<Point> timeline() {
        return List.copyOf(timeline);
    }

    /** Returns what all pieces come to. */
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
}
