package dev.kvlb.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionTest {
    private final Slabs slabs = new Slabs(Slabs.NUMBERS);
    private final HashTableStore store = new HashTableStore(1, slabs);
    private final Map<String, Written> model = new HashMap<>();
    private final List<Scan> scans = new ArrayList<>();
    private long version;

    /** What is under a key: the bytes of a value follow from its length and version. */
    private record Written(long version, int valueLength) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void withValuesOfAllLengthsTheStoreHoldsWhatTheModelHoldsAndScansMissNothing(long seed) {
        Random random = new Random(seed);
        scans.addAll(List.of(new Scan(1), new Scan(3), new Scan(50)));
        int slabsAtMost = 0;
        int slabsDropped = 0;
        for (int step = 0; step < 20_000; step++) {
            String key = "key-" + random.nextInt(400);
            change(key, random);
            scans.get(random.nextInt(scans.size())).goOn();

            assertHolds(key);
            assertThat(store.size()).isEqualTo(model.size());
            int now = arrays().size();
            slabsDropped += Math.max(0, slabsAtMost - now);
            slabsAtMost = now;
        }
        model.keySet().forEach(this::assertHolds);
        assertThat(scans).allSatisfy(scan -> assertThat(scan.finished).isPositive());
        assertThat(slabsDropped).isGreaterThan(20);
    }

    @Test
    void whatIsFreeStaysAShareOfWhatIsInUse() {
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            put("key-" + i, random.nextInt(2_000));
        }
        for (int round = 0; round < 4; round++) {
            int lengths = round % 2 == 0 ? 100 : 3_000;
            for (int i = 0; i < 3_000; i++) {
                put("key-" + i, random.nextInt(lengths));
            }
            // An eighth is free, another one may be in the slab that is being filled, and some is lost at the ends.
            assertThat(arrays().stream().mapToLong(array -> array.length).sum()).isLessThan(recordBytes() * 3 / 2);
        }
        model.keySet().forEach(this::assertHolds);
    }

    @Test
    void whatLargeValuesHadComesBackWhenTombstonesTakeTheirPlace() {
        for (int i = 0; i < 100; i++) {
            put("small-" + i, 10);
            put("large-" + i, 65_535);
        }
        assertThat(arraysBytes()).isGreaterThan(6_000_000);

        for (int i = 0; i < 100; i++) {
            delete("large-" + i);
        }

        assertThat(arraysBytes()).isLessThan(200_000);
        model.keySet().forEach(this::assertHolds);
    }

    @Test
    void whenThereAreNoMoreAddressesItSaysSoAndHoldsWhatItHeld() {
        Slabs few = new Slabs(4);
        HashTableStore full = new HashTableStore(1, few);
        for (int i = 0; i < 3; i++) {
            full.apply(i, key("key-" + i), ByteSlice.of(new byte[60_000]));
        }

        assertThatThrownBy(() -> full.apply(3, key("key-3"), ByteSlice.of(new byte[60_000])))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("32 GiB");
        assertThat(full.size()).isEqualTo(3);
        assertThat(full.find(key("key-3"), (version, key, value) -> {})).isFalse();
        assertThat(full.find(key("key-2"), (version, key, value) -> {})).isTrue();
    }

    private void change(String key, Random random) {
        Written there = model.get(key);
        if (there != null && there.valueLength < 0) {
            if (random.nextBoolean()) {
                forget(key);
                return;
            }
        } else if (there != null && random.nextInt(3) == 0) {
            delete(key);
            return;
        }
        int kind = random.nextInt(200);
        put(key, kind == 0 ? random.nextInt(65_536) : kind < 20 ? random.nextInt(2_000) : random.nextInt(60));
    }

    private void put(String key, int valueLength) {
        Written written = new Written(++version, valueLength);
        assertThat(store.apply(version, key(key), ByteSlice.of(value(written)))).isTrue();
        model.put(key, written);
    }

    private void delete(String key) {
        assertThat(store.apply(++version, key(key), null)).isTrue();
        model.put(key, new Written(version, -1));
    }

    private void forget(String key) {
        assertThat(store.forget(model.get(key).version, key(key))).isTrue();
        model.remove(key);
        scans.forEach(scan -> scan.thereAllTheTime.remove(key));
    }

    private void assertHolds(String key) {
        Written written = model.get(key);
        boolean found = store.find(key(key), (version, shownKey, value) -> assertShown(shownKey, version, value));
        assertThat(found).isEqualTo(written != null);
    }

    private void assertShown(ByteSlice key, long version, @Nullable ByteSlice value) {
        Written written = model.get(key.toUtf8());
        assertThat(version).isEqualTo(written.version);
        if (value == null) {
            assertThat(written.valueLength).isNegative();
        } else {
            assertThat(value.toBytes()).isEqualTo(value(written));
        }
    }

    private static ByteSlice key(String key) {
        return ByteSlice.of(key.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] value(Written written) {
        byte[] value = new byte[written.valueLength];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (written.version * 31 + i);
        }
        return value;
    }

    private long arraysBytes() {
        return arrays().stream().mapToLong(array -> array.length).sum();
    }

    private long recordBytes() {
        return model.entrySet().stream()
                .mapToLong(each -> 12 + each.getKey().length() + each.getValue().valueLength)
                .sum();
    }

    private List<byte[]> arrays() {
        List<byte[]> arrays = new ArrayList<>();
        for (int number = Slabs.NONE + 1; number < slabs.numbersEnd(); number++) {
            byte[] array = slabs.array(Slabs.address(number, 0));
            if (array != null) {
                arrays.add(array);
            }
        }
        return arrays;
    }

    /** A scan that begins again when it is at its end. */
    private final class Scan {
        private final int limit;
        private long cursor = KeyValueStore.SCAN_START;
        private Set<String> thereAllTheTime = new HashSet<>();
        private Set<String> shown = new HashSet<>();
        private int finished;

        Scan(int limit) {
            this.limit = limit;
        }

        void goOn() {
            if (cursor == KeyValueStore.SCAN_START) {
                thereAllTheTime = new HashSet<>(model.keySet());
                shown = new HashSet<>();
            }
            cursor = store.scan(cursor, limit, (version, key, value) -> {
                assertShown(key, version, value);
                shown.add(key.toUtf8());
            });
            if (cursor == KeyValueStore.SCAN_START) {
                assertThat(shown).containsAll(thereAllTheTime);
                finished++;
            }
        }
    }
}
