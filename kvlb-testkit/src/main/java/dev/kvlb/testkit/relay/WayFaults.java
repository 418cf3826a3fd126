package dev.kvlb.testkit.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with each way. For the thread of the relays alone. */
final class WayFaults {
    private static final long NANOS_A_MILLI = 1_000_000;

    private final Set<Way> silent = new LinkedHashSet<>();
    private final Set<Way> refused = new LinkedHashSet<>();
    private final Map<Way, Long> delays = new LinkedHashMap<>();

    void silence(Way way) {
        silent.add(way);
    }

    void refuse(Way way) {
        refused.add(way);
    }

    void delay(Way way, long nanos) {
        delays.put(way, nanos);
    }

    void heal(Way way) {
        silent.remove(way);
        refused.remove(way);
        delays.remove(way);
    }

    void healAll() {
        silent.clear();
        refused.clear();
        delays.clear();
    }

    /** Returns whether nothing gets through until that is over. */
    boolean isSilent(Way way) {
        return silent.contains(way);
    }

    /** Returns whether the one end can open no connection to the other. */
    boolean isRefused(Way way) {
        return refused.contains(way);
    }

    long delayNanos(Way way) {
        return delays.getOrDefault(way, 0L);
    }

    /** Returns a line for each fault, for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        silent.forEach(way -> lines.add(way + ": silent"));
        refused.forEach(way -> lines.add(way + ": refused"));
        delays.forEach((way, nanos) -> lines.add(way + ": " + nanos / NANOS_A_MILLI + " ms late"));
        return lines;
    }
}
