package dev.kvlb.spi.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.ForwardingKeyValueStore;
import dev.kvlb.spi.KeyValueStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingKeyValueStoreTest extends KeyValueStoreContract {
    @Override
    protected KeyValueStore store() {
        return new Forwarding(KeyValueStore.hashMap());
    }

    @Test
    void whatIsPrefetchedReachesTheOtherStore() {
        List<String> prefetched = new ArrayList<>();
        KeyValueStore watched = new Forwarding(KeyValueStore.hashMap()) {
            @Override
            public void prefetch(ByteSlice key) {
                prefetched.add(key.toUtf8());
            }
        };

        new Forwarding(watched).prefetch(ByteSlice.of(Entry.bytes("a")));

        assertThat(prefetched).containsExactly("a");
    }

    @Test
    void itNeedsAnotherStore() {
        assertThatThrownBy(() -> new Forwarding(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("store");
    }

    private static class Forwarding extends ForwardingKeyValueStore {
        Forwarding(KeyValueStore store) {
            super(store);
        }
    }
}
