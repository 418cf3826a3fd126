package dev.kvlb.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RegisterTest {
    private static final int NOTHING = Operation.NOTHING;

    private final List<Operation> history = new ArrayList<>();

    private void put(int value, long start, long end) {
        add(Kind.PUT, value, start, end, Outcome.DONE);
    }

    private void delete(int value, long start, long end) {
        add(Kind.DELETE, value, start, end, Outcome.DONE);
    }

    private void get(int value, long start, long end) {
        add(Kind.GET, value, start, end, Outcome.DONE);
    }

    private void add(Kind kind, int value, long start, long end, Outcome outcome) {
        Operation operation = new Operation(1, SimKey.plain(1), kind, value, start);
        if (outcome != Outcome.PENDING) {
            operation.end(outcome, end);
        }
        history.add(operation);
    }

    private void assertLinearizable() {
        assertThat(Register.fault(history)).isNull();
        assertThat(Search.isLinearizable(history)).isTrue();
    }

    private void assertNotLinearizable() {
        assertThat(Register.fault(history)).isNotNull();
        assertThat(Search.isLinearizable(history)).isFalse();
    }

    @Nested
    class IsLinearizable {
        @Test
        void anEmptyHistory() {
            assertLinearizable();
        }

        @Test
        void oneAfterTheOther() {
            get(NOTHING, 0, 1);
            put(1, 2, 3);
            get(1, 4, 5);
            put(2, 6, 7);
            get(2, 8, 9);
            assertLinearizable();
        }

        @Test
        void whatIsReadWhileItIsWritten() {
            put(1, 0, 10);
            get(NOTHING, 1, 2);
            get(1, 3, 4);
            get(1, 5, 6);
            assertLinearizable();
        }

        @Test
        void twoWritesAtOnceInEitherOrder() {
            put(1, 0, 10);
            put(2, 1, 9);
            get(2, 11, 12);
            assertLinearizable();
            history.remove(2);
            get(1, 11, 12);
            assertLinearizable();
        }

        @Test
        void aWriteOfUnknownOutcomeThatIsSeenLater() {
            put(1, 0, 1);
            add(Kind.PUT, 2, 2, 3, Outcome.UNKNOWN);
            get(1, 4, 5);
            get(2, 6, 7);
            assertLinearizable();
        }

        @Test
        void aWriteOfUnknownOutcomeThatIsNeverSeen() {
            put(1, 0, 1);
            add(Kind.PUT, 2, 2, 3, Outcome.UNKNOWN);
            add(Kind.PUT, 3, 4, 0, Outcome.PENDING);
            get(1, 5, 6);
            assertLinearizable();
        }

        @Test
        void aWriteThatWasRefused() {
            put(1, 0, 1);
            add(Kind.PUT, 2, 2, 3, Outcome.REFUSED);
            get(1, 4, 5);
            assertLinearizable();
        }

        @Test
        void aReadOfUnknownOutcome() {
            put(1, 0, 1);
            add(Kind.GET, NOTHING, 2, 3, Outcome.UNKNOWN);
            assertLinearizable();
        }
    }

    @Nested
    class WithDeletesIsLinearizable {
        @Test
        void aReadThatHasSeenTheDelete() {
            put(1, 0, 1);
            delete(2, 2, 3);
            get(2, 4, 5);
            put(3, 6, 7);
            get(3, 8, 9);
            assertLinearizable();
        }

        @Test
        void nothingAfterADelete() {
            put(1, 0, 1);
            delete(2, 2, 3);
            get(NOTHING, 4, 5);
            assertLinearizable();
        }

        @Test
        void nothingBetweenTwoPutsWhereADeleteMayHaveBeen() {
            put(1, 0, 1);
            add(Kind.DELETE, 2, 2, 3, Outcome.UNKNOWN);
            put(3, 4, 20);
            get(NOTHING, 6, 7);
            get(3, 8, 9);
            assertLinearizable();
        }

        @Test
        void nothingAgainAndAgainBetweenDeletes() {
            get(NOTHING, 0, 1);
            delete(1, 2, 3);
            get(NOTHING, 4, 5);
            put(2, 6, 7);
            delete(3, 8, 9);
            delete(4, 10, 11);
            get(NOTHING, 12, 13);
            assertLinearizable();
        }
    }

    @Nested
    class WithDeletesIsNotLinearizable {
        @Test
        void aValueThatIsBackAfterADelete() {
            put(1, 0, 1);
            delete(2, 2, 3);
            get(1, 4, 5);
            assertNotLinearizable();
        }

        @Test
        void nothingBeforeTheOnlyDeleteBegan() {
            put(1, 0, 1);
            get(NOTHING, 2, 3);
            delete(2, 4, 5);
            assertNotLinearizable();
        }

        @Test
        void nothingAfterADeleteThatWasRefused() {
            put(1, 0, 1);
            add(Kind.DELETE, 2, 2, 3, Outcome.REFUSED);
            get(NOTHING, 4, 5);
            assertNotLinearizable();
        }

        @Test
        void nothingAfterAPutThatFollowedEveryDelete() {
            delete(1, 0, 1);
            put(2, 2, 3);
            get(NOTHING, 4, 5);
            assertNotLinearizable();
        }

        @Test
        void nothingBetweenTwoReadsOfOneValue() {
            put(1, 0, 1);
            add(Kind.DELETE, 2, 2, 3, Outcome.UNKNOWN);
            get(1, 4, 5);
            get(NOTHING, 6, 7);
            get(1, 8, 9);
            assertNotLinearizable();
        }

        @Test
        void aDeleteThatIsSeenAgainAfterALaterPut() {
            delete(1, 0, 1);
            put(2, 2, 3);
            get(1, 4, 5);
            assertNotLinearizable();
        }
    }

    @Nested
    class IsNotLinearizable {
        @Test
        void aReadOfWhatWasOverwritten() {
            put(1, 0, 1);
            put(2, 2, 3);
            get(1, 4, 5);
            assertNotLinearizable();
        }

        @Test
        void aReadThatFindsNothingAfterAnAcknowledgedWrite() {
            put(1, 0, 1);
            get(NOTHING, 2, 3);
            assertNotLinearizable();
        }

        @Test
        void readsThatGoBackWhileAWriteIsUnderWay() {
            put(1, 0, 10);
            get(1, 1, 2);
            get(NOTHING, 3, 4);
            assertNotLinearizable();
        }

        @Test
        void readsThatGoBackAfterAWriteOfUnknownOutcome() {
            put(1, 0, 1);
            add(Kind.PUT, 2, 2, 3, Outcome.UNKNOWN);
            get(2, 4, 5);
            get(1, 6, 7);
            assertNotLinearizable();
        }

        @Test
        void aReadBeforeTheWriteBegan() {
            get(1, 0, 1);
            put(1, 2, 3);
            assertNotLinearizable();
        }

        @Test
        void aValueThatNobodyWrote() {
            get(9, 0, 1);
            assertNotLinearizable();
        }

        @Test
        void aValueThatTurnsUpBetweenTwoReadsOfAnother() {
            put(1, 0, 20);
            put(2, 0, 20);
            get(1, 1, 2);
            get(2, 3, 4);
            get(1, 5, 6);
            assertNotLinearizable();
        }

        @Test
        void twoValuesThatAreCurrentAtOnce() {
            put(1, 0, 1);
            put(2, 2, 20);
            get(2, 3, 4);
            get(1, 5, 6);
            assertNotLinearizable();
        }
    }

    @Test
    void agreesWithASearchThroughAllOrders() {
        int linearizable = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            List<Operation> random = randomHistory(new SplittableRandom(seed), List.of(Kind.GET, Kind.PUT));
            boolean expected = Search.isLinearizable(random);
            linearizable += expected ? 1 : 0;
            assertThat(Register.fault(random) == null).as("%s", random).isEqualTo(expected);
        }
        assertThat(linearizable).isBetween(2_000, 18_000);
    }

    @Test
    void callsNoHistoryWithDeletesWrongThatIsNotAndMissesFew() {
        int wrong = 0;
        int missed = 0;
        for (long seed = 0; seed < 40_000; seed++) {
            List<Operation> random =
                    randomHistory(new SplittableRandom(seed), List.of(Kind.GET, Kind.GET, Kind.PUT, Kind.DELETE));
            String fault = Register.fault(random);
            if (Search.isLinearizable(random)) {
                assertThat(fault).as("%s", random).isNull();
            } else {
                wrong++;
                missed += fault == null ? 1 : 0;
            }
        }
        assertThat(wrong).isBetween(4_000, 36_000);
        assertThat(missed).isLessThan(wrong / 1_000);
    }

    private static List<Operation> randomHistory(SplittableRandom random, List<Kind> kinds) {
        List<Operation> operations = new ArrayList<>();
        List<Long> moments = new ArrayList<>();
        int size = random.nextInt(1, 7);
        for (long i = 0; i < 2L * size; i++) {
            moments.add(random.nextInt(moments.size() + 1), i);
        }
        int writes = 0;
        for (int i = 0; i < size; i++) {
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            int value = kind == Kind.GET ? random.nextInt(4) : ++writes;
            long one = moments.get(2 * i);
            long other = moments.get(2 * i + 1);
            Operation operation = new Operation(1, SimKey.plain(1), kind, value, Math.min(one, other));
            Outcome outcome = random.nextInt(5) > 0 ? Outcome.DONE : Outcome.UNKNOWN;
            operation.end(outcome, Math.max(one, other));
            operations.add(operation);
        }
        return operations;
    }

    /** The slow way: tries each order in which the operations can have taken effect. */
    private static final class Search {
        static boolean isLinearizable(List<Operation> history) {
            List<Operation> relevant = new ArrayList<>();
            for (Operation operation : history) {
                boolean possible = operation.isWrite() && operation.outcome != Outcome.REFUSED;
                if (operation.outcome == Outcome.DONE || possible) {
                    relevant.add(operation);
                }
            }
            return canGoOn(relevant, NOTHING, true);
        }

        private static boolean canGoOn(List<Operation> left, int current, boolean empty) {
            if (left.stream().noneMatch(operation -> operation.outcome == Outcome.DONE)) {
                return true;
            }
            long firstEnd = left.stream().mapToLong(Search::end).min().orElseThrow();
            for (Operation next : left) {
                boolean fits = next.isWrite() || next.value == current || (next.value == NOTHING && empty);
                if (next.start < firstEnd && fits) {
                    List<Operation> rest = new ArrayList<>(left);
                    rest.remove(next);
                    int then = next.isWrite() ? next.value : current;
                    boolean thenEmpty = next.isWrite() ? next.kind == Kind.DELETE : empty;
                    if (canGoOn(rest, then, thenEmpty)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** A write that is not known to be done may take effect at any later time. */
        private static long end(Operation operation) {
            return operation.outcome == Outcome.DONE ? operation.end : Long.MAX_VALUE;
        }
    }
}
