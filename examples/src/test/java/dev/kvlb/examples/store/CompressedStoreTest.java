package dev.kvlb.examples.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import dev.kvlb.spi.contracts.KeyValueStoreContract;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** It does what every store does, in less memory. */
class CompressedStoreTest extends KeyValueStoreContract {
    @Override
    protected KeyValueStore store() {
        return new CompressedStore(KeyValueStore.hashMap());
    }

    @Test
    void aValueThatRepeatsItselfNeedsLessMemory() {
        KeyValueStore store = store();
        long before = store.bytesInUse();
        String value = "abcdefghij".repeat(1_000);
        store.apply(1, ByteSlice.of("letters".getBytes(UTF_8)), ByteSlice.of(value.getBytes(UTF_8)));

        assertThat(store.bytesInUse() - before).isPositive().isLessThan(1_000);
        assertThat(store.find(
                        ByteSlice.of("letters".getBytes(UTF_8)),
                        (version, key, found) -> assertThat(found.toUtf8()).isEqualTo(value)))
                .isTrue();
    }

    @Test
    void aWorkerServesFromIt() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        SmallerWorker.run(new PrintStream(printed, true, UTF_8));

        assertThat(printed.toString(UTF_8).lines())
                .containsExactly("letters: 10000", "bytes of memory: less than a tenth");
    }
}
