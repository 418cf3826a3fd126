package dev.kvlb.cli.bench;

import dev.kvlb.Client;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** All that a run is told: where, by how many, what, and for how long. */
public record BenchPlan(Target target, Crowd crowd, Workload workload, Extent extent) {
    private static void check(boolean right, String name, String range, Object given) {
        if (!right) {
            throw new IllegalArgumentException(name + " must be " + range + ": " + given);
        }
    }

    /**
     * Those who send.
     *
     * @param connections 1..10,000
     * @param pipeline how many requests each connection may have under way, 1..1,000
     * @param threads 1..64, and no more than connections
     * @param timeout after which a connection without an answer is closed and opened again, from 1 ms on
     */
    public record Crowd(int connections, int pipeline, int threads, Duration timeout) {
        /** @throws IllegalArgumentException if something is outside its range; the message names it */
        public Crowd {
            check(connections >= 1 && connections <= 10_000, "connections", "1..10000", connections);
            check(pipeline >= 1 && pipeline <= 1_000, "pipeline", "1..1000", pipeline);
            check(
                    threads >= 1 && threads <= Math.min(64, connections),
                    "threads",
                    "1..64, and no more than connections",
                    threads);
            check(timeout.toMillis() >= 1, "timeout", "at least 1ms", timeout.toMillis() + "ms");
        }
    }

    /**
     * What is sent.
     *
     * @param reads the share of gets, 0..1
     * @param keys how many keys there are, 1..1,000,000,000
     * @param values how long the values are
     * @param seed of all that is random
     */
    public record Workload(double reads, int keys, Distribution distribution, ValueSizes values, long seed) {
        /** @throws IllegalArgumentException if something is outside its range; the message names it */
        public Workload {
            check(reads >= 0 && reads <= 1, "reads", "0..1", reads);
            check(keys >= 1 && keys <= 1_000_000_000, "keys", "1..1000000000", keys);
        }
    }

    /**
     * Lengths of values in bytes; each from {@code min} to {@code max} is as likely as any other.
     *
     * @param min at least 8, so that a value can be checked
     * @param max at most what kvlb stores under a key of 16 bytes, 65,484
     */
    public record ValueSizes(int min, int max) {
        /** @throws IllegalArgumentException if something is outside its range; the message names it */
        public ValueSizes {
            int most = Client.ENTRY_BYTES_MAX - BenchKeys.LENGTH;
            check(
                    min >= BenchValues.LENGTH_MIN && max >= min && max <= most,
                    "value-size",
                    "SIZE or FROM..TO within " + BenchValues.LENGTH_MIN + ".." + most,
                    min == max ? min : min + ".." + max);
        }
    }

    /**
     * How long, and how fast.
     *
     * @param preload whether each key is written once before
     * @param warmup for how long requests are sent before any counts, from 0 on
     * @param duration for how long they are sent then, from 1 ms on; it is not looked at where there is a count
     * @param count how many are sent after the warm-up, from 1 on; null where the time counts
     * @param rate requests a second, from 1 to 10,000,000; null is as fast as answers come
     */
    public record Extent(
            boolean preload,
            Duration warmup,
            Duration duration,
            @Nullable Long count,
            @Nullable Integer rate) {
        /** @throws IllegalArgumentException if something is outside its range; the message names it */
        public Extent {
            check(duration.toMillis() >= 1, "duration", "at least 1ms", duration.toMillis() + "ms");
            if (count != null) {
                check(count >= 1, "count", "at least 1", count);
            }
            if (rate != null) {
                check(rate >= 1 && rate <= 10_000_000, "rate", "1..10000000", rate);
            }
        }
    }
}
