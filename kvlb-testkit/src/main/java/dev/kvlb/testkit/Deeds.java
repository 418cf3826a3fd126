package dev.kvlb.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What a test did to its cluster, and when, for the report. Safe for use by several threads. */
final class Deeds {
    private static final double NANOS_A_SECOND = 1e9;

    /** Of more than this the first are forgotten. */
    private static final int KEPT_MAX = 100;

    private final LongSupplier clock;
    private final long startNanos;
    private final List<String> lines = new ArrayList<>();
    private int forgotten;

    Deeds(LongSupplier clock) {
        this.clock = clock;
        this.startNanos = clock.getAsLong();
    }

    synchronized void note(String deed) {
        if (lines.size() == KEPT_MAX) {
            lines.remove(0);
            forgotten++;
        }
        lines.add(String.format(Locale.ROOT, "%8.3f s  %s", (clock.getAsLong() - startNanos) / NANOS_A_SECOND, deed));
    }

    synchronized List<String> lines() {
        List<String> all = new ArrayList<>();
        if (forgotten > 0) {
            all.add("... " + forgotten + " before");
        }
        all.addAll(lines);
        return all;
    }
}
