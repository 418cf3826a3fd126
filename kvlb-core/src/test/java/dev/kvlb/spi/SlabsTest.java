package dev.kvlb.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlabsTest {
    @Test
    void anAddressNamesASlabAndAUnitOfItUpToTheLast() {
        int last = Slabs.address(Slabs.NUMBERS - 1, Slabs.UNITS_MAX - 1);

        assertThat(last).isEqualTo(-1);
        assertThat(Slabs.numberIn(last)).isEqualTo(Slabs.NUMBERS - 1);
        assertThat(Slabs.offset(last)).isEqualTo((Slabs.UNITS_MAX - 1) * 8);
    }

    @Test
    void theFirstAddressIsNotThatOfNothing() {
        Slabs slabs = new Slabs(2);

        assertThat(Slabs.address(slabs.add(1), 0)).isNotEqualTo(Slabs.NOWHERE);
    }

    @Test
    void thereAreNoMoreThanNumbersUntilOneIsRemoved() {
        Slabs slabs = new Slabs(4);
        slabs.add(1);
        int second = slabs.add(1);
        slabs.add(1);

        assertThatThrownBy(() -> slabs.add(1))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("32 GiB");
        slabs.remove(second);
        assertThat(slabs.add(3)).isEqualTo(second);
        assertThat(slabs.array(Slabs.address(second, 2))).hasSize(24);
    }
}
