package dev.kvlb.spi.contracts;

import static dev.kvlb.spi.KeyValueStore.SCAN_START;
import static dev.kvlb.spi.contracts.Entry.apply;
import static dev.kvlb.spi.contracts.Entry.bytes;
import static dev.kvlb.spi.contracts.Entry.collector;
import static dev.kvlb.spi.contracts.Entry.find;
import static dev.kvlb.spi.contracts.Entry.forget;
import static dev.kvlb.spi.contracts.Entry.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The part of {@link KeyValueStoreContract} that needs a store that is full enough to grow, shrink and be measured. */
abstract class KeyValueStoreOfManyEntries extends KeyValueStoreProperties {
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
            applyLongValues();

            assertThat(store.bytesInUse() - before).isGreaterThan(ENTRIES * 900L);
        }

        @Test
        void shorterValuesAndTombstonesCostLessMemory() {
            applyLongValues();
            long withLongValues = store.bytesInUse();
            for (int i = 0; i < ENTRIES; i++) {
                apply(store, i, "key-" + i, "value-" + i);
            }
            long withShortValues = store.bytesInUse();
            assertThat(withLongValues - withShortValues).isGreaterThan(ENTRIES * 900L);

            deleteAll();
            assertThat(store.bytesInUse()).isLessThan(withShortValues);
        }

        @Test
        void whatIsForgottenGivesItsMemoryBack() {
            long empty = store().bytesInUse();
            long before = store.bytesInUse();
            deleteAll();
            for (int i = 0; i < ENTRIES; i++) {
                assertThat(forget(store, ENTRIES + i, "key-" + i)).isTrue();
            }

            assertThat(store.size()).isZero();
            assertThat(store.bytesInUse() - empty).isLessThan((before - empty) / 50);
        }

        @Test
        void whenSomeAreForgottenTheOthersAreFound() {
            deleteAll();
            for (int i = 0; i < ENTRIES; i += 3) {
                apply(store, 2 * ENTRIES, "key-" + i, "again");
            }
            for (int i = 0; i < ENTRIES; i++) {
                assertThat(forget(store, ENTRIES + i, "key-" + i)).isEqualTo(i % 3 != 0);
            }

            assertThat(store.size()).isEqualTo((ENTRIES + 2) / 3);
            for (int i = 0; i < ENTRIES; i++) {
                assertThat(find(store, "key-" + i))
                        .isEqualTo(i % 3 == 0 ? new Entry(2 * ENTRIES, "key-" + i, "again") : null);
            }
        }

        @Test
        void aScanThatForgetsTheTombstonesItWasShownMissesNothing() {
            for (int i = 0; i < ENTRIES; i += 2) {
                apply(store, ENTRIES + i, "key-" + i, null);
            }
            Set<Entry> shown = new HashSet<>();
            long cursor = SCAN_START;
            do {
                List<Entry> slice = new ArrayList<>();
                cursor = store.scan(cursor, 100, collector(slice));
                for (Entry each : slice) {
                    assertThat(forget(store, each.version(), each.key())).isEqualTo(each.value() == null);
                }
                shown.addAll(slice);
            } while (cursor != SCAN_START);

            assertThat(shown).hasSize(ENTRIES);
            assertThat(store.size()).isEqualTo(ENTRIES / 2);
            assertThat(scan(store, 100)).allMatch(each -> each.value() != null).hasSize(ENTRIES / 2);
        }

        /** 1,000 bytes each, of which none can be told from the others. */
        private void applyLongValues() {
            byte[] value = new byte[1_000];
            Random random = new Random(1);
            for (int i = 0; i < ENTRIES; i++) {
                random.nextBytes(value);
                store.apply(i, ByteSlice.of(bytes("key-" + i)), ByteSlice.of(value));
            }
        }

        private void deleteAll() {
            for (int i = 0; i < ENTRIES; i++) {
                apply(store, ENTRIES + i, "key-" + i, null);
            }
        }
    }
}
