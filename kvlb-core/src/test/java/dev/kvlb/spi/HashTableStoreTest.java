package dev.kvlb.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ByteSlice;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Locale;
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
            long before = heapInUse();
            KeyValueStore store = store();
            for (int i = 0; i < ENTRIES; i++) {
                applySequential(store, i);
            }
            long grown = heapInUse() - before;

            // Some 28 MB: what else lives in this JVM comes and goes by far less than the bounds allow.
            assertThat((double) store.bytesInUse() / grown).isBetween(0.8, 1.25);
            assertThat(store.size()).isEqualTo(ENTRIES);
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

    private static void applySequential(KeyValueStore store, int i) {
        byte[] key = bytes(String.format(Locale.ROOT, "%016d", i));
        store.apply(i, ByteSlice.of(key), ByteSlice.of(new byte[64]));
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
