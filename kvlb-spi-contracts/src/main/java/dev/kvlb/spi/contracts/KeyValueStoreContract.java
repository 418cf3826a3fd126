package dev.kvlb.spi.contracts;

import static dev.kvlb.spi.KeyValueStore.SCAN_START;
import static dev.kvlb.spi.contracts.Entry.apply;
import static dev.kvlb.spi.contracts.Entry.bytes;
import static dev.kvlb.spi.contracts.Entry.collector;
import static dev.kvlb.spi.contracts.Entry.find;
import static dev.kvlb.spi.contracts.Entry.forget;
import static dev.kvlb.spi.contracts.Entry.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What every {@link KeyValueStore} does: a test class of a store extends this one and says how an empty store is made.
 *
 * <pre>{@code
 * class CompressedStoreTest extends KeyValueStoreContract {
 *     @Override
 *     protected KeyValueStore store() {
 *         return new CompressedStore(KeyValueStore.hashMap());
 *     }
 * }
 * }</pre>
 *
 * <p>It is filled with up to 20,000 entries, of 1,000 bytes that can't be compressed in places, some 20 MB in all.
 */
public abstract class KeyValueStoreContract extends KeyValueStoreOfManyEntries {
    /** For subclasses. */
    protected KeyValueStoreContract() {}

    @Nested
    class WhenItIsEmpty {
        private final KeyValueStore store = store();

        @Test
        void nothingIsFound() {
            assertThat(find(store, "a")).isNull();
            assertThat(store.size()).isZero();
        }

        @Test
        void anyKeyMayBePrefetchedAlsoOneOfNoBytes() {
            store.prefetch(ByteSlice.of(bytes("a")));
            store.prefetch(ByteSlice.of(bytes("")));

            assertThat(find(store, "a")).isNull();
            assertThat(store.size()).isZero();
        }

        @Test
        void nothingIsForgotten() {
            assertThat(forget(store, 0, "a")).isFalse();
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
        void aValueIsNotForgotten() {
            assertThat(forget(store, 5, "key")).isFalse();
            assertThat(find(store, "key")).isEqualTo(new Entry(5, "key", "value"));

            apply(store, 6, "key", "");
            assertThat(forget(store, 6, "key")).isFalse();
            assertThat(find(store, "key")).isEqualTo(new Entry(6, "key", ""));
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
    class WithATombstone {
        private final KeyValueStore store = store();

        WithATombstone() {
            apply(store, 5, "key", "value");
            apply(store, 6, "key", null);
        }

        @Test
        void itIsForgottenByItsVersion() {
            assertThat(forget(store, 6, "key")).isTrue();

            assertThat(find(store, "key")).isNull();
            assertThat(store.size()).isZero();
            assertThat(scan(store, 1)).isEmpty();
        }

        @Test
        void itIsForgottenOnce() {
            forget(store, 6, "key");

            assertThat(forget(store, 6, "key")).isFalse();
            assertThat(store.size()).isZero();
        }

        @Test
        void anotherVersionOrKeyForgetsNothing() {
            assertThat(forget(store, 5, "key")).isFalse();
            assertThat(forget(store, 7, "key")).isFalse();
            assertThat(forget(store, -1, "key")).isFalse();
            assertThat(forget(store, 6, "kex")).isFalse();
            assertThat(forget(store, 6, "ke")).isFalse();
            assertThat(forget(store, 6, "")).isFalse();

            assertThat(find(store, "key")).isEqualTo(new Entry(6, "key", null));
            assertThat(store.size()).isEqualTo(1);
        }

        @Test
        void aNewerTombstoneStaysWhenTheOlderOneIsForgotten() {
            apply(store, 7, "key", null);

            assertThat(forget(store, 6, "key")).isFalse();
            assertThat(find(store, "key")).isEqualTo(new Entry(7, "key", null));
        }

        @Test
        void aValueThatTookItsPlaceStays() {
            apply(store, 7, "key", "again");

            assertThat(forget(store, 6, "key")).isFalse();
            assertThat(forget(store, 7, "key")).isFalse();
            assertThat(find(store, "key")).isEqualTo(new Entry(7, "key", "again"));
        }

        @Test
        void onceItIsForgottenAnOlderWriteIsStored() {
            forget(store, 6, "key");

            assertThat(apply(store, 5, "key", "late")).isTrue();
            assertThat(find(store, "key")).isEqualTo(new Entry(5, "key", "late"));
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
        void theTombstoneOfTheLargestKeyAndVersionIsForgotten() {
            String key = "k".repeat(65_535);
            apply(store, Long.MAX_VALUE, key, null);
            apply(store, 0, "key", null);

            assertThat(forget(store, Long.MAX_VALUE, key)).isTrue();
            assertThat(forget(store, 0, "key")).isTrue();
            assertThat(store.size()).isZero();
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
                    assertThat(value).isNotNull().extracting(ByteSlice::toBytes).isEqualTo(new byte[] {(byte) ~expected
                    });
                });
                assertThat(found).isTrue();
            }
        }

        @Test
        void anEmptyKeyIsRefused() {
            assertThatThrownBy(() -> apply(store, 1, "", "value"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0");
        }

        @Test
        void aNegativeVersionIsRefused() {
            assertThatThrownBy(() -> apply(store, -1, "key", "value"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-1");
        }

        @Test
        void aScanOfNothingIsRefused() {
            assertThatThrownBy(() -> store.scan(SCAN_START, 0, (version, key, value) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0");
        }

        @Test
        void aNegativeCursorIsRefused() {
            assertThatThrownBy(() -> store.scan(-1, 1, (version, key, value) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-1");
        }
    }
}
