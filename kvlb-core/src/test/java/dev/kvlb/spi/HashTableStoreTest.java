package dev.kvlb.spi;

import static dev.kvlb.spi.Entry.apply;
import static dev.kvlb.spi.Entry.bytes;
import static dev.kvlb.spi.Entry.find;
import static dev.kvlb.spi.Entry.forget;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.ModelledStore.Step;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HashTableStoreTest extends KeyValueStoreContract {
    @Override
    KeyValueStore store() {
        return KeyValueStore.hashMap();
    }

    @Nested
    class WithKeysOf16AndValuesOf64Bytes {
        private static final int ENTRIES = 200_000;
        private static final int BYTES_PER_ENTRY_MAX = 150;

        @Test
        void anEntryCostsLessThan150BytesAtAnySize() {
            KeyValueStore store = store();
            for (int i = 0; i < ENTRIES; i++) {
                applySequential(store, i);
                if (i >= 5_000) {
                    assertThat(store.bytesInUse()).isLessThan((i + 1L) * BYTES_PER_ENTRY_MAX);
                }
            }
        }

        @Test
        void theBytesInUseAreThoseThatTheHeapGrewBy() {
            assertBytesInUseAreThoseOfTheHeap(store -> {});
        }

        @Test
        void soTheyAreAfterShorterValues() {
            assertBytesInUseAreThoseOfTheHeap(store -> applyToAll(store, ByteSlice.of(new byte[20])));
        }

        @Test
        void soTheyAreAfterTombstones() {
            assertBytesInUseAreThoseOfTheHeap(store -> applyToAll(store, null));
        }

        @Test
        void theHeapHasThemBackOnceAllIsForgotten() {
            long before = heapInUse();
            KeyValueStore store = filledStore();
            applyToAll(store, null);
            int forgotten = 0;
            for (int i = 0; i < ENTRIES; i++) {
                forgotten += store.forget(i, keyOf(i)) ? 1 : 0;
            }

            // The index alone, had it stayed as it was, has 4 MB.
            assertThat(heapInUse() - before).isLessThan(3_000_000);
            assertThat(forgotten).isEqualTo(ENTRIES);
            assertThat(store.size()).isZero();
        }

        private void assertBytesInUseAreThoseOfTheHeap(Consumer<KeyValueStore> change) {
            long before = heapInUse();
            KeyValueStore store = filledStore();
            change.accept(store);
            long grown = heapInUse() - before;

            // Some 14 to 28 MB: what else lives in this JVM comes and goes by far less than the bounds allow.
            assertThat((double) store.bytesInUse() / grown).isBetween(0.8, 1.25);
            assertThat(store.size()).isEqualTo(ENTRIES);
        }

        private KeyValueStore filledStore() {
            KeyValueStore store = store();
            for (int i = 0; i < ENTRIES; i++) {
                applySequential(store, i);
            }
            return store;
        }

        private void applyToAll(KeyValueStore store, ByteSlice value) {
            for (int i = 0; i < ENTRIES; i++) {
                store.apply(i, keyOf(i), value);
            }
        }
    }

    @Nested
    class WithTheSameKeysUnderAnotherSeed {
        @Test
        void itHoldsTheSame() {
            for (long seed = 0; seed < 50; seed++) {
                KeyValueStore store = new HashTableStore(seed);
                for (int i = 0; i < 300; i++) {
                    apply(store, i, "key-" + i, "value");
                }
                for (int i = 0; i < 300; i++) {
                    assertThat(find(store, "key-" + i)).isEqualTo(new Entry(i, "key-" + i, "value"));
                }
            }
        }
    }

    @Test
    void aValueOfTheSameLengthCostsNoMemory() {
        KeyValueStore store = store();
        apply(store, 1, "key", "value");
        long before = store.bytesInUse();
        apply(store, 2, "key", "other");

        assertThat(store.bytesInUse()).isEqualTo(before);
        assertThat(find(store, "key")).isEqualTo(new Entry(2, "key", "other"));
    }

    @Test
    void whatComesAndGoesMakesNothingGrowAndShrinkInTurnAtAnySize() {
        KeyValueStore store = store();
        for (int i = 0; i < 5_000; i++) {
            apply(store, i, "key-" + i, null);
            long with = store.bytesInUse();
            forget(store, i, "key-" + i);
            long without = store.bytesInUse();
            apply(store, i, "key-" + i, null);

            assertThat(store.bytesInUse()).isEqualTo(with);
            assertThat(with - without).isEqualTo(bytesOfArray(11 + ("key-" + i).length()));
        }
        for (int i = 4_999; i >= 0; i--) {
            forget(store, i, "key-" + i);
            long without = store.bytesInUse();
            apply(store, i, "key-" + i, null);
            assertThat(store.bytesInUse() - without).isEqualTo(bytesOfArray(11 + ("key-" + i).length()));
            forget(store, i, "key-" + i);

            assertThat(store.bytesInUse()).isEqualTo(without);
        }
        assertThat(store.bytesInUse()).isEqualTo(store().bytesInUse());
    }

    @Test
    void whatComesAndGoesWhereAChunkEndsAllocatesTheNextOneOnce() {
        KeyValueStore store = SeededStore.hashTable(1);
        for (int i = 0; i < 1_020; i++) {
            apply(store, i, "key-" + i, "value");
        }
        applyAndForgetTen(store);

        for (int round = 0; round < 3; round++) {
            long without = store.bytesInUse();
            long with = applyAndForgetTen(store);

            // Ten records have 400 bytes, a chunk has 4 KiB.
            assertThat(with - without).isLessThan(1_000);
        }
    }

    private static long applyAndForgetTen(KeyValueStore store) {
        for (int i = 0; i < 10; i++) {
            apply(store, i, "another-" + i, null);
        }
        long with = store.bytesInUse();
        for (int i = 0; i < 10; i++) {
            forget(store, i, "another-" + i);
        }
        return with;
    }

    @Property
    void whenAllIsForgottenItUsesTheBytesOfAnEmptyStore(@ForAll("steps") List<Step> steps) {
        KeyValueStore store = store();
        ModelledStore modelled = new ModelledStore(store);
        steps.forEach(modelled::take);
        modelled.forgetAll();

        assertThat(store.bytesInUse()).isEqualTo(store().bytesInUse());
    }

    @Property
    void keysWhoseHashesCollideAreToldApart(
            @ForAll("stepsWithCollidingKeys") List<Step> steps, @ForAll @IntRange(min = 1, max = 20) int limit) {
        ModelledStore store = new ModelledStore(new HashTableStore(CollidingKeys.SEED));
        for (Step step : steps) {
            store.take(step);
            store.assertHoldsWhatTheModelHolds(limit);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aScanMissesNoneOfThem(
            @ForAll("stepsWithCollidingKeys") List<Step> before,
            @ForAll("stepsWithCollidingKeys") List<Step> meanwhile,
            @ForAll @IntRange(min = 1, max = 5) int limit) {
        ModelledStore store = new ModelledStore(new HashTableStore(CollidingKeys.SEED));
        before.forEach(store::take);

        store.assertScanMissesNothing(limit, meanwhile);
    }

    @Provide
    Arbitrary<List<Step>> stepsWithCollidingKeys() {
        return ModelledStore.steps(Arbitraries.of(CollidingKeys.KEYS));
    }

    /** Keys that meet in one segment of the store with this seed. */
    private static final class CollidingKeys {
        static final long SEED = 1;
        static final List<String> KEYS = new ArrayList<>();

        private static final int HASHED = 1 << 18;

        static {
            SipHash hash = SipHash.seeded(SEED);
            Map<Integer, String> keyOfHash = new HashMap<>();
            int hashOfPair = 0;
            for (int i = 0; i < HASHED; i++) {
                String key = "key-" + i;
                int hashOfKey = (int) hash.hash(bytes(key), 0, key.length());
                String other = keyOfHash.putIfAbsent(hashOfKey, key);
                if (other != null && KEYS.isEmpty()) {
                    KEYS.add(key);
                    hashOfPair = hashOfKey;
                }
            }
            assertThat(KEYS).as("a key whose hash is that of another").hasSize(1);

            // Up to 64 slots, to which a segment grows with all of them: the home of the pair, and around the end.
            KEYS.add(keyOfHash.remove(hashOfPair));
            int segment = hashOfPair & 0xff;
            for (int home : new TreeSet<>(List.of(hashOfPair >>> 26, 62, 63, 0, 1))) {
                keyOfHash.entrySet().stream()
                        .filter(each -> (each.getKey() & 0xff) == segment && each.getKey() >>> 26 == home)
                        .limit(6)
                        .forEach(each -> KEYS.add(each.getValue()));
            }
        }

        private CollidingKeys() {}
    }

    private static void applySequential(KeyValueStore store, int i) {
        store.apply(i, keyOf(i), ByteSlice.of(new byte[64]));
    }

    private static ByteSlice keyOf(int i) {
        return ByteSlice.of(bytes(String.format(Locale.ROOT, "%016d", i)));
    }

    /** Returns what a byte array of this length takes in a heap with compressed references. */
    private static long bytesOfArray(int length) {
        return (16L + length + 7) / 8 * 8;
    }

    private static long heapInUse() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
