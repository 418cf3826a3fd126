package dev.kvlb.internal.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyHashTest {
    @Property
    void dependsOnTheKeysBytesAlone(@ForAll byte[] key, @ForAll @IntRange(max = 20) int from) {
        byte[] padded = new byte[from + key.length + 3];
        Arrays.fill(padded, (byte) 0x5a);
        System.arraycopy(key, 0, padded, from, key.length);

        assertThat(KeyHash.of(padded, from, key.length)).isEqualTo(KeyHash.of(key, 0, key.length));
    }

    /** Tables take the upper bits, after one more multiplication, or the lower ones. */
    @Test
    void tellsKeysApartThatDifferInOneDigit() {
        Set<Integer> upper = new HashSet<>();
        Set<Integer> lower = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] key = ("user:0000000" + i + ":name").getBytes(UTF_8);
            int hash = KeyHash.of(key, 0, key.length);
            upper.add(hash >>> 16);
            lower.add(hash & 0xffff);
        }

        // Of 1,000 balls in 65,536 bins some 992 are alone or first.
        assertThat(upper).hasSizeGreaterThan(970);
        assertThat(lower).hasSizeGreaterThan(970);
    }

    @Test
    void tellsZerosFromFewerZeros() {
        Set<Integer> hashes = new HashSet<>();
        for (int length = 1; length <= 64; length++) {
            hashes.add(KeyHash.of(new byte[length], 0, length));
        }

        assertThat(hashes).hasSize(64);
    }
}
