package dev.kvlb.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {
    private static final int DRAWS = 1_000_000;

    /** The 99.99 % quantile of chi-square with 19 degrees of freedom is 50.8. */
    @ParameterizedTest
    @CsvSource({"0.5, 1", "0.99, 2", "1.5, 3", "0.99, 4"})
    void zipfianRanksAreAsLikelyAsTheyShouldBe(double exponent, long seed) {
        int ranks = 20;
        double[] likely = new double[ranks];
        double sum = 0;
        for (int i = 0; i < ranks; i++) {
            likely[i] = Math.pow(i + 1, -exponent);
            sum += likely[i];
        }
        int[] drawn = draw(new ZipfianChoice(ranks, exponent, new SplittableRandom(seed)), ranks);

        double chiSquare = 0;
        for (int i = 0; i < ranks; i++) {
            double expected = DRAWS * likely[i] / sum;
            chiSquare += (drawn[i] - expected) * (drawn[i] - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(50.8);
    }

    @Test
    void fewOfManyZipfianKeysGetHalfOfTheRequests() {
        int keys = 100_000;
        int[] drawn = draw(Distribution.ZIPFIAN.of(keys, new SplittableRandom(1)), keys);

        double harmonic = 0;
        double harmonicOf500 = 0;
        long drawnOf500 = 0;
        for (int i = 0; i < keys; i++) {
            harmonic += Math.pow(i + 1, -0.99);
            if (i < 500) {
                harmonicOf500 += Math.pow(i + 1, -0.99);
                drawnOf500 += drawn[i];
            }
        }
        assertThat((double) drawnOf500 / DRAWS)
                .isBetween(harmonicOf500 / harmonic - 0.002, harmonicOf500 / harmonic + 0.002);
    }

    @Test
    void oneKeyIsAlwaysChosen() {
        for (Distribution distribution : Distribution.values()) {
            assertThat(draw(distribution.of(1, new SplittableRandom(1)), 1)).containsExactly(DRAWS);
        }
    }

    @Test
    void uniformKeysAreEquallyLikely() {
        int keys = 20;
        double expected = (double) DRAWS / keys;

        double chiSquare = 0;
        for (int count : draw(Distribution.UNIFORM.of(keys, new SplittableRandom(1)), keys)) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        assertThat(chiSquare).isLessThan(50.8);
    }

    @Test
    void theSeedDecides() {
        KeyChoice one = Distribution.ZIPFIAN.of(1_000, new SplittableRandom(7));
        KeyChoice same = Distribution.ZIPFIAN.of(1_000, new SplittableRandom(7));
        for (int i = 0; i < 100; i++) {
            assertThat(one.next()).isEqualTo(same.next());
        }
    }

    private static int[] draw(KeyChoice choice, int keys) {
        int[] counts = new int[keys];
        for (int i = 0; i < DRAWS; i++) {
            counts[choice.next()]++;
        }
        return counts;
    }
}
