package dev.kvlb.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeClassTest {
    /** The largest key with the largest value, and the 12 bytes before them. */
    private static final int UNITS_MAX = (12 + 65_535 + 65_535 + 7) / 8;

    @Test
    void aBlockIsLargeEnoughAndAtMostASeventeenthOfItIsLost() {
        for (int units = 1; units <= UNITS_MAX; units++) {
            int block = SizeClass.roundUp(units);

            assertThat(block).isGreaterThanOrEqualTo(units);
            assertThat((block - units) * 17).isLessThan(block);
        }
    }

    @Test
    void upToAKibibyteNothingIsLost() {
        for (int units = 1; units <= 128; units++) {
            assertThat(SizeClass.roundUp(units)).isEqualTo(units);
        }
    }

    @Test
    void theSizeOfABlockIsNotRoundedAgain() {
        for (int units = 1; units <= UNITS_MAX; units++) {
            int block = SizeClass.roundUp(units);

            assertThat(SizeClass.roundUp(block)).isEqualTo(block);
        }
    }

    @Test
    void eachSizeHasAClassOfItsOwnAndTheLargestHasTheLast() {
        int last = 0;
        for (int units = 1; units <= UNITS_MAX; units++) {
            boolean newSize = SizeClass.roundUp(units) != SizeClass.roundUp(units - 1);
            int number = SizeClass.of(SizeClass.roundUp(units));

            assertThat(number).isEqualTo(newSize ? last + 1 : last);
            last = number;
        }
        assertThat(last).isEqualTo(SizeClass.COUNT - 1);
    }
}
