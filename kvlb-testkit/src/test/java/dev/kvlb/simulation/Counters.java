package dev.kvlb.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each fault and each rare path was hit. */
final class Counters {
    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);
    private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);

    void add(Counter counter) {
        counts.merge(counter, 1L, Long::sum);
    }

    void add(FaultKind fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void addAll(Counters others) {
        others.counts.forEach((counter, count) -> counts.merge(counter, count, Long::sum));
        others.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    }

    long of(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    long of(FaultKind fault) {
        return faults.getOrDefault(fault, 0L);
    }

    /** Returns what was never hit. */
    List<Enum<?>> zeros() {
        List<Enum<?>> zeros = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            if (of(counter) == 0) {
                zeros.add(counter);
            }
        }
        for (FaultKind fault : FaultKind.values()) {
            if (of(fault) == 0) {
                zeros.add(fault);
            }
        }
        return zeros;
    }

    /** Returns a line for each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Counter counter : Counter.values()) {
            text.append(String.format(Locale.ROOT, "%12d %s%n", of(counter), counter));
        }
        for (FaultKind fault : FaultKind.values()) {
            text.append(String.format(Locale.ROOT, "%12d fault %s%n", of(fault), fault));
        }
        return text.toString();
    }
}
