package dev.kvlb.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordSpaceTest {
    private final Slabs slabs = new Slabs(Slabs.NUMBERS);
    private final RecordSpace space = new RecordSpace(slabs);

    @Test
    void theFirstSlabHasAKibibyteAtMost() {
        int address = space.allocate(12);

        assertThat(slabs.array(address).length).isBetween(900, 1_024 - 16);
    }

    @Test
    void laterOnesHaveAnEighthOfWhatIsInUseAndNoMoreThanAMebibyte() {
        int largest = 0;
        for (int number = 0; number < 200_000; number++) {
            int length = slabs.array(space.allocate(12)).length;
            assertThat(length).isLessThanOrEqualTo(Math.max(1_024, (int) space.usedUnits()));
            largest = Math.max(largest, length);
        }

        // A few units at the end are too little for another one of these blocks.
        assertThat(largest).isBetween((1 << 20) - 16 - 12 * 8, (1 << 20) - 16);
    }

    @Test
    void aLargeBlockHasASlabOfItsOwnAndTheOneBeforeIsFilledOn() {
        int first = space.allocate(12);
        int large = space.allocate(16_384);
        int second = space.allocate(12);

        assertThat(slabs.array(large)).hasSize(16_384 * 8);
        assertThat(second).isEqualTo(first + 12);
    }

    @Test
    void aBlockThatIsFreeIsTheNextOfItsSize() {
        List<Integer> addresses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            addresses.add(space.allocate(5));
        }
        space.release(addresses.get(3), 5);
        space.release(addresses.get(7), 5);

        assertThat(space.allocate(6)).isNotIn(addresses);
        assertThat(List.of(space.allocate(5), space.allocate(5))).containsExactly(addresses.get(7), addresses.get(3));
        assertThat(space.allocate(5)).isNotIn(addresses);
    }

    @Test
    void noBlockOfTheSlabThatIsBeingEmptiedIsHandedOut() {
        List<Integer> addresses = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            addresses.add(space.allocate(5));
        }
        List<Integer> released = addresses.subList(0, 500);
        released.forEach(each -> space.release(each, 5));
        assertThat(space.hasMuchFree()).isTrue();
        int emptied = space.retireEmptiest();

        for (int i = 0; i < 1_000; i++) {
            assertThat(Slabs.numberIn(space.allocate(5))).isNotEqualTo(emptied);
        }
    }

    @Test
    void onceItIsClearedNoSlabIsLeft() {
        int before = space.allocate(5);
        space.release(before, 5);
        space.clear();

        assertThat(space.usedUnits()).isZero();
        assertThat(slabs.array(before)).isNull();
    }
}
