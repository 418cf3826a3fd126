package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kvlb.Latencies.Bucket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {
    private static final Latencies NONE = new Latencies(List.of());
    private static final Latencies HUNDRED =
            new Latencies(List.of(new Bucket(10, 50), new Bucket(20, 49), new Bucket(99, 1)));

    @ParameterizedTest
    @CsvSource({"0, 10", "50, 10", "50.1, 20", "99, 20", "99.1, 99", "100, 99"})
    void aPercentileIsTheTimeWithinWhichSoManyWereDone(double percent, long micros) {
        assertThat(HUNDRED.percentileMicros(percent)).hasValue(micros);
    }

    @Test
    void ofNoRequestsThereIsNoPercentile() {
        assertThat(NONE.percentileMicros(50)).isEmpty();
        assertThat(NONE.percentileMicros(100)).isEmpty();
        assertThat(NONE.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 100.1, Double.NaN})
    void aPercentileIs0To100(double percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HUNDRED.percentileMicros(percent))
                .withMessage("percent must be 0..100: " + percent);
    }

    @Test
    void whatCameInBetweenIsTheDifference() {
        Latencies later =
                new Latencies(List.of(new Bucket(5, 2), new Bucket(10, 50), new Bucket(20, 60), new Bucket(99, 1)));

        assertThat(later.since(HUNDRED).buckets()).containsExactly(new Bucket(5, 2), new Bucket(20, 11));
        assertThat(later.since(later)).isEqualTo(NONE);
        assertThat(later.since(NONE)).isEqualTo(later);
    }

    @Test
    void itsBucketsAreItsOwn() {
        List<Bucket> buckets = new ArrayList<>(List.of(new Bucket(1, 1)));
        Latencies latencies = new Latencies(buckets);
        buckets.clear();
        assertThat(latencies.requests()).isOne();
    }
}
