package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.RecordedState;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every state can be told and read again. */
class StateTextProperties {
    @Provide
    Arbitrary<RecordedState> states() {
        Arbitrary<RecordedState.Member> members = Combinators.combine(
                        Arbitraries.longs().between(0, 0xffff_ffffL), Arbitraries.longs())
                .as(RecordedState.Member::new);
        Arbitrary<List<RecordedState.Member>> ready = members.list().ofMaxSize(64);
        Arbitrary<Long> epochs = Arbitraries.longs().between(0, 0xffff_ffffL);
        return Combinators.combine(Arbitraries.longs(), epochs, epochs, ready).as(RecordedState::new);
    }

    @Property
    void whatIsToldIsReadAgain(@ForAll("states") RecordedState state) {
        assertThat(StateText.parse(StateText.of(state))).isEqualTo(state);
    }
}
