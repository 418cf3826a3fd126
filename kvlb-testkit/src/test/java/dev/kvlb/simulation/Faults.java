package dev.kvlb.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which faults happen in a simulation, and how often.
 *
 * @param kinds each as likely as any other
 * @param meanInterval between two of them
 */
record Faults(List<FaultKind> kinds, Duration meanInterval) {
    private static final Duration MEAN_INTERVAL = Duration.ofMillis(100);

    Faults {
        kinds = List.copyOf(kinds);
    }

    /** Returns no faults: the network still delays, reorders across connections and cuts messages into pieces. */
    static Faults none() {
        return new Faults(List.of(), MEAN_INTERVAL);
    }

    static Faults all() {
        return only(FaultKind.values());
    }

    static Faults only(FaultKind... kinds) {
        return new Faults(List.of(kinds), MEAN_INTERVAL);
    }

    Faults without(FaultKind... kinds) {
        List<FaultKind> left = new ArrayList<>(this.kinds);
        left.removeAll(List.of(kinds));
        return new Faults(left, meanInterval);
    }

    Faults every(Duration meanInterval) {
        return new Faults(kinds, meanInterval);
    }
}
