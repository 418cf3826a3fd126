package dev.kvlb.spi.contracts;

import dev.kvlb.spi.KeyValueStore;
import dev.kvlb.spi.contracts.ModelledStore.Step;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The part of {@link KeyValueStoreContract} that holds for any steps that a store takes. */
abstract class KeyValueStoreProperties {
    /** {@return a new store that is empty} */
    protected abstract KeyValueStore store();

    @Property
    void itHoldsWhatAMapOfTheGreatestVersionsHolds(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 20) int limit) {
        ModelledStore store = new ModelledStore(store());
        steps.forEach(store::take);

        store.assertHoldsWhatTheModelHolds(limit);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void nothingDependsOnWhatWasPrefetched(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 80) int announced) {
        ModelledStore store = new ModelledStore(store());

        store.takeAnnounced(steps, announced);

        store.assertHoldsWhatTheModelHolds(10);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aScanShowsWhatWasThereAllTheTimeWhateverIsAppliedOrForgottenMeanwhile(
            @ForAll("steps") List<Step> before,
            @ForAll("steps") List<Step> meanwhile,
            @ForAll @IntRange(min = 1, max = 5) int limit) {
        ModelledStore store = new ModelledStore(store());
        before.forEach(store::take);

        store.assertScanMissesNothing(limit, meanwhile);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return ModelledStore.steps(Arbitraries.oneOf(
                Arbitraries.integers().between(0, 20).map(i -> "k" + i),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(40).alpha()));
    }
}
