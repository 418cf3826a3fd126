package dev.kvlb.spi;

import static dev.kvlb.spi.KeyValueStore.SCAN_START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link KeyValueStore} does. */
abstract class KeyValueStoreContract {
    abstract KeyValueStore store();

    @Nested
    class WhenItIsEmpty {
        private final KeyValueStore store = store();

        @Test
        void nothingIsFound() {
            assertThat(find(store, "a")).isNull();
            assertThat(store.size()).isZero();
        }

        @Test
        void aScanShowsNothingAndIsAtItsEnd() {
            List<Entry> shown = new ArrayList<>();

            assertThat(store.scan(SCAN_START, 10, collector(shown))).isEqualTo(SCAN_START);
            assertThat(shown).isEmpty();
        }
    }

    @Nested
    class WithOneEntry {
        private final KeyValueStore store = store();

        WithOneEntry() {
            apply(store, 5, "key", "value");
        }

        @Test
        void itIsFound() {
            assertThat(find(store, "key")).isEqualTo(new Entry(5, "key", "value"));
            assertThat(store.size()).isEqualTo(1);
        }

        @Test
        void otherKeysAreNot() {
            assertThat(find(store, "kex")).isNull();
            assertThat(find(store, "ke")).isNull();
            assertThat(find(store, "keyy")).isNull();
            assertThat(find(store, "keyvalue")).isNull();
        }

        @Test
        void aGreaterVersionReplacesIt() {
            assertThat(apply(store, 6, "key", "other")).isTrue();

            assertThat(find(store, "key")).isEqualTo(new Entry(6, "key", "other"));
            assertThat(store.size()).isEqualTo(1);
        }

        @Test
        void anEqualVersionReplacesIt() {
            assertThat(apply(store, 5, "key", "a longer value")).isTrue();

            assertThat(find(store, "key")).isEqualTo(new Entry(5, "key", "a longer value"));
        }

        @Test
        void aSmallerVersionDoesNot() {
            assertThat(apply(store, 4, "key", "other")).isFalse();
            assertThat(apply(store, 4, "key", null)).isFalse();

            assertThat(find(store, "key")).isEqualTo(new Entry(5, "key", "value"));
        }

        @Test
        void aTombstoneTakesItsPlaceAndIsAnEntryItself() {
            assertThat(apply(store, 6, "key", null)).isTrue();

            assertThat(find(store, "key")).isEqualTo(new Entry(6, "key", null));
            assertThat(store.size()).isEqualTo(1);
            assertThat(scan(store, 1)).containsExactly(new Entry(6, "key", null));
        }

        @Test
        void afterATombstoneAValueCanComeAgain() {
            apply(store, 6, "key", null);

            assertThat(apply(store, 5, "key", "late")).isFalse();
            assertThat(apply(store, 7, "key", "again")).isTrue();
            assertThat(find(store, "key")).isEqualTo(new Entry(7, "key", "again"));
        }

        @Test
        void anEmptyValueIsAValueAndNoTombstone() {
            apply(store, 6, "key", "");
            assertThat(find(store, "key")).isEqualTo(new Entry(6, "key", ""));

            apply(store, 7, "key", null);
            assertThat(find(store, "key")).isEqualTo(new Entry(7, "key", null));

            apply(store, 8, "key", "");
            assertThat(find(store, "key")).isEqualTo(new Entry(8, "key", ""));
        }
    }

    @Nested
    class WithSlicesThatChangeAfterTheCall {
        @Test
        void whatWasStoredStays() {
            KeyValueStore store = store();
            byte[] buffer = bytes("..key.value..");
            store.apply(1, new ByteSlice().set(buffer, 2, 3), new ByteSlice().set(buffer, 6, 5));
            Arrays.fill(buffer, (byte) '#');

            assertThat(find(store, "key")).isEqualTo(new Entry(1, "key", "value"));
        }
    }

    @Nested
    class AtTheLimits {
        private final KeyValueStore store = store();

        @Test
        void theLargestKeyAndValueAreStored() {
            String key = "k".repeat(65_535);
            String value = "v".repeat(65_535);
            apply(store, Long.MAX_VALUE, key, value);

            assertThat(find(store, key)).isEqualTo(new Entry(Long.MAX_VALUE, key, value));
            assertThat(find(store, key.substring(1))).isNull();
        }

        @Test
        void everyByteMayStandInAKey() {
            for (int b = 0; b < 256; b++) {
                store.apply(b, ByteSlice.of(new byte[] {(byte) b}), ByteSlice.of(new byte[] {(byte) ~b}));
            }

            assertThat(store.size()).isEqualTo(256);
            for (int b = 0; b < 256; b++) {
                int expected = b;
                boolean found = store.find(ByteSlice.of(new byte[] {(byte) b}), (version, key, value) -> {
                    assertThat(version).isEqualTo(expected);
                    assertThat(value.toBytes()).containsExactly(~expected);
                });
                assertThat(found).isTrue();
            }
        }

        @Test
        void anEmptyKeyIsRefused() {
            assertThatThrownBy(() -> apply(store, 1, "", "value"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("key must be 1..65,535 bytes: 0");
        }

        @Test
        void aNegativeVersionIsRefused() {
            assertThatThrownBy(() -> apply(store, -1, "key", "value"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("version must be 0 or greater: -1");
        }

        @Test
        void aScanOfNothingIsRefused() {
            assertThatThrownBy(() -> store.scan(SCAN_START, 0, (version, key, value) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("limit must be 1 or more: 0");
        }

        @Test
        void aNegativeCursorIsRefused() {
            assertThatThrownBy(() -> store.scan(-1, 1, (version, key, value) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cursor must be 0 or what a scan returned: -1");
        }
    }

    @Nested
    class WithManyEntries {
        private static final int ENTRIES = 20_000;
        private final KeyValueStore store = store();

        WithManyEntries() {
            for (int i = 0; i < ENTRIES; i++) {
                apply(store, i, "key-" + i, "value-" + i);
            }
        }

        @Test
        void eachIsFound() {
            assertThat(store.size()).isEqualTo(ENTRIES);
            for (int i = 0; i < ENTRIES; i++) {
                assertThat(find(store, "key-" + i)).isEqualTo(new Entry(i, "key-" + i, "value-" + i));
            }
            assertThat(find(store, "key-" + ENTRIES)).isNull();
        }

        @Test
        void aScanInSlicesShowsEachOnce() {
            assertThat(scan(store, 777)).hasSize(ENTRIES).doesNotHaveDuplicates();
        }

        @Test
        void aSliceShowsNoMoreThanItsLimit() {
            List<Entry> shown = new ArrayList<>();
            store.scan(SCAN_START, 12, collector(shown));

            assertThat(shown).hasSize(12);
        }

        @Test
        void longerValuesCostMoreMemory() {
            long before = store.bytesInUse();
            for (int i = 0; i < ENTRIES; i++) {
                apply(store, i, "key-" + i, "v".repeat(1_000));
            }

            assertThat(store.bytesInUse() - before).isBetween(ENTRIES * 900L, ENTRIES * 1_100L);
        }
    }

    @Property
    void itHoldsWhatAMapOfTheGreatestVersionsHolds(
            @ForAll("writes") List<Entry> writes, @ForAll @IntRange(min = 1, max = 20) int limit) {
        KeyValueStore store = store();
        Map<String, Entry> model = new TreeMap<>();
        for (Entry write : writes) {
            assertThat(apply(store, write)).isEqualTo(applyTo(model, write));
            assertThat(find(store, write.key)).isEqualTo(model.get(write.key));
            assertThat(store.size()).isEqualTo(model.size());
        }
        assertThat(scan(store, limit)).containsExactlyInAnyOrderElementsOf(model.values());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aScanShowsWhatWasThereAllTheTimeWhateverIsAppliedMeanwhile(
            @ForAll("writes") List<Entry> before,
            @ForAll("writes") List<Entry> meanwhile,
            @ForAll @IntRange(min = 1, max = 5) int limit) {
        KeyValueStore store = store();
        Map<String, Entry> model = new TreeMap<>();
        before.forEach(write -> {
            apply(store, write);
            applyTo(model, write);
        });
        List<String> thereAllTheTime = List.copyOf(model.keySet());
        List<Entry> shown = new ArrayList<>();
        int next = 0;
        long cursor = SCAN_START;
        do {
            int shownBefore = shown.size();
            cursor = store.scan(cursor, limit, collector(shown));
            assertThat(shown.subList(shownBefore, shown.size())).isSubsetOf(model.values());
            for (int i = 0; i < 3 && next < meanwhile.size(); i++, next++) {
                apply(store, meanwhile.get(next));
                applyTo(model, meanwhile.get(next));
            }
        } while (cursor != SCAN_START);

        assertThat(shown.stream().map(Entry::key)).containsAll(thereAllTheTime);
    }

    @Provide
    Arbitrary<List<Entry>> writes() {
        Arbitrary<String> keys = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20).map(i -> "k" + i),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(40).alpha());
        Arbitrary<String> values =
                Arbitraries.strings().ofMaxLength(6).numeric().injectNull(0.2);
        return Combinators.combine(Arbitraries.longs().between(0, 30), keys, values)
                .as(Entry::new)
                .list()
                .ofMaxSize(120);
    }

    static boolean applyTo(Map<String, Entry> model, Entry write) {
        Entry there = model.get(write.key);
        boolean applied = there == null || write.version >= there.version;
        if (applied) {
            model.put(write.key, write);
        }
        return applied;
    }

    static boolean apply(KeyValueStore store, Entry write) {
        return apply(store, write.version, write.key, write.value);
    }

    static boolean apply(KeyValueStore store, long version, String key, String value) {
        return store.apply(version, ByteSlice.of(bytes(key)), value == null ? null : ByteSlice.of(bytes(value)));
    }

    static Entry find(KeyValueStore store, String key) {
        List<Entry> shown = new ArrayList<>();
        boolean found = store.find(ByteSlice.of(bytes(key)), collector(shown));
        assertThat(shown).hasSize(found ? 1 : 0);
        return found ? shown.get(0) : null;
    }

    static List<Entry> scan(KeyValueStore store, int limit) {
        List<Entry> shown = new ArrayList<>();
        long cursor = SCAN_START;
        do {
            cursor = store.scan(cursor, limit, collector(shown));
        } while (cursor != SCAN_START);
        return shown;
    }

    static KeyValueStore.EntryVisitor collector(List<Entry> shown) {
        return (version, key, value) ->
                shown.add(new Entry(version, key.toUtf8(), value == null ? null : value.toUtf8()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An entry as a test reads it; a null value is a tombstone. */
    record Entry(long version, String key, String value) {}
}
