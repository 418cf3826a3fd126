package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Latencies;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

/** The histogram, and what a client reads from its buckets, beside the sorted times. */
class LatencyHistogramProperties {
    private static final int PARTS = 32;

    /** Times of every order of magnitude, as likely as each other. */
    @Provide
    Arbitrary<Long> times() {
        return Arbitraries.integers()
                .between(0, 31)
                .flatMap(bits -> Arbitraries.longs().between((1L << bits) >> 1, (1L << bits) - 1));
    }

    private static Latencies latencies(Iterable<Long> times) {
        LatencyHistogram histogram = new LatencyHistogram();
        times.forEach(histogram::add);
        List<Latencies.Bucket> buckets = new ArrayList<>();
        histogram.visit((micros, count) -> buckets.add(new Latencies.Bucket(micros, count)));
        assertThat(histogram.size()).isEqualTo(buckets.size());
        return new Latencies(buckets);
    }

    @Property
    void aPercentileIsTheTrueOneOrAtMostAPartMore(
            @ForAll @Size(min = 1, max = 200) List<@From("times") Long> times,
            @ForAll @DoubleRange(min = 0, max = 100) double percent) {
        List<Long> sorted = times.stream().sorted().toList();
        int rank = Math.max(1, (int) Math.ceil(sorted.size() * percent / 100));
        long exact = sorted.get(rank - 1);

        assertThat(latencies(times).percentileMicros(percent).orElseThrow()).isBetween(exact, exact + exact / PARTS);
    }

    @Property
    void everyTimeIsCountedOnceAndTheBucketsAscend(@ForAll @Size(max = 200) List<@From("times") Long> times) {
        Latencies latencies = latencies(times);

        assertThat(latencies.requests()).isEqualTo(times.size());
        assertThat(latencies.buckets()).isSortedAccordingTo((a, b) -> Long.compare(a.micros(), b.micros()));
        assertThat(latencies.buckets()).extracting(Latencies.Bucket::micros).doesNotHaveDuplicates();
    }

    @Example
    void shortTimesAreExact() {
        for (long micros = 0; micros < 2 * PARTS; micros++) {
            assertThat(latencies(List.of(micros)).buckets()).containsExactly(new Latencies.Bucket(micros, 1));
        }
    }

    @Example
    void whatIsTooLongIsInTheLastBucket() {
        assertThat(latencies(List.of(LatencyHistogram.MICROS_MAX, LatencyHistogram.MICROS_MAX + 1, Long.MAX_VALUE))
                        .buckets())
                .containsExactly(new Latencies.Bucket(LatencyHistogram.MICROS_MAX, 3));
    }

    @Example
    void nothingHasNoBuckets() {
        assertThat(latencies(List.of()).buckets()).isEmpty();
    }
}
