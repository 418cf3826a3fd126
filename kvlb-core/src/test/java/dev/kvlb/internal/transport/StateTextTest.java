package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.internal.link.RecordedState;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recorded state as a text that people can read. */
class StateTextTest {
    private static final RecordedState STATE = new RecordedState(
            0x123456789abcdef0L,
            4,
            2,
            List.of(new RecordedState.Member(280, 0xfedcba9876543210L), new RecordedState.Member(4_294_967_295L, 1)));

    private static final String TEXT = """
            kvlb-state 1
            cluster 123456789abcdef0
            epoch 4
            data-epoch 2
            ready 280 fedcba9876543210
            ready 4294967295 1
            end
            """;

    @Test
    void hasALineForEachThing() {
        assertThat(StateText.of(STATE)).isEqualTo(TEXT);
    }

    @Test
    void tellsTheStateAgain() {
        assertThat(StateText.parse(TEXT)).isEqualTo(STATE);
    }

    @Test
    void mayTellThatNobodyHoldsAnything() {
        RecordedState empty = new RecordedState(-1, 1, List.of());

        assertThat(StateText.parse(StateText.of(empty))).isEqualTo(empty);
    }

    @Test
    void mayTellTheLastEpoch() {
        RecordedState last = new RecordedState(1, 4_294_967_295L, List.of());

        assertThat(StateText.parse(StateText.of(last))).isEqualTo(last);
    }

    @Nested
    class ThatIsDamaged {
        @ParameterizedTest
        @ValueSource(longs = {-1, 4_294_967_296L, Long.MAX_VALUE})
        void isNoStateWithAnEpochThatThereIsNot(long epoch) {
            String text = StateText.of(new RecordedState(1, epoch, List.of()));

            assertThatThrownBy(() -> StateText.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("epoch must be 0..4294967295: " + epoch);
        }

        @Test
        void isNoStateWhereverItIsCutOff() {
            for (int length = 0; length < TEXT.length() - 1; length++) {
                String cut = TEXT.substring(0, length);
                assertThatThrownBy(() -> StateText.parse(cut))
                        .as("cut after %d", length)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "end\n",
                    "kvlb-state 2\ncluster 1\nepoch 4\ndata-epoch 0\nend\n",
                    "kvlb-state 1\nepoch 4\ncluster 1\ndata-epoch 0\nend\n",
                    "kvlb-state 1\ncluster 1\nepoch 4\nready 1 2\nend\n",
                    "kvlb-state 1\ncluster 1\nepoch 4\ndata-epoch -1\nend\n",
                    "kvlb-state 1\ncluster\nepoch 4\ndata-epoch 0\nend\n",
                    "kvlb-state 1\ncluster 1 2\nepoch 4\ndata-epoch 0\nend\n",
                    "kvlb-state 1\ncluster xyz\nepoch 4\ndata-epoch 0\nend\n",
                    "kvlb-state 1\ncluster 11223344556677889\nepoch 4\ndata-epoch 0\nend\n",
                    "kvlb-state 1\ncluster 1\nepoch four\ndata-epoch 0\nend\n",
                    "kvlb-state 1\ncluster 1\nepoch 4\ndata-epoch 0\nready 1\nend\n",
                    "kvlb-state 1\ncluster 1\nepoch 4\ndata-epoch 0\nready 1 2 3\nend\n",
                    "kvlb-state 1\ncluster 1\nepoch 4\ndata-epoch 0\nready one 2\nend\n",
                    "kvlb-state 1\ncluster 1\nepoch 4\ndata-epoch 0\nlearner 1 2\nend\n",
                    "kvlb-state 1\ncluster 1\nepoch 4\ndata-epoch 0\n\nend\n",
                    "kvlb-state 1\ncluster 1\nepoch 4\ndata-epoch 0\nend\nend of it\n"
                })
        void isNoState(String text) {
            assertThatThrownBy(() -> StateText.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void saysWhichLineItIs() {
            assertThatThrownBy(() -> StateText.parse("kvlb-state 1\ncluster 1\nepoch 4\ndata-epoch 0\nready 1\nend\n"))
                    .hasMessage("expected \"ready\" and 2 more: ready 1");
        }

        @Test
        void saysWhatABeginningAndAnEndAre() {
            assertThatThrownBy(() -> StateText.parse("#!/bin/sh\n")).hasMessage("expected \"kvlb-state 1\" to \"end\"");
        }
    }
}
