package dev.kvlb.spi.contracts;

import static dev.kvlb.spi.KeyValueStore.SCAN_START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry as a test reads it; a null value is a tombstone. */
record Entry(long version, String key, @Nullable String value) {
    static boolean apply(KeyValueStore store, long version, String key, @Nullable String value) {
        return store.apply(version, ByteSlice.of(bytes(key)), value == null ? null : ByteSlice.of(bytes(value)));
    }

    static boolean forget(KeyValueStore store, long version, String key) {
        return store.forget(version, ByteSlice.of(bytes(key)));
    }

    static @Nullable Entry find(KeyValueStore store, String key) {
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
}
