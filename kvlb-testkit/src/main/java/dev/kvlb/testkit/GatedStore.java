package dev.kvlb.testkit;

import dev.kvlb.spi.ForwardingKeyValueStore;
import dev.kvlb.spi.KeyValueStore;

/** A store with a gate where it is asked how much memory it uses, as it is for each snapshot of its worker. */
final class GatedStore extends ForwardingKeyValueStore {
    private final Gate gate;

    GatedStore(KeyValueStore store, Gate gate) {
        super(store);
        this.gate = gate;
    }

    @Override
    public long bytesInUse() {
        gate.pass();
        return super.bytesInUse();
    }
}
