package dev.kvlb.spi.contracts;

import static dev.kvlb.spi.KeyValueStore.SCAN_START;
import static dev.kvlb.spi.contracts.Entry.apply;
import static dev.kvlb.spi.contracts.Entry.bytes;
import static dev.kvlb.spi.contracts.Entry.find;
import static dev.kvlb.spi.contracts.Entry.forget;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.CollidingKeys;
import dev.kvlb.spi.KeyValueStore;
import dev.kvlb.spi.contracts.ModelledStore.Step;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HashTableStoreTest extends KeyValueStoreContract {
    @Override
    protected KeyValueStore store() {
        return KeyValueStore.hashMap();
    }

    @Nested
    class WithKeysOf16AndValuesOf64Bytes {
        private static final int ENTRIES = 200_000;
        private static final int BYTES_PER_ENTRY_MAX = 130;

        @Test
        void anEntryCostsLessThan130BytesAtAnySize() {
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
                KeyValueStore store = CollidingKeys.store(seed);
                for (int i = 0; i < 300; i++) {
                    apply(store, i, "key-" + i, "value");
                }
                for (int i = 0; i < 300; i++) {
                    assertThat(find(store, "key-" + i)).isEqualTo(new Entry(i, "key-" + i, "value"));
                }
            }
        }
    }

    @Nested
    class WithWhatIsOutOfRange {
        private final KeyValueStore store = store();

        @Test
        void theKeyIsNamedWithItsLength() {
            assertRefused(() -> apply(store, 1, "", "value"), "key must be 1..65,535 bytes: 0");
            assertRefused(() -> apply(store, 1, "k".repeat(65_536), "value"), "key must be 1..65,535 bytes: 65536");
        }

        @Test
        void theVersionIsNamed() {
            assertRefused(() -> apply(store, -1, "key", "value"), "version must be 0 or greater: -1");
        }

        @Test
        void theLimitAndTheCursorOfAScanAreNamed() {
            assertRefused(() -> store.scan(SCAN_START, 0, (version, key, value) -> {}), "limit must be 1 or more: 0");
            assertRefused(
                    () -> store.scan(-1, 1, (version, key, value) -> {}),
                    "cursor must be 0 or what a scan returned: -1");
        }

        private void assertRefused(ThrowingCallable call, String message) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void longerValuesCostTheirLengthAndShorterOnesGiveItBack() {
        KeyValueStore store = store();
        for (int i = 0; i < 1_000; i++) {
            apply(store, i, "key-" + i, "value-" + i);
        }
        long before = store.bytesInUse();
        for (int i = 0; i < 1_000; i++) {
            apply(store, i, "key-" + i, "v".repeat(1_000));
        }
        assertThat(store.bytesInUse() - before).isBetween(900_000L, 1_100_000L);

        for (int i = 0; i < 1_000; i++) {
            apply(store, i, "key-" + i, "value-" + i);
        }
        assertThat(store.bytesInUse()).isEqualTo(before);
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
            assertThat(with - without).isEqualTo(bytesOfTombstone("key-" + i));
        }
        for (int i = 4_999; i >= 0; i--) {
            forget(store, i, "key-" + i);
            long without = store.bytesInUse();
            apply(store, i, "key-" + i, null);
            assertThat(store.bytesInUse() - without).isEqualTo(bytesOfTombstone("key-" + i));
            forget(store, i, "key-" + i);

            assertThat(store.bytesInUse()).isEqualTo(without);
        }
        assertThat(store.bytesInUse()).isEqualTo(store().bytesInUse());
    }

    @Test
    void whatComesAndGoesWhereAChunkEndsAllocatesTheNextOneOnce() {
        KeyValueStore store = CollidingKeys.store();
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
        ModelledStore store = new ModelledStore(CollidingKeys.store());
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
        ModelledStore store = new ModelledStore(CollidingKeys.store());
        before.forEach(store::take);

        store.assertScanMissesNothing(limit, meanwhile);
    }

    @Provide
    Arbitrary<List<Step>> stepsWithCollidingKeys() {
        return ModelledStore.steps(Arbitraries.of(CollidingKeys.keys()));
    }

    private static void applySequential(KeyValueStore store, int i) {
        store.apply(i, keyOf(i), ByteSlice.of(new byte[64]));
    }

    private static ByteSlice keyOf(int i) {
        return ByteSlice.of(bytes(String.format(Locale.ROOT, "%016d", i)));
    }

    private static long bytesOfTombstone(String key) {
        return (12L + key.length() + 7) / 8 * 8;
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
