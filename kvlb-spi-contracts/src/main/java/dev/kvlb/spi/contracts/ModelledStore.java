package dev.kvlb.spi.contracts;

import static dev.kvlb.spi.KeyValueStore.SCAN_START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.KeyValueStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** A store beside a map that says what it must hold. */
final class ModelledStore {
    private final KeyValueStore store;
    private final Map<String, Entry> model = new TreeMap<>();

    ModelledStore(KeyValueStore store) {
        this.store = store;
    }

    /** {@return lists of steps with such keys: most of them write, and many of those that forget find what they want} */
    static Arbitrary<List<Step>> steps(Arbitrary<String> keys) {
        Arbitrary<String> values =
                Arbitraries.strings().ofMaxLength(6).numeric().injectNull(0.4);
        Arbitrary<Step> writes = Combinators.combine(Arbitraries.longs().between(0, 30), keys, values)
                .as((version, key, value) -> new Write(new Entry(version, key, value)));
        Arbitrary<Step> forgets =
                Combinators.combine(keys, Arbitraries.of(0, 0, 0, 0, -1, 1)).as(Forget::new);
        return Arbitraries.frequencyOf(Tuple.of(2, writes), Tuple.of(1, forgets))
                .list()
                .ofMaxSize(160);
    }

    /** Takes a step with the store and with the model, and checks that they agree on what comes of it. */
    void take(Step step) {
        if (step instanceof Write write) {
            assertThat(Entry.apply(store, write.entry.version(), write.key(), write.entry.value()))
                    .isEqualTo(applyToModel(write.entry));
        } else if (step instanceof Forget forget) {
            Entry there = model.get(forget.key);
            long version = (there == null ? 0 : there.version()) + forget.versionOffset;
            assertThat(Entry.forget(store, version, forget.key)).isEqualTo(forgetInModel(version, forget.key));
        }
        assertThat(Entry.find(store, step.key())).isEqualTo(model.get(step.key()));
        assertThat(store.size()).isEqualTo(model.size());
    }

    /** Takes the steps, and before each so many says which keys they are about. */
    void takeAnnounced(List<Step> steps, int announced) {
        for (int i = 0; i < steps.size(); i++) {
            if (i % announced == 0) {
                steps.subList(i, Math.min(i + announced, steps.size()))
                        .forEach(step -> store.prefetch(ByteSlice.of(Entry.bytes(step.key()))));
            }
            take(steps.get(i));
        }
    }

    /** Deletes and forgets every entry. */
    void forgetAll() {
        for (String key : List.copyOf(model.keySet())) {
            take(new Write(new Entry(Long.MAX_VALUE, key, null)));
            take(new Forget(key, 0));
        }
        assertThat(model).isEmpty();
    }

    void assertHoldsWhatTheModelHolds(int scanLimit) {
        model.forEach((key, entry) -> assertThat(Entry.find(store, key)).isEqualTo(entry));
        assertThat(Entry.scan(store, scanLimit)).containsExactlyInAnyOrderElementsOf(model.values());
    }

    /** Scans, and takes three of the steps after each slice. */
    void assertScanMissesNothing(int scanLimit, List<Step> meanwhile) {
        Set<String> thereAllTheTime = new HashSet<>(model.keySet());
        List<Entry> shown = new ArrayList<>();
        int next = 0;
        long cursor = SCAN_START;
        do {
            int shownBefore = shown.size();
            cursor = store.scan(cursor, scanLimit, Entry.collector(shown));
            assertThat(shown.subList(shownBefore, shown.size())).isSubsetOf(model.values());
            for (int i = 0; i < 3 && next < meanwhile.size() && cursor != SCAN_START; i++, next++) {
                take(meanwhile.get(next));
                thereAllTheTime.retainAll(model.keySet());
            }
        } while (cursor != SCAN_START);

        assertThat(shown.stream().map(Entry::key)).containsAll(thereAllTheTime);
    }

    private boolean applyToModel(Entry write) {
        Entry there = model.get(write.key());
        boolean applied = there == null || write.version() >= there.version();
        if (applied) {
            model.put(write.key(), write);
        }
        return applied;
    }

    private boolean forgetInModel(long version, String key) {
        return model.remove(key, new Entry(version, key, null));
    }

    /** Something that is done to a store. */
    sealed interface Step {
        String key();
    }

    record Write(Entry entry) implements Step {
        @Override
        public String key() {
            return entry.key();
        }
    }

    /** Forgets the version that is there, or one next to it. */
    record Forget(String key, int versionOffset) implements Step {}
}
