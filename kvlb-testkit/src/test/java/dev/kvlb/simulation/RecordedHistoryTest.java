package dev.kvlb.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RecordedHistoryTest {
    private final RecordedHistory history = new RecordedHistory();

    private void add(Kind kind, String value, long version, Outcome outcome, long start, long end) {
        history.addAll(List.of(new RecordedOperation(1, kind, "k1", value, version, outcome, start, end)));
    }

    private void done(Kind kind, String value, long version, long start, long end) {
        add(kind, value, version, Outcome.DONE, start, end);
    }

    private void assertFaulty(String message) {
        assertThatThrownBy(history::check).isInstanceOf(Violation.class).hasMessageContaining(message);
    }

    @Test
    void aLineTellsAllOfAnOperation() {
        RecordedOperation operation =
                new RecordedOperation(7, Kind.GET, "k3", "a", 4_294_967_297L, Outcome.UNKNOWN, -5, 12);

        assertThat(RecordedOperation.parse(operation.line())).isEqualTo(operation);
    }

    @Test
    void whatClientsDidIsPutInTheOrderOfTheirClock() {
        done(Kind.GET, "b", 2, 50, 60);
        done(Kind.PUT, "b", 2, 30, 40);
        done(Kind.PUT, "a", 1, 10, 20);
        done(Kind.DELETE, "-", 3, 70, 80);
        done(Kind.GET, "-", 0, 90, 100);

        assertThatCode(history::check).doesNotThrowAnyException();
        assertThat(history.count(Kind.PUT, Outcome.DONE)).isEqualTo(2);
        assertThat(history.count(Outcome.DONE)).isEqualTo(5);
        assertThat(history.foundNothing()).hasSize(1);
    }

    @Test
    void whatBeginsInTheNanosecondInWhichAnotherEndsOverlapsIt() {
        done(Kind.PUT, "a", 1, 10, 20);
        done(Kind.GET, "-", 0, 20, 30);

        assertThatCode(history::check).doesNotThrowAnyException();
    }

    @Nested
    class IsFaulty {
        @Test
        void whereWhatWasAcknowledgedIsNotFound() {
            done(Kind.PUT, "a", 1, 10, 20);
            done(Kind.GET, "-", 0, 21, 30);
            assertFaulty("not linearizable, key k1");
        }

        @Test
        void whereAnOlderValueIsFound() {
            done(Kind.PUT, "a", 1, 10, 20);
            done(Kind.PUT, "b", 2, 30, 40);
            done(Kind.GET, "a", 1, 50, 60);
            assertFaulty("not linearizable, key k1");
        }

        @Test
        void whereSomethingIsFoundThatWasRefused() {
            add(Kind.PUT, "a", 0, Outcome.REFUSED, 10, 20);
            done(Kind.GET, "a", 1, 30, 40);
            assertFaulty("refused");
        }

        @Test
        void whereSomethingIsFoundThatNobodyHasWrittenYet() {
            done(Kind.GET, "a", 1, 10, 20);
            done(Kind.PUT, "a", 1, 30, 40);
            assertFaulty("before anybody began to write it");
        }

        @Test
        void whereVersionsGoBack() {
            add(Kind.PUT, "a", 0, Outcome.UNKNOWN, 10, 20);
            done(Kind.PUT, "b", 5, 30, 40);
            done(Kind.GET, "a", 4, 50, 60);
            assertFaulty("a version that goes back");
        }

        @Test
        void whereOneWriteHasTwoVersions() {
            done(Kind.PUT, "a", 5, 10, 30);
            done(Kind.GET, "a", 4, 20, 31);
            assertFaulty("another version of this write");
        }
    }
}
