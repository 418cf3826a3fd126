package dev.kvlb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How long requests took, in buckets of about the same time.
 *
 * <p>A time is told as the longest of its bucket: it is never less than the true one, and at most 1/32 more.
 *
 * @param buckets those that are not empty, from the shortest times to the longest
 */
public record Latencies(List<Bucket> buckets) {
    /**
     * Requests that took about as long as each other.
     *
     * @param micros the longest time, in microseconds, that falls in this bucket, at least 0
     * @param requests how many there were, at least 1
     */
    public record Bucket(long micros, long requests) {}

    /**
     * Keeps a copy of the buckets.
     *
     * @param buckets those that are not empty, from the shortest times to the longest
     */
    public Latencies {
        buckets = List.copyOf(buckets);
    }

    /** {@return how many requests there were} */
    public long requests() {
        long requests = 0;
        for (Bucket bucket : buckets) {
            requests += bucket.requests();
        }
        return requests;
    }

    /**
     * {@return the least time, in microseconds, within which so many of the requests were done; empty where there were
     * none}
     *
     * @param percent 0..100; 100 is the longest time of all
     * @throws IllegalArgumentException if it is not
     */
    public OptionalLong percentileMicros(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be 0..100: " + percent);
        }
        // At least one, and the last bucket has all, whatever rounding does.
        long wanted = Math.max(1, (long) Math.ceil(requests() * percent / 100));
        long seen = 0;
        for (Bucket bucket : buckets) {
            seen += bucket.requests();
            if (seen >= wanted) {
                return OptionalLong.of(bucket.micros());
            }
        }
        return OptionalLong.empty();
    }

    /**
     * {@return what has come since an earlier look at the same requests}
     *
     * @param earlier what was told before
     */
    public Latencies since(Latencies earlier) {
        Map<Long, Long> before = new HashMap<>();
        earlier.buckets.forEach(bucket -> before.put(bucket.micros(), bucket.requests()));
        List<Bucket> since = new ArrayList<>();
        for (Bucket bucket : buckets) {
            long requests = bucket.requests() - before.getOrDefault(bucket.micros(), 0L);
            if (requests > 0) {
                since.add(new Bucket(bucket.micros(), requests));
            }
        }
        return new Latencies(since);
    }
}
