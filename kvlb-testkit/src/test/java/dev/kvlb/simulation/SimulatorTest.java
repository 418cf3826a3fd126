package dev.kvlb.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.Consistency;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.spi.ForwardingKeyValueStore;
import dev.kvlb.spi.KeyValueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatorTest {
    @Test
    void theSameSeedGoesTheSameWay() {
        for (long seed = 0; seed < 20; seed++) {
            SimulationResult once = Simulation.drawn(seed).run();
            SimulationResult again = Simulation.drawn(seed).run();
            assertThat(again.traceHash()).isEqualTo(once.traceHash());
            assertThat(again.events()).isEqualTo(once.events());
        }
    }

    @Test
    void anotherSeedGoesAnotherWay() {
        assertThat(Simulation.seed(1).run().traceHash())
                .isNotEqualTo(Simulation.seed(2).run().traceHash());
    }

    @Test
    void aTraceIsTheSameWhetherItIsPrintedOrNot() {
        List<String> lines = new ArrayList<>();
        SimulationResult printed =
                Simulation.seed(3).faults(Faults.none()).traceTo(lines::add).run();
        assertThat(printed.traceHash())
                .isEqualTo(Simulation.seed(3).faults(Faults.none()).run().traceHash());
        assertThat(lines)
                .hasSizeGreaterThan(500)
                .anyMatch(line -> line.contains("balancer -> worker ") && line.contains("VERSIONED_STORE clientId="))
                .anyMatch(line -> line.contains("== the faults end"));
    }

    @Test
    void withoutFaultsEveryRequestIsAnsweredAndNoOutcomeUnknown() {
        for (long seed = 0; seed < 20; seed++) {
            SimulationResult result =
                    Simulation.seed(seed).faults(Faults.none()).run();
            assertThat(result.counters().of(Counter.OUTCOME_UNKNOWN)).isZero();
            assertThat(result.counters().of(Counter.LOST_WITH_CONNECTION)).isZero();
            assertThat(result.counters().of(Counter.PUTS_DONE)).isPositive();
            assertThat(result.counters().of(Counter.GETS_DONE)).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFaultCanHappenAlone(FaultKind kind) {
        Counters counters = new Counters();
        for (long seed = 0; seed < 5; seed++) {
            Faults faults = Faults.only(kind).every(Duration.ofMillis(40));
            counters.addAll(Simulation.seed(seed).faults(faults).run().counters());
        }
        assertThat(counters.of(kind)).isPositive();
    }

    /** Each takes something away without which a promise does not hold: if nothing is noticed, nobody looks. */
    @Nested
    class Notices {
        @Test
        void aStoreThatIgnoresVersions() {
            assertNoticed("I1: worker|I2: worker|I4: a read|I8: at rest", store -> new ForwardingKeyValueStore(store) {
                private long found;

                @Override
                public boolean apply(long version, ByteSlice key, @Nullable ByteSlice value) {
                    // As if nothing were stored: whatever comes last counts.
                    found = 0;
                    find(key, (there, k, v) -> found = there);
                    return super.apply(Math.max(version, found), key, value);
                }
            });
        }

        @Test
        void aStoreThatForgetsAWrite() {
            assertNoticed("I8: at rest|I2: ", store -> new ForwardingKeyValueStore(store) {
                private int writes;

                @Override
                public boolean apply(long version, ByteSlice key, @Nullable ByteSlice value) {
                    return ++writes % 50 != 0 && super.apply(version, key, value);
                }
            });
        }

        @Test
        void aStoreThatScansHalfOfWhatItHas() {
            assertNoticed("I2: |I8: at rest", store -> new ForwardingKeyValueStore(store) {
                @Override
                public long scan(long cursor, int limit, EntryVisitor visitor) {
                    return super.scan(cursor, limit, (version, key, value) -> {
                        if (version % 2 == 0) {
                            visitor.entry(version, key, value);
                        }
                    });
                }
            });
        }

        @Test
        void aStoreThatDamagesWhatItHas() {
            assertNoticed("changed on its way", store -> new ForwardingKeyValueStore(store) {
                @Override
                public boolean find(ByteSlice key, EntryVisitor visitor) {
                    return super.find(key, (version, k, value) -> {
                        byte[] bytes = value.toBytes();
                        bytes[bytes.length - 1]++;
                        visitor.entry(version, k, ByteSlice.of(bytes));
                    });
                }
            });
        }

        @Test
        void thatTheEventualModeIsNotLinearizable() {
            assertSomeSeedFails(
                    "not linearizable|I2: put|I4: a read",
                    seed -> Simulation.drawn(seed)
                            .consistency(Consistency.EVENTUAL)
                            .checkedAs(Consistency.LINEARIZABLE)
                            .run());
        }

        @Test
        void andSaysHowToSeeItAgain() {
            Cores cores = new Cores() {
                @Override
                KeyValueStore store(long seed) {
                    throw new IllegalStateException("no room");
                }
            };
            assertThatThrownBy(() -> Simulation.seed(7).cores(cores).run())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("seed 7: ")
                    .hasMessageContaining("-Dkvlb.seed=7");
        }

        private void assertNoticed(String message, UnaryOperator<KeyValueStore> broken) {
            Cores cores = new Cores() {
                @Override
                KeyValueStore store(long seed) {
                    return broken.apply(super.store(seed));
                }
            };
            assertSomeSeedFails(
                    message, seed -> Simulation.drawn(seed).cores(cores).run());
        }

        private void assertSomeSeedFails(String message, SeedRun run) {
            for (long seed = 0; seed < 60; seed++) {
                try {
                    run.run(seed);
                } catch (AssertionError e) {
                    assertThat(e.getMessage().lines().findFirst().orElseThrow()).containsPattern(message);
                    return;
                }
            }
            throw new AssertionError("nobody noticed");
        }
    }

    /** Runs one seed. */
    @FunctionalInterface
    interface SeedRun {
        void run(long seed);
    }
}
