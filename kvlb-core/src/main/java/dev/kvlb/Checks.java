package dev.kvlb;

import java.time.Duration;

/** Checks of builders' arguments, whose messages name the argument, its range and the value. */
final class Checks {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private Checks() {}

    static int range(String name, int value, int min, int max) {
        return (int) range(name, (long) value, min, max);
    }

    static long range(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + ".." + max + ": " + value);
        }
        return value;
    }

    static String host(String name, String host) {
        if (host.isBlank()) {
            throw new IllegalArgumentException(name + " must be a name or an address: \"" + host + "\"");
        }
        return host;
    }

    static Duration durationOrZero(String name, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be 0..1 day: " + duration);
        }
        return duration;
    }

    static Duration duration(String name, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be 1 ms..1 day: " + duration);
        }
        return duration;
    }
}
