package dev.kvlb.testkit;

import java.time.Duration;

/** Checks what the builders of clusters of either kind are told. */
final class Ranges {
    private static final int WORKERS_MAX = 64;
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(20);
    private static final Duration TIMEOUT_MAX = Duration.ofHours(1);

    private Ranges() {}

    static int workers(int workers) {
        if (workers < 0 || workers > WORKERS_MAX) {
            throw new IllegalArgumentException("workers must be 0.." + WORKERS_MAX + ": " + workers);
        }
        return workers;
    }

    static Duration workerTimeout(Duration timeout) {
        if (timeout.compareTo(TIMEOUT_MIN) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException("workerTimeout must be 20 ms..1 hour: " + timeout);
        }
        return timeout;
    }
}
