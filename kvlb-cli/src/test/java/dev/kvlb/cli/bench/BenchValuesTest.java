package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ByteSlice;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchValuesTest {
    private static final int KEY = 42;
    private static final int SEQUENCE = -7;

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 11, 12, 13, 64, 1_000, 65_484})
    void eachIsOfItsKeyAndOfNoOther(int length) {
        byte[] value = value(KEY, SEQUENCE, length);

        assertThat(isOf(KEY, value)).isTrue();
        assertThat(isOf(KEY + 1, value)).isFalse();
        assertThat(isOf(0, value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 15, 64})
    void anyOtherBitIsFound(int length) {
        for (int bit = 0; bit < length * Byte.SIZE; bit++) {
            byte[] value = value(KEY, SEQUENCE, length);
            value[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

            assertThat(isOf(KEY, value)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void aPartIsFound() {
        byte[] value = value(KEY, SEQUENCE, 64);
        for (int length = 0; length < value.length; length++) {
            assertThat(isOf(KEY, Arrays.copyOf(value, length))).isFalse();
        }
        assertThat(isOf(KEY, Arrays.copyOf(value, 65))).isFalse();
    }

    @Test
    void aMixtureOfTwoIsFound() {
        byte[] mixed = value(KEY, 1, 64);
        System.arraycopy(value(KEY, 2, 64), 32, mixed, 32, 32);

        assertThat(isOf(KEY, mixed)).isFalse();
    }

    @Test
    void keysAreSixteenCharactersThatCountUp() {
        assertThat(new String(new BenchKeys().of(0), US_ASCII)).isEqualTo("bench:0000000000");
        assertThat(new String(new BenchKeys().of(1_999_999_999), US_ASCII)).isEqualTo("bench:1999999999");
    }

    private static byte[] value(int key, int sequence, int length) {
        byte[] value = new byte[length];
        BenchValues.write(key, sequence, value, length);
        return value;
    }

    /** Within a larger array, as a reply is. */
    private static boolean isOf(int key, byte[] value) {
        byte[] around = new byte[value.length + 20];
        System.arraycopy(value, 0, around, 10, value.length);
        return BenchValues.isOf(key, new ByteSlice().set(around, 10, value.length));
    }
}
