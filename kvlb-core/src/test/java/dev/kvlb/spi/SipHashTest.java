package dev.kvlb.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
    /** What two other implementations of SipHash-1-3 give for the key of zeros: CPython's hash of bytes, and a crate. */
    @ParameterizedTest
    @CsvSource({
        "'', d1fba762150c532c",
        "a, 407448d2b89b1813",
        "siphash, 8264ceeccb16bcbe",
        "abcdefgh, 3f7b849c0b8e35ea",
        "0123456789abcdef, 1d42b30f7e060c24",
    })
    void itGivesWhatOthersGive(String input, String expected) {
        byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);

        assertThat(new SipHash(0, 0).hash(bytes, 0, bytes.length)).isEqualTo(Long.parseUnsignedLong(expected, 16));
    }

    @Test
    void itReadsOnlyItsRange() {
        byte[] bytes = "..siphash....".getBytes(StandardCharsets.US_ASCII);

        assertThat(new SipHash(0, 0).hash(bytes, 2, 7)).isEqualTo(0x8264ceeccb16bcbeL);
    }

    @Test
    void anotherSeedGivesAnotherHash() {
        byte[] bytes = {1, 2, 3};
        Set<Long> hashes = new HashSet<>();
        for (int seed = 0; seed < 1_000; seed++) {
            hashes.add(SipHash.seeded(seed).hash(bytes, 0, 3));
        }

        assertThat(hashes).hasSize(1_000);
    }
}
